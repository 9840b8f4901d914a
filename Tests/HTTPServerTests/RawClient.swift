import Foundation
import Glibc

/// A stream socket that speaks HTTP by hand, well or badly.
final class RawClient: Sendable {
    struct Answer: Sendable {
        var status = 0
        var headers: [(name: String, value: String)] = []
        var body: [UInt8] = []
        /// Whether the body came to the end that was announced.
        var isComplete = true

        var text: String { String(decoding: body, as: UTF8.self) }

        subscript(name: String) -> String? { headers.first { $0.name.lowercased() == name.lowercased() }?.value }
    }

    private let descriptor: Int32
    // Safe although it is mutable: a test uses a client from one task.
    private nonisolated(unsafe) var received: [UInt8] = []

    init(port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        try connect(&address)
    }

    init(path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        try connect(&address)
    }

    private func connect<Address>(_ address: inout Address) throws {
        // A server that does not answer fails a test rather than to hang it.
        var timeout = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        let result = withUnsafeBytes(of: &address) { bytes in
            bytes.baseAddress.map {
                Glibc.connect(descriptor, $0.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count))
            }
        }
        guard result == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    }

    deinit {
        close(descriptor)
    }

    /// Sends everything; false where the server does not take it.
    @discardableResult
    func send(_ bytes: [UInt8]) async -> Bool {
        await onThread { self.write(bytes) }
    }

    private func write(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    @discardableResult
    func send(_ text: String) async -> Bool { await send(Array(text.utf8)) }

    /// Hangs up, as a process that ends does.
    func hangUp() {
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    /// Sends no more, but listens.
    func finishSending() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    /// Whether the server has closed the connection, once it has.
    func isClosed() async -> Bool {
        await onThread { [descriptor] in
            var byte: UInt8 = 0
            let count = recv(descriptor, &byte, 1, 0)
            return count == 0 || (count < 0 && errno == ECONNRESET)
        }
    }

    /// What has arrived, waiting for nothing.
    func receivedSoFar() -> String {
        var room = [UInt8](repeating: 0, count: 1 << 16)
        let count = recv(descriptor, &room, room.count, Int32(MSG_DONTWAIT))
        received += room.prefix(max(0, count))
        return String(decoding: received, as: UTF8.self)
    }

    /// Reads the next answer.
    func answer(to method: String = "GET") async throws -> Answer {
        try await onThread { Result { try self.readAnswer(to: method) } }.get()
    }

    private func readAnswer(to method: String) throws -> Answer {
        guard let head = line(until: Array("\r\n\r\n".utf8)) else { throw POSIXError(.ECONNRESET) }
        var lines = String(decoding: head, as: UTF8.self).components(separatedBy: "\r\n")[...]
        var answer = Answer()
        answer.status = Int(lines.removeFirst().split(separator: " ").dropFirst().first ?? "") ?? 0
        answer.headers = lines.map { line in
            let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            return (parts.first ?? "", parts.count > 1 ? parts[1] : "")
        }
        if method == "HEAD" || answer.status == 100 { return answer }
        if answer["Transfer-Encoding"] == "chunked" {
            answer.isComplete = false
            while let size = line(until: [13, 10]).flatMap({ Int(String(decoding: $0, as: UTF8.self), radix: 16) }) {
                guard let piece = take(size + 2) else { break }
                answer.body += piece.dropLast(2)
                if size == 0 {
                    answer.isComplete = true
                    break
                }
            }
        } else if let length = answer["Content-Length"].flatMap(Int.init) {
            if let body = take(length) {
                answer.body = body
            } else {
                answer.isComplete = false
            }
        }
        return answer
    }

    private func line(until end: [UInt8]) -> [UInt8]? {
        while true {
            if let range = received.firstRange(of: end) {
                defer { received.removeSubrange(..<range.upperBound) }
                return Array(received[..<range.lowerBound])
            }
            guard readMore() else { return nil }
        }
    }

    private func take(_ count: Int) -> [UInt8]? {
        while received.count < count { guard readMore() else { return nil } }
        defer { received.removeFirst(count) }
        return Array(received.prefix(count))
    }

    private func readMore() -> Bool {
        var room = [UInt8](repeating: 0, count: 1 << 16)
        let count = recv(descriptor, &room, room.count, 0)
        received += room.prefix(max(0, count))
        return count > 0
    }
}

/// Runs what blocks on a thread of its own: Swift's few are the server's too.
private func onThread<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
    await withCheckedContinuation { continuation in
        Thread.detachNewThread { continuation.resume(returning: body()) }
    }
}
