internal import CMicroHTTPD
internal import CMicroHTTPDShims
internal import Synchronization

/// One request and its answer: the connection on libmicrohttpd's thread, the handler in a task, and what each has for
/// the other.
final class Exchange: Sendable {
    let id: UInt64
    private let core: Core
    private let connection: Connection
    /// Nil where the request line holds something else than text.
    private let target: String?
    private let targetLength: Int
    private let locked = Mutex(Locked())

    private struct Locked {
        var state = ExchangeState()
        var request: Request?
        var task: Task<Void, Never>?
        var answer: Answer?
        /// The handler, where it waits for a piece of the body or for room for a piece of the answer.
        var waiter: CheckedContinuation<Void, any Error>?

        mutating func takeWaiter() -> CheckedContinuation<Void, any Error>? {
            defer { waiter = nil }
            return waiter
        }
    }

    init(id: UInt64, core: Core, connection: Connection, target: UnsafeBufferPointer<UInt8>) {
        self.id = id
        self.core = core
        self.connection = connection
        self.target = String(validating: target, as: UTF8.self)
        targetLength = target.count
    }

    // MARK: On libmicrohttpd's thread

    /// The head has come, with a target of `length` bytes. False closes the connection, here and below.
    func headArrived(method: String, headers: Headers, length: Int) -> Bool {
        connection.headArrived()
        do throws(HTTPError) {
            guard targetLength <= core.limits.targetBytes else {
                throw HTTPError(.uriTooLong, "the request's target is longer than \(core.limits.targetBytes) bytes")
            }
            guard let target, targetLength == length else {
                throw HTTPError(.badRequest, "the request's target is not UTF-8 or holds U+0000")
            }
            guard !core.isDraining else { throw HTTPError(.serviceUnavailable, "the server is shutting down") }
            let framing = try Framing(headers)
            let body =
                switch framing.body {
                case .none: RequestBody([])
                case .length(let length): RequestBody(of: self, length: length, limits: core.limits)
                case .chunks: RequestBody(of: self, length: nil, limits: core.limits)
                }
            let request = try Request(method: method, target: target, headers: headers, body: body)
            return locked.withLock { locked in
                locked.request = request
                return perform(locked.state.head(framing), &locked)
            }
        } catch {
            guard let answer = Answer(Response(error), to: nil, of: self, closesConnection: true) else { return false }
            return answer.queue(on: connection.pointer)
        }
    }

    var isHeadDue: Bool { locked.withLock { $0.state.phase == .head } }

    /// The connection goes on after its head, or is resumed, or the request is complete.
    func proceed() -> Bool {
        locked.withLock { locked in
            let step = locked.state.proceed()
            locked.takeWaiter()?.resume()
            return perform(step, &locked)
        }
    }

    /// A piece of the body has come.
    /// - Returns: Also whether it was taken; if not, it comes again.
    func receive(_ bytes: UnsafeRawBufferPointer) -> (goesOn: Bool, isTaken: Bool) {
        locked.withLock { locked in
            let (step, isTaken) = locked.state.receive(bytes)
            locked.takeWaiter()?.resume()
            return (perform(step, &locked), isTaken)
        }
    }

    /// The client can take more of the answer's body.
    func fill(_ room: UnsafeMutableRawBufferPointer) -> Int {
        locked.withLock { locked in
            let filling = locked.state.fill(room)
            locked.takeWaiter()?.resume()
            switch filling {
            case .bytes(let count): return count
            case .end: return MHD_CONTENT_READER_END_OF_STREAM
            case .failure: return MHD_CONTENT_READER_END_WITH_ERROR
            case .suspend:
                MHD_suspend_connection(connection.pointer)
                return 0
            }
        }
    }

    /// The request is answered, or its client gone.
    func end() {
        core.watcher.unwatch(connection.descriptor, for: self)
        connection.requestEnded()
        let (task, answer) = locked.withLock { locked in
            locked.state.end()
            locked.takeWaiter()?.resume()
            defer {
                locked.answer = nil
                locked.request = nil
                locked.task = nil
            }
            return (locked.task, locked.answer)
        }
        task?.cancel()
        withExtendedLifetime(answer) {}
        core.end(self)
    }

    private func perform(_ step: ExchangeState.Step, _ locked: inout Locked) -> Bool {
        switch step {
        case .goOn: return true
        case .hangUp: return false
        case .suspend: MHD_suspend_connection(connection.pointer)
        case .begin:
            guard let request = locked.request else { return false }
            MHD_suspend_connection(connection.pointer)
            core.watcher.watch(connection.descriptor, for: self)
            locked.task = Task { await run(request) }
            if core.isDraining, request.isSafe { locked.task?.cancel() }
        case .answer:
            defer { locked.answer = nil }
            return locked.answer?.queue(on: connection.pointer) ?? false
        }
        return true
    }

    // MARK: In the handler's task

    private func run(_ request: Request) async {
        var response: Response
        do {
            response = try await core.handler(request)
        } catch {
            response = Response(error)
        }
        var answer = makeAnswer(response, to: request)
        if answer == nil {
            response = Response(.internalServerError, text: "internal error")
            answer = makeAnswer(response, to: request)
        }
        guard answered(answer), case .stream(_, let write) = response.body, request.method != "HEAD" else { return }
        do {
            try await write { bytes in try await self.send(bytes) }
            finishSending(isFailure: false)
        } catch {
            finishSending(isFailure: true)
        }
    }

    private func makeAnswer(_ response: Response, to request: Request) -> Answer? {
        Answer(response, to: request, of: self, closesConnection: core.isDraining)
    }

    private func answered(_ answer: Answer?) -> Bool {
        locked.withLock { locked in
            let (isWanted, mustResume) = locked.state.answered()
            if isWanted { locked.answer = answer }
            resume(if: mustResume)
            return isWanted
        }
    }

    /// The next piece of the request's body; nil at its end.
    func nextPiece() async throws -> [UInt8]? {
        while true {
            let piece = locked.withLock { locked in
                let (piece, mustResume) = locked.state.takePiece()
                resume(if: mustResume)
                return piece
            }
            switch piece {
            case .bytes(let bytes): return bytes
            case .end: return nil
            case .gone: throw CancellationError()
            case .notYet: try await wait { $0.hasPiece }
            }
        }
    }

    private func send(_ bytes: [UInt8]) async throws {
        while true {
            let isTaken = locked.withLock { locked in
                let (isTaken, mustResume) = locked.state.send(bytes)
                resume(if: mustResume)
                return isTaken
            }
            switch isTaken {
            case true?: return
            case false?: try await wait { $0.hasRoom }
            case nil: throw CancellationError()
            }
        }
    }

    private func finishSending(isFailure: Bool) {
        locked.withLock { resume(if: $0.state.finishSending(isFailure: isFailure)) }
    }

    /// Waits for the connection to have done something after which `isReady` may hold.
    private func wait(until isReady: @Sendable (ExchangeState) -> Bool) async throws {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                locked.withLock { locked in
                    if Task.isCancelled {
                        continuation.resume(throwing: CancellationError())
                    } else if isReady(locked.state) {
                        continuation.resume()
                    } else {
                        // Two tasks that read one body: the first has lost its turn.
                        locked.takeWaiter()?.resume(throwing: CancellationError())
                        locked.waiter = continuation
                    }
                }
            }
        } onCancel: {
            locked.withLock { $0.takeWaiter() }?.resume(throwing: CancellationError())
        }
    }

    // MARK: From elsewhere

    /// The client has hung up.
    func hungUp() {
        locked.withLock { $0.task }?.cancel()
    }

    /// The server shuts down: a request that only reads is told to answer with what it has.
    func drain() {
        locked.withLock { $0.request?.isSafe == true && $0.state.isAwaitingHandler ? $0.task : nil }?.cancel()
    }

    /// The server waits no longer: the connection closes without an answer.
    func abandon() {
        locked.withLock { locked in
            resume(if: locked.state.abandon())
            locked.takeWaiter()?.resume(throwing: CancellationError())
            return locked.task
        }?.cancel()
    }

    /// Only under the lock, so that the connection is still there.
    private func resume(if mustResume: Bool) {
        if mustResume { MHD_resume_connection(connection.pointer) }
    }
}
