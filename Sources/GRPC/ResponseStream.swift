internal import CGRPC
internal import CGRPCShims

/// The responses to one request, in the order the server sends them.
///
/// Each response is asked for when the one before was taken, so a slow reader slows the server down. The stream's end
/// is clean only where the server ended it with OK; anything else throws ``RPCError``.
public struct ResponseStream: AsyncSequence, Sendable {
    /// One response's bytes.
    public typealias Element = [UInt8]
    /// How a stream that did not end with OK ended.
    public typealias Failure = RPCError

    private let start: @Sendable () throws(RPCError) -> StreamingCall

    init(_ start: @escaping @Sendable () throws(RPCError) -> StreamingCall) {
        self.start = start
    }

    /// Makes the call anew.
    public func makeAsyncIterator() -> Iterator {
        Iterator(start: start)
    }

    /// Takes the responses of one call; it cancels the call where it goes away before the end.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate let start: @Sendable () throws(RPCError) -> StreamingCall
        private var stage = Stage.notStarted

        private enum Stage {
            case notStarted
            case running(CancelsWhenDropped)
            case ended
        }

        fileprivate init(start: @escaping @Sendable () throws(RPCError) -> StreamingCall) {
            self.start = start
        }

        /// The next response; nil at a clean end.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws(RPCError) -> [UInt8]? {
            let running: CancelsWhenDropped
            switch stage {
            case .ended: return nil
            case .running(let call): running = call
            case .notStarted:
                stage = .ended
                running = CancelsWhenDropped(try start())
                stage = .running(running)
            }
            do throws(RPCError) {
                if let message = try await running.call.next() { return message }
                stage = .ended
                return nil
            } catch {
                stage = .ended
                throw error
            }
        }

        /// The next response; nil at a clean end.
        public mutating func next() async throws(RPCError) -> [UInt8]? {
            try await next(isolation: nil)
        }
    }
}

/// Ends the call of an iterator that nobody holds any longer.
private final class CancelsWhenDropped {
    let call: StreamingCall

    init(_ call: StreamingCall) {
        self.call = call
    }

    deinit {
        call.cancel()
    }
}

/// A client's call with one request and many responses.
///
/// Safe to share although it holds pointers: one operation at a time writes to `reception` and `message`, and the task
/// that waits for it reads them.
final class StreamingCall: @unchecked Sendable {
    private let call: CoreCall
    private let reception: UnsafeMutablePointer<cgrpc_reception>

    init(_ call: CoreCall) {
        self.call = call
        reception = .allocate(capacity: 1)
        cgrpc_reception_init(reception)
    }

    deinit {
        cgrpc_reception_destroy(reception)
        reception.deallocate()
    }

    func cancel() {
        call.cancel()
    }

    func start(_ request: [UInt8], metadata: Metadata) throws(RPCError) {
        let message = ByteBuffer(request)
        let beginning = KeepsAlive(self)
        let result = try metadata.withCoreMetadata { pairs, count in
            cgrpc_start_stream(
                call.pointer,
                reception,
                pairs,
                count,
                message.pointer,
                beginning.retainedTag()
            )
        }
        guard result == GRPC_CALL_OK else {
            beginning.releaseTag()
            throw RPCError(.internal, "gRPC refused the call: \(String(cString: grpc_call_error_to_string(result)))")
        }
    }

    /// The next response; nil at a clean end.
    func next() async throws(RPCError) -> [UInt8]? {
        await perform { cgrpc_receive_message(call.pointer, &reception.pointee.message, $0) }
        if let message = reception.pointee.message {
            reception.pointee.message = nil
            defer { grpc_byte_buffer_destroy(message) }
            if let bytes = ByteBuffer.bytes(of: message) { return bytes }
            call.cancel()
            throw RPCError(.internal, "a response is compressed, which nobody asked for")
        }
        await perform { cgrpc_receive_status(call.pointer, reception, $0) }
        if let error = reception.pointee.error { throw error }
        return nil
    }

    private func perform(_ start: (UnsafeMutableRawPointer) -> grpc_call_error) async {
        _ = await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                let operation = StreamOperation(self, continuation)
                if start(operation.retainedTag()) != GRPC_CALL_OK {
                    operation.releaseTag()
                    continuation.resume(returning: false)
                }
            }
        } onCancel: {
            call.cancel()
        }
    }
}

/// The beginning of a stream, which nobody waits for.
private final class KeepsAlive: Operation {
    private let call: StreamingCall

    init(_ call: StreamingCall) {
        self.call = call
    }
}

/// One operation of a stream, which keeps the memory that it writes to.
private final class StreamOperation: Operation {
    private let call: StreamingCall
    private let continuation: UnsafeContinuation<Bool, Never>

    init(_ call: StreamingCall, _ continuation: UnsafeContinuation<Bool, Never>) {
        self.call = call
        self.continuation = continuation
    }

    override func completed(_ isSuccess: Bool) {
        continuation.resume(returning: isSuccess)
    }
}
