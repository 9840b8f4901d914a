/// A request's body: pieces of bytes, which come as fast as they are taken and no faster.
///
/// A client that waits for `100 Continue` gets it when the body is first asked for. A client that goes away ends the
/// body with `CancellationError`. The body can be read once.
public struct RequestBody: AsyncSequence, Sendable {
    private enum Source: Sendable {
        case bytes([UInt8])
        case exchange(Exchange)
    }

    private let source: Source
    /// The length that the client announced, in bytes; nil where it sends the body in chunks.
    public let length: Int?
    private let limits: Limits

    init(_ bytes: [UInt8]) {
        source = .bytes(bytes)
        length = bytes.count
        limits = Limits()
    }

    init(of exchange: Exchange, length: Int?, limits: Limits) {
        source = .exchange(exchange)
        self.length = length
        self.limits = limits
    }

    /// Begins to read.
    public func makeAsyncIterator() -> Iterator {
        switch source {
        case .bytes(let bytes): Iterator(bytes: bytes)
        case .exchange(let exchange): Iterator(exchange: exchange)
        }
    }

    /// Hands out a body's pieces.
    public struct Iterator: AsyncIteratorProtocol {
        var bytes: [UInt8] = []
        var exchange: Exchange?

        /// The next piece, never empty; nil at the end.
        /// - Throws: `CancellationError` where the client is gone.
        public mutating func next() async throws -> [UInt8]? {
            if let exchange { return try await exchange.nextPiece() }
            defer { bytes = [] }
            return bytes.isEmpty ? nil : bytes
        }
    }

    /// The whole body.
    /// - Throws: ``HTTPError`` 413 where it is larger than ``Limits/bodyBytes``, 408 where it takes longer than
    ///   ``Limits/bodyTime``; `CancellationError` where the client is gone.
    public func collect() async throws -> [UInt8] {
        var bytes: [UInt8] = []
        try await read(upTo: limits.bodyBytes, within: limits.bodyTime) { bytes += $0 }
        return bytes
    }

    /// Hands the whole body to `body`, piece by piece.
    /// - Parameters:
    ///   - maximum: The largest body that is taken, in bytes.
    ///   - time: How long it may take to come.
    /// - Throws: What `body` throws, or as ``collect()``.
    public func read(
        upTo maximum: Int,
        within time: Duration,
        _ body: ([UInt8]) async throws -> Void
    ) async throws {
        let tooLarge = HTTPError(.contentTooLarge, "the request's body is larger than \(maximum) bytes")
        guard (length ?? 0) <= maximum else { throw tooLarge }
        let deadline = ContinuousClock.now + time
        var count = 0
        for try await piece in self {
            count += piece.count
            guard count <= maximum else { throw tooLarge }
            guard ContinuousClock.now < deadline else {
                throw HTTPError(.requestTimeout, "the request's body took longer than \(time)")
            }
            try await body(piece)
        }
    }
}
