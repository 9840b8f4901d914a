public import GRPC

extension Channel {
    /// Makes a unary call, and checks the answer.
    /// - Throws: ``CallError``, also where the answer breaks a rule of CSI.
    public nonisolated(nonsending) func call<Request: UnaryRequestMessage>(
        _ request: Request,
        timeout: Duration
    ) async throws(CallError) -> Request.Response {
        try await call(Request.rpc.rawValue, request, timeout: timeout)
    }

    /// Makes a unary call, and reads as much of the answer as can be read: it may be the only word of what was made.
    /// - Returns: The answer, not checked beyond its form, and what is wrong with that.
    /// - Throws: ``CallError`` where there is no answer.
    public nonisolated(nonsending) func callNoting<Request: UnaryRequestMessage>(
        _ request: Request,
        timeout: Duration
    ) async throws(CallError) -> (response: Request.Response, fault: MessageError?) {
        let answer = try await send(Request.rpc.rawValue, request, timeout: timeout)
        do throws(MessageError) {
            var fault: MessageError?
            return (try Request.Response(decoding: answer.message, noting: &fault), fault)
        } catch {
            throw CallError(Request.rpc.rawValue, answer: error)
        }
    }

    /// Makes a unary call, and checks the answer.
    nonisolated(nonsending) func call<Response: ResponseMessage>(
        _ method: String,
        _ request: Response.Request,
        timeout: Duration
    ) async throws(CallError) -> Response {
        let answer = try await send(method, request, timeout: timeout)
        do throws(MessageError) {
            let response = try Response(decoding: answer.message)
            try response.check(for: request)
            return response
        } catch {
            throw CallError(method, answer: error)
        }
    }

    private nonisolated(nonsending) func send(
        _ method: String,
        _ request: some Message,
        timeout: Duration
    ) async throws(CallError) -> UnaryResponse {
        let bytes: [UInt8]
        do throws(MessageError) {
            bytes = try request.encoded()
        } catch {
            throw CallError(method, request: error)
        }
        do throws(RPCError) {
            return try await unary(method, bytes, timeout: timeout)
        } catch {
            throw CallError(method, error)
        }
    }
}

/// The answers to one request, in the order the plugin sends them, each checked.
///
/// The stream ends cleanly only where the plugin ended it with OK; anything else throws ``CallError``, and what came
/// until then is incomplete.
public struct MessageStream<Response: ResponseMessage>: AsyncSequence, Sendable {
    /// One answer.
    public typealias Element = Response
    /// How a stream that did not end with OK ended.
    public typealias Failure = CallError

    private let method: String
    private let request: Response.Request
    private let start: @Sendable ([UInt8]) -> ResponseStream

    init(_ method: String, _ request: Response.Request, on channel: Channel, timeout: Duration) {
        self.method = method
        self.request = request
        start = { channel.serverStreaming(method, $0, timeout: timeout) }
    }

    /// Makes the call anew.
    public func makeAsyncIterator() -> Iterator {
        Iterator(stream: self)
    }

    /// Takes the answers of one call; it cancels the call where it goes away before the end.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate let stream: MessageStream
        private var answers: ResponseStream.Iterator?

        fileprivate init(stream: MessageStream) {
            self.stream = stream
        }

        /// The next answer; nil at a clean end.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws(CallError) -> Response? {
            var iterator: ResponseStream.Iterator
            if let answers {
                iterator = answers
            } else {
                do throws(MessageError) {
                    iterator = stream.start(try stream.request.encoded()).makeAsyncIterator()
                } catch {
                    throw CallError(stream.method, request: error)
                }
            }
            answers = nil
            let bytes: [UInt8]?
            do throws(RPCError) {
                bytes = try await iterator.next(isolation: actor)
            } catch {
                answers = iterator
                throw CallError(stream.method, error)
            }
            answers = iterator
            guard let bytes else { return nil }
            do throws(MessageError) {
                let response = try Response(decoding: bytes)
                try response.check(for: stream.request)
                return response
            } catch {
                throw CallError(stream.method, answer: error)
            }
        }

        /// The next answer; nil at a clean end.
        public mutating func next() async throws(CallError) -> Response? {
            try await next(isolation: nil)
        }
    }
}
