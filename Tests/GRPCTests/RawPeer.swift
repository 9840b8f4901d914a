import Foundation
import Glibc

/// A stream socket without any gRPC, for peers that misbehave.
final class RawConnection: Sendable {
    private let descriptor: Int32

    fileprivate init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Connects to a unix socket.
    init(to path: String) throws {
        descriptor = try withAddress(path) { socket, address, length in
            Glibc.connect(socket, address, length)
        }
    }

    deinit {
        close(descriptor)
    }

    func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// What arrives next; empty at the end.
    func read() -> [UInt8] {
        var room = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &room, room.count, 0)
        return Array(room.prefix(max(0, count)))
    }

    func readToEnd() {
        while !read().isEmpty {}
    }
}

/// A listener on a unix socket that treats each connection as it is told, on a thread of its own.
final class RawListener: Sendable {
    private let descriptor: Int32

    init(at path: String, _ behaviour: @escaping @Sendable (RawConnection) -> Void) throws {
        let descriptor = try withAddress(path) { socket, address, length in
            bind(socket, address, length) == 0 ? listen(socket, 64) : -1
        }
        self.descriptor = descriptor
        Thread.detachNewThread {
            while true {
                let connection = accept(descriptor, nil, nil)
                guard connection >= 0 else { break }
                Thread.detachNewThread { behaviour(RawConnection(connection)) }
            }
            close(descriptor)
        }
    }

    deinit {
        shutdown(descriptor, Int32(SHUT_RDWR))
    }
}

/// A socket that takes datagrams, as a log's does.
final class DatagramSocket: Sendable {
    private let descriptor: Int32

    init(at path: String) throws {
        descriptor = try withAddress(path, SOCK_DGRAM) { bind($0, $1, $2) }
    }

    deinit {
        close(descriptor)
    }
}

private func withAddress(
    _ path: String,
    _ type: __socket_type = SOCK_STREAM,
    _ body: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32
) throws -> Int32 {
    let descriptor = socket(AF_UNIX, Int32(type.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let result = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            body(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
    }
    guard result == 0 else {
        defer { close(descriptor) }
        throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }
    return descriptor
}

/// Frames of HTTP/2, written by hand.
enum HTTP2 {
    static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)
    static let settings = frame(type: 4, stream: 0, [])

    static func frame(type: UInt8, flags: UInt8 = 0, stream: UInt8, _ payload: [UInt8]) -> [UInt8] {
        let length = payload.count
        return [
            UInt8(length >> 16 & 0xff), UInt8(length >> 8 & 0xff), UInt8(length & 0xff), type, flags, 0, 0, 0, stream,
        ]
            + payload
    }

    /// A block of headers that begins with status 200 where it is the first, in as many frames as it needs.
    static func headers(_ pairs: [(String, String)], isFirst: Bool, endsStream: Bool = false) -> [UInt8] {
        var block: [UInt8] = isFirst ? [0x88] : []
        for (name, value) in pairs { block += [0] + literal(name) + literal(value) }
        let parts = stride(from: 0, to: max(block.count, 1), by: 16_384).map { block.dropFirst($0).prefix(16_384) }
        return parts.indices.flatMap { index in
            let endsBlock: UInt8 = index == parts.count - 1 ? 4 : 0
            let flags = index == 0 && endsStream ? endsBlock | 1 : endsBlock
            return frame(type: index == 0 ? 1 : 9, flags: flags, stream: 1, Array(parts[index]))
        }
    }

    /// A text in HPACK's form without compression (RFC 7541, section 5).
    private static func literal(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        guard bytes.count >= 127 else { return [UInt8(bytes.count)] + bytes }
        var length: [UInt8] = [127]
        var rest = bytes.count - 127
        while rest >= 128 {
            length.append(UInt8(rest % 128) | 0x80)
            rest /= 128
        }
        return length + [UInt8(rest)] + bytes
    }

    /// A gRPC message in a data frame.
    static func message(_ bytes: [UInt8], isCompressed: Bool = false, claimedLength: Int? = nil) -> [UInt8] {
        let length = claimedLength ?? bytes.count
        let prefix: [UInt8] = [isCompressed ? 1 : 0] + (0..<4).reversed().map { UInt8(length >> ($0 * 8) & 0xff) }
        return frame(type: 0, stream: 1, prefix + bytes)
    }
}
