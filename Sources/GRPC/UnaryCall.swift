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

/// A client's call with one request and one response: a single batch of gRPC operations.
///
/// Safe to share although it is mutable: `continuation` is set before the batch starts and read when it ends, and what
/// the batch receives is read after that.
final class UnaryCall: Operation, @unchecked Sendable {
    private let call: CoreCall
    private let reception: UnsafeMutablePointer<cgrpc_reception>
    private var continuation: UnsafeContinuation<Void, Never>?

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
        return try reception.pointee.unaryResponse()
    }

    /// Runs the batch; the result is nil where it ran, whatever came of the call.
    private nonisolated(nonsending) func start(
        _ message: UnsafeMutablePointer<grpc_byte_buffer>?,
        _ metadata: Metadata
    ) async -> RPCError? {
        var failure: RPCError?
        await withUnsafeContinuation { continuation in
            self.continuation = continuation
            do throws(RPCError) {
                let result = try metadata.withCoreMetadata { pairs, count in
                    cgrpc_start_unary(call.pointer, reception, pairs, count, message, retainedTag())
                }
                guard result != GRPC_CALL_OK else { return }
                releaseTag()
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
        continuation?.resume()
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
