internal import CGRPC
internal import CGRPCShims

/// What a server answered to a call with one response.
public struct UnaryResponse: Sendable {
    /// The response's bytes.
    public var message: [UInt8]
    /// What came before the response.
    public var initialMetadata: Metadata
    /// What came after it.
    public var trailingMetadata: Metadata
}

/// A client's call with one request and one response: a batch of gRPC operations up to the message, and the status.
///
/// Safe to share although it is mutable: `continuation` is set before the batches start and read when they have ended, and
/// what they receive is read after that. Both end on the event loop's thread.
final class UnaryCall: Operation, @unchecked Sendable {
    private let call: CoreCall
    private let reception: UnsafeMutablePointer<cgrpc_reception>
    private var continuation: UnsafeContinuation<Void, Never>?
    private var batchesUnderWay = 2
    private var hasMessageFailed = false

    init(_ call: CoreCall) {
        self.call = call
        reception = .allocate(capacity: 1)
        cgrpc_reception_init(reception)
    }

    deinit {
        cgrpc_reception_destroy(reception)
        reception.deallocate()
    }

    nonisolated(nonsending) func run(_ request: [UInt8], metadata: Metadata) async throws(RPCError) -> UnaryResponse {
        let message = ByteBuffer(request)
        let failure = await withTaskCancellationHandler {
            await start(message.pointer, metadata)
        } onCancel: {
            call.cancel()
        }
        if let failure { throw failure }
        do throws(RPCError) {
            return try reception.pointee.unaryResponse()
        } catch {
            var error = error
            error.isFromPeer = !hasMessageFailed && grpc_call_failed_before_recv_message(call.pointer) == 0
            throw error
        }
    }

    /// Runs the batches; the result is nil where they ran, whatever came of the call.
    private nonisolated(nonsending) func start(
        _ message: UnsafeMutablePointer<grpc_byte_buffer>?,
        _ metadata: Metadata
    ) async -> RPCError? {
        var failure: RPCError?
        await withUnsafeContinuation { continuation in
            self.continuation = continuation
            let beginning = UnaryBeginning(self)
            do throws(RPCError) {
                let result = try metadata.withCoreMetadata { pairs, count in
                    cgrpc_start_unary(call.pointer, reception, pairs, count, message, beginning.retainedTag())
                }
                if result == GRPC_CALL_OK {
                    _ = cgrpc_receive_status(call.pointer, reception, retainedTag())
                    return
                }
                beginning.releaseTag()
                failure = RPCError(
                    .internal,
                    "gRPC refused the call: \(String(cString: grpc_call_error_to_string(result)))"
                )
            } catch {
                failure = error
            }
            continuation.resume()
        }
        return failure
    }

    override func completed(_ isSuccess: Bool) {
        batchesUnderWay -= 1
        if batchesUnderWay == 0 { continuation?.resume() }
    }

    fileprivate func begun(_ isSuccess: Bool) {
        hasMessageFailed = !isSuccess
        completed(isSuccess)
    }
}

/// The part of a unary call up to its message.
private final class UnaryBeginning: Operation {
    private let call: UnaryCall

    init(_ call: UnaryCall) {
        self.call = call
    }

    override func completed(_ isSuccess: Bool) {
        call.begun(isSuccess)
    }
}

extension cgrpc_reception {
    /// The error that the call ended with; nil for OK.
    var error: RPCError? {
        let code = StatusCode(rawValue: status.rawValue)
        guard code != .ok else { return nil }
        return RPCError(code, String(slice: details), metadata: Metadata(trailing_metadata))
    }

    fileprivate func unaryResponse() throws(RPCError) -> UnaryResponse {
        if let error { throw error }
        guard let message else { throw RPCError(.internal, "the server answered OK without a response") }
        guard let bytes = ByteBuffer.bytes(of: message) else {
            throw RPCError(.internal, "the response is compressed, which nobody asked for")
        }
        return UnaryResponse(
            message: bytes,
            initialMetadata: Metadata(initial_metadata),
            trailingMetadata: Metadata(trailing_metadata)
        )
    }
}
