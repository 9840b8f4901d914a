internal import GRPC

/// Sends the messages of a server's stream.
public struct MessageWriter<Response: Message>: Sendable {
    private let writer: ResponseWriter

    init(_ writer: ResponseWriter) {
        self.writer = writer
    }

    /// Sends a message, and waits until there is room for more.
    /// - Throws: `RPCError` where the caller is gone or the message can't be sent.
    public func send(_ message: Response) async throws {
        try await writer.write(try encode(message))
    }
}

extension Server.Handlers {
    mutating func rpc<Request: Message, Response: Message>(
        _ method: String,
        _ handler: @escaping @Sendable (Request, ServerCall) async throws -> Response
    ) {
        unary(method) { call, bytes in
            try encode(try await handler(try decode(bytes), call))
        }
    }

    mutating func stream<Request: Message, Response: Message>(
        _ method: String,
        _ handler: @escaping @Sendable (Request, ServerCall, MessageWriter<Response>) async throws -> Void
    ) {
        serverStreaming(method) { call, bytes, writer in
            try await handler(try decode(bytes), call, MessageWriter(writer))
        }
    }
}

/// A request's fault is its sender's.
private func decode<Request: Message>(_ bytes: [UInt8]) throws(RPCError) -> Request {
    do throws(MessageError) {
        return try Request(decoding: bytes)
    } catch {
        throw RPCError(.invalidArgument, error.description)
    }
}

private func encode(_ response: some Message) throws(RPCError) -> [UInt8] {
    do throws(MessageError) {
        return try response.encoded()
    } catch {
        throw RPCError(.internal, error.description)
    }
}
