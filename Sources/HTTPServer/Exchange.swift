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

    private typealias Waiter = CheckedContinuation<Void, any Error>

    private struct Locked {
        var state = ExchangeState()
        var request: Request?
        var task: Task<Void, Never>?
        var answer: Answer?
        /// The handler, where it waits for a piece of the body or for room for a piece of the answer.
        var waiter: Waiter?

        /// To be resumed when the lock is released: Swift holds a lock of its own while it cancels a task, which resuming
        /// the task takes as well, and what the cancelled task runs then takes this one.
        mutating func takeWaiter() -> Waiter? {
            defer { waiter = nil }
            return waiter
        }

        mutating func takeAnswer() -> Answer? {
            defer { answer = nil }
            return answer
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
            guard !connection.isConfined || core.limits.vitalPaths.contains(request.rawPath) else {
                throw HTTPError(.serviceUnavailable, "the server has as many connections as it can take")
            }
            locked.withLock { $0.request = request }
            return advance { $0.head(framing) }
        } catch {
            guard let answer = Answer(Response(error), of: self, closesConnection: true) else { return false }
            return answer.queue(on: connection.pointer)
        }
    }

    var isHeadDue: Bool { locked.withLock { $0.state.phase == .head } }

    /// The connection goes on after its head, or is resumed, or the request is complete.
    func proceed() -> Bool { advance { $0.proceed() } }

    /// A piece of the body has come.
    /// - Returns: Also whether it was taken; if not, it comes again.
    func receive(_ bytes: UnsafeRawBufferPointer) -> (goesOn: Bool, isTaken: Bool) {
        var isTaken = false
        let goesOn = advance { state in
            let step: ExchangeState.Step
            (step, isTaken) = state.receive(bytes)
            return step
        }
        return (goesOn, isTaken)
    }

    /// The client can take more of the answer's body.
    func fill(_ room: UnsafeMutableRawBufferPointer) -> Int {
        let (filling, waiter) = locked.withLock { locked in
            let filling = locked.state.fill(room)
            if filling == .suspend { MHD_suspend_connection(connection.pointer) }
            return (filling, locked.takeWaiter())
        }
        waiter?.resume()
        switch filling {
        case .bytes(let count): return count
        case .suspend: return 0
        case .end: return MHD_CONTENT_READER_END_OF_STREAM
        case .failure: return MHD_CONTENT_READER_END_WITH_ERROR
        }
    }

    /// The request is answered, or its client gone.
    func end() {
        // First, so that a handler that finds nobody there finds itself cancelled.
        locked.withLock { $0.task }?.cancel()
        let ended = locked.withLock { locked in
            locked.state.end()
            defer {
                locked.waiter = nil
                locked.answer = nil
                locked.request = nil
                locked.task = nil
            }
            return locked
        }
        ended.waiter?.resume()
        connection.requestEnded()
        core.end(self)
    }

    /// Takes the connection's next step, and lets a handler go on that waits for one.
    private func advance(_ next: (inout ExchangeState) -> ExchangeState.Step) -> Bool {
        let (step, answer, waiter) = locked.withLock { locked in
            let step = next(&locked.state)
            // Under the lock, as whoever resumes.
            if step == .suspend { MHD_suspend_connection(connection.pointer) }
            return (step, step == .answer ? locked.takeAnswer() : nil, locked.takeWaiter())
        }
        waiter?.resume()
        return switch step {
        case .goOn, .suspend: true
        case .hangUp: false
        case .begin: begin()
        case .answer: answer?.queue(on: connection.pointer) ?? false
        }
    }

    /// Runs the handler on this thread until it first waits: an answer that is there by then needs no other thread.
    private func begin() -> Bool {
        guard let request = locked.withLock({ $0.request }) else { return false }
        let task = Task.immediate { await run(request) }
        locked.withLock { $0.task = task }
        if connection.carries(self) || (core.isDraining && request.isSafe) { task.cancel() }
        return proceed()
    }

    // MARK: In the handler's task

    private func run(_ request: Request) async {
        let coding = ContentCoding(acceptedBy: request.headers)
        var response: Response
        do {
            response = try await core.handler(request)
        } catch {
            response = Response(error)
        }
        // The connection's thread has better things to do than to compress what is large.
        if case .bytes(let bytes) = response.body, coding != nil, bytes.count > Limits.answerBacklog {
            await Task.yield()
        }
        var answer = makeAnswer(response, coding, to: request)
        if answer == nil {
            response = Response(.internalServerError, text: "internal error")
            answer = makeAnswer(response, coding, to: request)
        }
        guard answered(answer), case .stream(_, let write) = response.body, request.method != "HEAD" else { return }
        await Task.yield()
        do {
            try await send(write, coding)
            finishSending(isFailure: false)
        } catch {
            finishSending(isFailure: true)
        }
    }

    private func makeAnswer(_ response: Response, _ coding: ContentCoding?, to request: Request) -> Answer? {
        Answer(
            response,
            coding: coding,
            isForHEAD: request.method == "HEAD",
            of: self,
            closesConnection: core.isDraining
        )
    }

    private func send(_ write: Response.Writer, _ coding: ContentCoding?) async throws {
        guard let coding else { return try await write(send) }
        let compressor = try Compressor(coding)
        try await write { bytes in
            let compressed = try compressor.compress(bytes)
            if !compressed.isEmpty { try await self.send(compressed) }
        }
        try await send(compressor.finish())
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
            try await withCheckedThrowingContinuation { (continuation: Waiter) in
                let (outcome, other) = locked.withLock { locked -> (Result<Void, any Error>?, Waiter?) in
                    if Task.isCancelled { return (.failure(CancellationError()), nil) }
                    if isReady(locked.state) { return (.success(()), nil) }
                    defer { locked.waiter = continuation }
                    return (nil, locked.waiter)
                }
                if let outcome { continuation.resume(with: outcome) }
                // Two tasks that read one body: the first has lost its turn.
                other?.resume(throwing: CancellationError())
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
        let (task, waiter) = locked.withLock { locked in
            resume(if: locked.state.abandon())
            return (locked.task, locked.takeWaiter())
        }
        waiter?.resume(throwing: CancellationError())
        task?.cancel()
    }

    /// Only under the lock, so that the connection is still there.
    private func resume(if mustResume: Bool) {
        if mustResume { MHD_resume_connection(connection.pointer) }
    }
}
