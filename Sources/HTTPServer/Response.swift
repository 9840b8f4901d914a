/// What a handler answers.
public struct Response: Sendable {
    enum Body: Sendable {
        case bytes([UInt8])
        /// Writes the body, piece by piece, as fast as the client takes it.
        case stream(length: Int?, Writer)
    }

    typealias Writer = @Sendable (_ send: @Sendable ([UInt8]) async throws -> Void) async throws -> Void

    /// The status.
    public var status: Status
    /// The header fields. `Date`, `Content-Length`, `Content-Encoding`, `Vary` and the like are the server's.
    public var headers: Headers
    let body: Body

    /// A response whose body is here. It is compressed where the client asks for that.
    public init(_ status: Status = .ok, headers: Headers = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = .bytes(body)
    }

    /// A response of plain text.
    public init(_ status: Status, text: String) {
        self.init(status, headers: ["Content-Type": "text/plain; charset=utf-8"], body: Array(text.utf8))
    }

    /// A response whose body is read while it is sent, as fast as the client takes it, and compressed where the client
    /// asks for that.
    ///
    /// Where `body` fails, or ends before `length`, the connection is cut, so that no client takes it for complete.
    /// - Parameter length: The body's length in bytes; nil where it is not known beforehand.
    public init<Bytes: AsyncSequence & Sendable>(
        _ status: Status = .ok,
        headers: Headers = [:],
        length: Int? = nil,
        streaming body: Bytes
    ) where Bytes.Element == [UInt8] {
        self.status = status
        self.headers = headers
        self.body = .stream(length: length) { send in
            for try await piece in body where !piece.isEmpty { try await send(piece) }
        }
    }

    /// What an error of a handler becomes. Only an ``HTTPError`` shows its text.
    init(_ error: any Error) {
        switch error {
        case let error as HTTPError: self.init(error.status, text: error.text)
        case is CancellationError: self.init(.serviceUnavailable, text: "the request was cancelled")
        default: self.init(.internalServerError, text: "internal error")
        }
    }
}
