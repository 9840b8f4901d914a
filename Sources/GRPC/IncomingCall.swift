internal import CGRPC
internal import CGRPCShims
internal import Synchronization

/// A call that a server answers: takes the request, runs the handler, sends what it returns.
///
/// Safe to share although it holds pointers: `acceptance` is written to by one operation at a time, and read when that
/// has ended.
final class IncomingCall: @unchecked Sendable {
    private let acceptance: Acceptance
    private let handlers: Server.Handlers
    private let handling = Mutex(Handling())

    private struct Handling {
        var task: Task<Void, Never>?
        var isCancelled = false
    }

    /// The longest text of an error, in bytes: gRPC's clients take 8 KiB of headers, where a byte may need three, and
    /// would lose the code with a text that is longer.
    private static let maximumDetailBytes = 2048

    private var call: OpaquePointer? { acceptance.memory.pointee.call }

    init(_ acceptance: Acceptance, handlers: Server.Handlers) {
        self.acceptance = acceptance
        self.handlers = handlers
    }

    func start() {
        perform({ cgrpc_receive_close(call, &acceptance.memory.pointee.cancelled, $0) }) { [self] _ in
            if acceptance.memory.pointee.cancelled != 0 { cancelHandler() }
        }
        perform({ cgrpc_receive_message(call, &acceptance.memory.pointee.message, $0) }) { [self] _ in
            answer()
        }
    }

    private func cancelHandler() {
        let task = handling.withLock { handling in
            handling.isCancelled = true
            return handling.task
        }
        task?.cancel()
    }

    private func answer() {
        let method = String(slice: acceptance.memory.pointee.details.method)
        guard let handler = handlers.handler(for: method) else {
            return finish(.failure(RPCError(.unimplemented, "unknown method \(method)")), isBegun: false)
        }
        // Without a message the call is over already, or the request was too large, which gRPC has answered.
        guard let message = acceptance.memory.pointee.message, let request = ByteBuffer.bytes(of: message) else {
            return finish(.failure(RPCError(.internal, "the request can't be read")), isBegun: false)
        }
        let call = ServerCall(
            method: method,
            metadata: Metadata(acceptance.memory.pointee.metadata),
            deadline: acceptance.memory.pointee.details.deadline.remaining.map { ContinuousClock.now + $0 }
        )
        let task = Task { [self] in
            switch handler {
            case .unary(let handler):
                let result = await Self.outcome { try await handler(call, request) }
                finish(result.map { $0 }, isBegun: false)
            case .stream(let handler):
                let writer = ResponseWriter(self)
                let result = await Self.outcome { try await handler(call, request, writer) }
                finish(result.map { nil }, isBegun: writer.hasBegun)
            }
        }
        let isCancelled = handling.withLock { handling in
            handling.task = task
            return handling.isCancelled
        }
        if isCancelled { task.cancel() }
    }

    private static func outcome<Value>(_ body: () async throws -> Value) async -> Result<Value, RPCError> {
        do {
            return .success(try await body())
        } catch let error as RPCError {
            // OK is no error; a handler that throws it is broken.
            return .failure(error.code == .ok ? RPCError(.internal, "the handler failed") : error)
        } catch is CancellationError {
            return .failure(RPCError(.cancelled, "the call was cancelled"))
        } catch {
            return .failure(RPCError(.internal, "the handler failed"))
        }
    }

    /// Sends the last message, if there is one, and the status.
    private func finish(_ result: Result<[UInt8]?, RPCError>, isBegun: Bool) {
        let (message, error) =
            switch result {
            case .success(let bytes): (bytes, RPCError?.none)
            case .failure(let error): ([UInt8]?.none, error)
            }
        let buffer = ByteBuffer(message)
        let contents = buffer.pointer
        let details =
            error.map { grpc_slice(copying: $0.message.utf8.prefix(Self.maximumDetailBytes)) }
            ?? grpc_empty_slice()
        defer { grpc_slice_unref(details) }
        let status = grpc_status_code(rawValue: error?.code.rawValue ?? 0)
        let send = { (pairs: UnsafeMutablePointer<grpc_metadata>?, count: Int) in
            self.perform({ tag in
                cgrpc_send_status(self.call, isBegun ? 0 : 1, contents, pairs, count, status, details, tag)
            }) { _ in }
        }
        // Trailing metadata that may not travel is the handler's slip; the status matters more.
        do throws(RPCError) {
            try error?.metadata.withCoreMetadata(send) ?? send(nil, 0)
        } catch {
            send(nil, 0)
        }
    }

    fileprivate func sendInitialMetadata() {
        perform({ cgrpc_send_initial_metadata(call, $0) }) { _ in }
    }

    fileprivate func send(_ message: [UInt8]) async -> Bool {
        let buffer = ByteBuffer(message)
        return await withUnsafeContinuation { continuation in
            perform({ cgrpc_send_message(call, buffer.pointer, $0) }) { continuation.resume(returning: $0) }
        }
    }

    /// Starts an operation; `body` hears on the loop's thread how it ended.
    private func perform(
        _ start: (UnsafeMutableRawPointer) -> grpc_call_error,
        _ body: @escaping (Bool) -> Void
    ) {
        let step = Step(self, body)
        if start(step.retainedTag()) != GRPC_CALL_OK {
            step.releaseTag()
            body(false)
        }
    }
}

/// One operation of a call, which keeps the call.
private final class Step: Operation {
    private let call: IncomingCall
    private let body: (Bool) -> Void

    init(_ call: IncomingCall, _ body: @escaping (Bool) -> Void) {
        self.call = call
        self.body = body
    }

    override func completed(_ isSuccess: Bool) {
        body(isSuccess)
    }
}

/// Sends the responses of a stream, one after the other.
public final class ResponseWriter: Sendable {
    private let call: IncomingCall
    private let begun = Mutex(false)

    init(_ call: IncomingCall) {
        self.call = call
    }

    var hasBegun: Bool { begun.withLock { $0 } }

    /// Sends one response and returns when the connection has room for the next.
    ///
    /// Responses are sent one at a time: the next is written when this one has returned.
    /// - Throws: ``RPCError`` with CANCELLED where the caller is gone.
    public func write(_ message: [UInt8]) async throws(RPCError) {
        let isFirst = begun.withLock { begun in
            defer { begun = true }
            return !begun
        }
        if isFirst { call.sendInitialMetadata() }
        guard await call.send(message) else { throw RPCError(.cancelled, "the caller is gone") }
    }
}
