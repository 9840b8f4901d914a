import Foundation
import Glibc

/// A request and its answer on a connection of their own, spoken by hand, so that a test sees what is really sent.
enum HTTPExchange {
    /// An answer over HTTP.
    struct Answer: Sendable {
        var status = 0
        var headers: [(name: String, value: String)] = []
        var bytes: [UInt8] = []

        var text: String { String(decoding: bytes, as: UTF8.self) }
        /// The body as JSON; null where it is none.
        var json: JSONValue { (try? JSONDecoder().decode(JSONValue.self, from: Data(bytes))) ?? .null }

        func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name.lowercased() }?.value }
        /// `X-Nomad-Index`; 0 where there is none.
        var index: Int { header("X-Nomad-Index").flatMap(Int.init) ?? 0 }
    }

    /// Sends a request, and waits for the answer.
    /// - Throws: `POSIXError` where the server can't be reached or hangs up before it has answered.
    static func answer(
        port: UInt16,
        _ method: String,
        _ path: String,
        headers: [String: String] = [:],
        body: [UInt8]? = nil
    ) async throws -> Answer {
        var head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        if let body { head += "Content-Length: \(body.count)\r\n" }
        let request = Array((head + "\r\n").utf8) + (body ?? [])
        let received = try await onThread { try exchange(port, request) }
        return try parse(received, hasBody: method != "HEAD")
    }

    private static func exchange(_ port: UInt16, _ request: [UInt8]) throws -> [UInt8] {
        let descriptor = try connection(port: port)
        defer { close(descriptor) }
        var rest = request[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            // A server that has seen enough answers before it has read all.
            guard count > 0 else { break }
            rest = rest.dropFirst(count)
        }
        var received: [UInt8] = []
        var room = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = recv(descriptor, &room, room.count, 0), count != 0 {
            guard count > 0 else { throw failure }
            received += room.prefix(count)
        }
        return received
    }

    /// A connection that nothing was sent on yet.
    static func connection(port: UInt16) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var timeout = timeval(tv_sec: 150, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let connected = withUnsafeBytes(of: &address) { bytes in
            bytes.baseAddress.map {
                connect(descriptor, $0.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count))
            }
        }
        guard connected == 0 else {
            defer { close(descriptor) }
            throw failure
        }
        return descriptor
    }

    private static var failure: POSIXError { POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }

    private static func parse(_ received: [UInt8], hasBody: Bool) throws -> Answer {
        guard let end = received.firstRange(of: Array("\r\n\r\n".utf8)) else { throw POSIXError(.ECONNRESET) }
        let lines = String(decoding: received[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        var answer = Answer()
        answer.status = lines[0].split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        answer.headers = lines.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            return (parts.first ?? "", parts.count > 1 ? parts[1] : "")
        }
        guard hasBody else { return answer }
        let body = received[end.upperBound...]
        answer.bytes = answer.header("Transfer-Encoding") == "chunked" ? try unchunked(body) : Array(body)
        if let length = answer.header("Content-Length").flatMap(Int.init), answer.bytes.count < length {
            throw POSIXError(.ECONNRESET)
        }
        return answer
    }

    private static func unchunked(_ body: ArraySlice<UInt8>) throws -> [UInt8] {
        var (rest, whole) = (body, [UInt8]())
        while let line = rest.firstRange(of: [13, 10]),
            let size = Int(String(decoding: rest[..<line.lowerBound], as: UTF8.self), radix: 16)
        {
            if size == 0 { return whole }
            rest = rest[line.upperBound...]
            whole += rest.prefix(size)
            rest = rest.dropFirst(size + 2)
        }
        throw POSIXError(.ECONNRESET)
    }
}

/// Runs what blocks on a thread of its own: Swift's few are those of the tests' drivers too.
func onThread<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Swift.Result { try body() }) }
    }
}
