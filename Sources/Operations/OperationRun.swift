internal import Plugins
internal import Workflows
internal import StateStore
internal import Synchronization
internal import Volumes

/// One operation under way: performs what its workflow wants done, and brings the workflow what happens.
final class OperationRun: Sendable {
    /// What reaches it. Of those that others send, one of a kind waits at most.
    private enum Message: Sendable {
        case ended(Result<Answer, CallFailure>)
        case pauseOver
        case expired(attendance: Int)
        case joined
        case cancelled
        case stopped
    }

    /// What an operation brought, and the transactions that stored it.
    struct Success {
        let product: Product
        let revision: Revision
        /// The transaction that first stored a volume, where one was changed.
        let createRevision: Revision?
    }

    /// What came of the operation.
    typealias Outcome = Result<Success, VolumeError>

    /// What somebody who joins an operation wants.
    struct Wish {
        /// Nil for one that is impossible as things are.
        let workflow: (any Workflow)?
        /// Nil where they sent none.
        let secrets: Secrets?
    }

    /// How an operation is no longer in hand.
    enum Departure {
        case over
        /// It was given up; what may be left, and why.
        case abandoned(any Workflow, leftover: String, lastError: String?)
    }

    /// What came of joining an operation.
    enum Joining {
        /// Whoever joined waits for its outcome now.
        case joined
        /// It does something else, or undoes itself.
        case refused
        /// A call of it is in flight, after which it may do what is wanted.
        case calling
        /// It is over.
        case ended
    }

    private struct State {
        var phase: String
        var tries = 0
        var lastError: String?
        /// Nil while somebody waits for it.
        var outcome: Outcome?
        var waiters: [CheckedContinuation<Outcome, Never>] = []
        var joiners: [(wish: Wish, continuation: CheckedContinuation<Joining, Never>)] = []
        var cancellers: [CheckedContinuation<Void, Never>] = []
        var endWaiters: [CheckedContinuation<Void, Never>] = []
        /// Why the store does not take what it is to keep; nil while it does.
        var storeFailure: String?
        /// How often somebody began to wait for it.
        var attendance = 0
        var isExpired = false
        var isStopping = false
        var hasEnded = false
    }

    let id: String
    let kind: String
    let volume: VolumeID?
    let pluginID: String
    let since: Int64
    private let mailbox: AsyncStream<Message>
    private let post: AsyncStream<Message>.Continuation
    private let state: Mutex<State>

    /// - Parameter isAttended: Whether somebody waits for the outcome.
    init(id: String, workflow: any Workflow, since: Int64, isAttended: Bool) {
        self.id = id
        kind = type(of: workflow).kind
        volume = workflow.volume
        pluginID = workflow.pluginID
        self.since = since
        (mailbox, post) = AsyncStream.makeStream()
        state = Mutex(State(phase: workflow.phase))
        if !isAttended { state.withLock { $0.outcome = .failure(stopping) } }
    }

    // MARK: - From outside

    /// Waits until there is an outcome, or until it goes on without anybody who waits.
    func outcome() async -> Outcome {
        await withCheckedContinuation { continuation in
            let known = state.withLock { state -> Outcome? in
                if state.outcome == nil { state.waiters.append(continuation) }
                return state.outcome
            }
            if let known { continuation.resume(returning: known) }
        }
    }

    /// How often somebody began to wait for it, by which ``expire(_:)`` tells them apart.
    var attendance: Int { state.withLock { $0.attendance } }

    /// Whether somebody waits for how it ends.
    var isAttended: Bool { state.withLock { $0.outcome == nil } }

    var status: OperationStatus {
        state.withLock { state in
            OperationStatus(
                id: id,
                kind: kind,
                volume: volume,
                plugin: pluginID,
                state: state.phase,
                since: since,
                tries: state.tries,
                lastError: state.storeFailure ?? state.lastError
            )
        }
    }

    /// Whoever waits has waited long enough.
    func expire(_ attendance: Int) {
        let failure = state.withLock { state -> String? in
            guard state.attendance == attendance else { return nil }
            state.isExpired = true
            return state.storeFailure
        }
        // The workflow has decided, and is not asked any more.
        if let failure { resolve(.failure(unstored(failure))) }
        post.yield(.expired(attendance: attendance))
    }

    /// Waits for the outcome in place of whoever waits no longer, if the wish is the same, or can take the other's place.
    func join(_ wish: Wish) async -> Joining {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if !state.hasEnded { state.joiners.append((wish, continuation)) }
                return state.hasEnded
            }
            if isOver { continuation.resume(returning: .ended) } else { post.yield(.joined) }
        }
    }

    /// Stops it, and returns when that is stored.
    func cancel() async {
        await withCheckedContinuation { continuation in
            let (isOver, isFirst) = state.withLock { state in
                if !state.hasEnded { state.cancellers.append(continuation) }
                return (state.hasEnded, state.cancellers.count == 1)
            }
            if isOver { continuation.resume() } else if isFirst { post.yield(.cancelled) }
        }
    }

    /// Leaves it to the next start.
    func stop() {
        state.withLock { $0.isStopping = true }
        post.yield(.stopped)
    }

    /// Waits until it does nothing any more.
    func ended() async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if !state.hasEnded { state.endWaiters.append(continuation) }
                return state.hasEnded
            }
            if isOver { continuation.resume() }
        }
    }

    // MARK: - Running

    /// What it has in hand at the moment.
    private enum Hand {
        case nothing
        case calling(Task<Void, Never>)
        /// - Parameter next: What comes after the pause.
        case pausing(next: WorkflowAction, Task<Void, Never>)
    }

    /// What changes while it runs.
    private struct Course {
        var workflow: any Workflow
        var hand = Hand.nothing
        /// Turns that were taken on the way.
        var borrowed: Set<Turn> = []
        /// Somebody wants it stopped as soon as the call in flight has ended.
        var isInterrupted = false
        /// How it ended, which is told once it is stored.
        var outcome: Outcome?
        var departure = Departure.over
        /// The workflow was told to stop, and those who wanted it are to be told when that is stored.
        var isCancelled = false

        mutating func cancel() -> [WorkflowAction] {
            (isInterrupted, isCancelled) = (false, true)
            return workflow.next(.cancelled)
        }
    }

    /// Goes on until the workflow ends, or the agent stops.
    /// - Parameters:
    ///   - begin: Begins another operation, whose intent is stored.
    ///   - leave: Takes it from what is in hand, before whoever waits is told how it ended.
    func run(
        _ workflow: any Workflow,
        first event: WorkflowEvent,
        in environment: Environment,
        begin: (String, CreateVolume) -> Void,
        leave: (Departure) -> Void
    ) async {
        var course = Course(workflow: workflow)
        var messages = mailbox.makeAsyncIterator()
        var actions = course.workflow.next(event)
        while await perform(actions, &course, environment, begin), let message = await messages.next() {
            if case .stopped = message { break }
            actions = await take(message, &course, environment)
        }
        switch course.hand {
        case .calling(let task), .pausing(_, let task): task.cancel()
        case .nothing: break
        }
        for turn in course.borrowed { environment.turns.release(turn) }
        leave(course.departure)
        resolve(course.outcome ?? .failure(state.withLock { $0.storeFailure }.map(unstored) ?? stopping))
        end()
    }

    /// Says what is to be done after a message.
    private func take(_ message: Message, _ course: inout Course, _ environment: Environment) async -> [WorkflowAction]
    {
        switch (message, course.hand) {
        case (.ended(let result), .calling):
            course.hand = .nothing
            let actions = course.workflow.next(event(of: result))
            guard course.isInterrupted, !actions.contains(where: \.isFinal) else { return actions }
            return course.cancel()
        case (.pauseOver, .pausing(let action, _)) where action.isOutcome:
            course.hand = .nothing
            return [action]
        case (.pauseOver, .pausing(.callUnlessKept(let call, let kept), _)):
            course.hand = .nothing
            return begin(call, unlessKept: kept, &course, environment)
        case (.pauseOver, .pausing(.call(let call, _), _)):
            start(call, &course, environment)
            return []
        case (.expired(let attendance), let hand):
            guard isAttended, attendance == self.attendance else { return [] }
            var isCalling = false
            if case .calling = hand { isCalling = true }
            return course.workflow.next(.expired(isCalling: isCalling))
        case (.joined, _): return await join(&course, environment)
        case (.cancelled, .calling(let task)):
            // What the plugin did is known, or not, when the call has ended.
            course.isInterrupted = true
            task.cancel()
            return []
        case (.cancelled, .pausing(_, let pause)):
            pause.cancel()
            course.hand = .nothing
            return course.cancel()
        case (.cancelled, .nothing): return course.cancel()
        case (.ended, _), (.pauseOver, _), (.stopped, _): return []
        }
    }

    private func join(_ course: inout Course, _ environment: Environment) async -> [WorkflowAction] {
        let joiners = state.withLock { state in
            defer { state.joiners = [] }
            return state.joiners
        }
        var hasRenewed = false
        for (wish, continuation) in joiners {
            let answer = course.isInterrupted || isAttended && !hasRenewed ? .refused : admit(wish, &course)
            guard answer == .joined else {
                continuation.resume(returning: answer)
                continue
            }
            hasRenewed = true
            state.withLock { state in
                if state.outcome != nil { state.attendance += 1 }
                (state.outcome, state.isExpired) = (nil, false)
            }
            continuation.resume(returning: .joined)
        }
        guard hasRenewed else { return [] }
        guard case .pausing(_, let pause) = course.hand else { return [.save()] }
        pause.cancel()
        course.hand = .nothing
        return [.save()] + course.workflow.next(.resumed)
    }

    /// Lets the workflow lead to what somebody wants, if it can.
    private func admit(_ wish: Wish, _ course: inout Course) -> Joining {
        guard let workflow = wish.workflow else { return .refused }
        if course.workflow.wish == workflow.wish {
            return course.workflow.renew(with: wish.secrets) ? .joined : .refused
        }
        // Whether it failed again is known when the call has ended.
        if case .calling = course.hand { return .calling }
        return course.workflow.supersede(with: workflow, secrets: wish.secrets) ? .joined : .refused
    }

    private func event(of result: Result<Answer, CallFailure>) -> WorkflowEvent {
        switch result {
        case .success(let answer): return .answered(answer)
        case .failure(let failure):
            state.withLock { $0.lastError = failure.error.message }
            return .failed(failure)
        }
    }

    /// Performs actions in their order.
    /// - Returns: Whether the operation goes on.
    private func perform(
        _ actions: [WorkflowAction],
        _ course: inout Course,
        _ environment: Environment,
        _ begin: (String, CreateVolume) -> Void
    ) async -> Bool {
        var rest = actions[...]
        while let action = rest.popFirst() {
            state.withLock { $0.phase = course.workflow.phase }
            switch action {
            case .save(let others):
                let begun = others.map { (id: environment.makeID(), workflow: $0) }
                switch await environment.save(course.workflow, as: id, since: since, with: begun, storing) {
                case .stored: for other in begun { begin(other.id, other.workflow) }
                // What was stored before leads on as well.
                case .unstorable: break
                case .left: return false
                }
            case .call(let call, isDelayed: false): start(call, &course, environment)
            case .call(_, isDelayed: true), .callUnlessKept: pause(before: action, &course, environment)
            case .commit(let changes, let product, let sole):
                if let sole {
                    guard borrow(sole.turn(ofPlugin: pluginID), &course, environment) else {
                        pause(before: action, &course, environment)
                        break
                    }
                    if let owner = environment.owner(of: sole, of: pluginID, besides: volume) {
                        rest = course.workflow.next(.taken(by: owner))[...]
                        break
                    }
                }
                switch await environment.commit(changes, of: pluginID, ending: id, storing) {
                case .stored(let stored):
                    let success = Success(
                        product: product.stored(stored.changes),
                        revision: stored.revision,
                        createRevision: stored.createRevision
                    )
                    course.outcome = .success(success)
                    return false
                case .unstorable(let reason): rest = course.workflow.next(.unstorable(reason))[...]
                case .left: return false
                }
            case .fail(let error): tell(error, isLast: rest.contains(where: \.isFinal), &course)
            case .end:
                if case .left = await environment.forget(id, storing) { course.outcome = nil }
                return false
            case .abandon(let leftover):
                let lastError = state.withLock { $0.lastError }
                _ = await environment.abandon(
                    course.workflow,
                    as: id,
                    since: since,
                    leftover,
                    lastError,
                    storing
                )
                course.departure = .abandoned(course.workflow, leftover: leftover, lastError: lastError)
                return false
            }
        }
        if course.isCancelled {
            course.isCancelled = false
            resumeCancellers()
        }
        return true
    }

    private func tell(_ error: VolumeError, isLast: Bool, _ course: inout Course) {
        guard !isLast else {
            course.outcome = .failure(error)
            return
        }
        var error = error
        error.operation = id
        state.withLock { $0.lastError = $0.lastError ?? error.message }
        error.message += continuation(after: error.code, course.workflow.phase)
        resolve(.failure(error))
    }

    /// Takes a turn on the way, if nobody has it.
    private func borrow(_ turn: Turn, _ course: inout Course, _ environment: Environment) -> Bool {
        guard course.borrowed.contains(turn) || environment.turns.claim(turn, for: id) else { return false }
        course.borrowed.insert(turn)
        return true
    }

    private func start(_ call: Call, _ course: inout Course, _ environment: Environment) {
        state.withLock { $0.tries += 1 }
        course.hand = .calling(
            Task {
                post.yield(.ended(await environment.plugins.perform(call, for: volume)))
            }
        )
    }

    /// Makes a call that removes something, unless it is to be kept, while nobody else has it in hand.
    private func begin(
        _ call: Call,
        unlessKept kept: Kept,
        _ course: inout Course,
        _ environment: Environment
    ) -> [WorkflowAction] {
        guard borrow(kept.turn(ofPlugin: pluginID), &course, environment) else {
            return [.callUnlessKept(call, kept)]
        }
        if environment.keeps(kept, of: pluginID) { return course.workflow.next(.withheld) }
        start(call, &course, environment)
        return []
    }

    private func pause(before action: WorkflowAction, _ course: inout Course, _ environment: Environment) {
        let (tries, isAttended) = state.withLock { ($0.tries, $0.outcome == nil) }
        let delay = environment.backoff.delay(after: tries, isAttended: isAttended)
        course.hand = .pausing(
            next: action,
            Task {
                try? await Task.sleep(for: delay)
                if !Task.isCancelled { post.yield(.pauseOver) }
            }
        )
    }

    // MARK: - Telling

    /// Notes how the store takes what is to be kept.
    /// - Parameter failure: Nil where it did.
    /// - Returns: Whether to go on trying.
    private func storing(_ failure: StoreError?) -> Bool {
        let (isExpired, isStopping) = state.withLock { state in
            state.storeFailure = failure.map { "the store failed: \($0.message)" }
            return (state.isExpired, state.isStopping)
        }
        guard let failure else { return false }
        if isExpired { resolve(.failure(unstored("the store failed: \(failure.message)"))) }
        return !isStopping
    }

    private func resolve(_ outcome: Outcome) {
        let waiters = state.withLock { state -> [CheckedContinuation<Outcome, Never>] in
            guard state.outcome == nil else { return [] }
            state.outcome = outcome
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume(returning: outcome) }
    }

    private func resumeCancellers() {
        let cancellers = state.withLock { state in
            defer { state.cancellers = [] }
            return state.cancellers
        }
        for canceller in cancellers { canceller.resume() }
    }

    private func end() {
        post.finish()
        let (joiners, waiters) = state.withLock { state in
            state.hasEnded = true
            defer { (state.joiners, state.endWaiters) = ([], []) }
            return (state.joiners, state.endWaiters)
        }
        for joiner in joiners { joiner.continuation.resume(returning: .ended) }
        for waiter in waiters { waiter.resume() }
        resumeCancellers()
    }

    /// Words for whoever is told of a failure while the operation goes on.
    private func continuation(after code: VolumeError.Code, _ phase: String) -> String {
        switch code {
        case .deadlineExceeded: " as \(id)"
        case _ where phase == "undoing": "; it is being undone as \(id)"
        default: "; the operation goes on as \(id)"
        }
    }

    private var stopping: VolumeError {
        VolumeError(
            .unavailable,
            "the agent stops; the operation goes on when it is started again",
            volume: volume?.name,
            plugin: pluginID,
            operation: id
        )
    }

    private func unstored(_ failure: String) -> VolumeError {
        VolumeError(
            .unavailable,
            "\(failure); the operation goes on as \(id)",
            volume: volume?.name,
            plugin: pluginID,
            operation: id
        )
    }
}

extension WorkflowAction {
    /// Whether nothing comes after it.
    fileprivate var isFinal: Bool {
        switch self {
        case .commit, .end, .abandon: true
        default: false
        }
    }

    fileprivate var isOutcome: Bool {
        if case .commit = self { true } else { false }
    }
}

extension Product {
    /// The product as it was stored.
    fileprivate func stored(_ changes: [StateChange]) -> Product {
        guard case .volume(let volume, let isNew) = self else { return self }
        for case .putVolume(let stored) in changes where stored.id == volume.id { return .volume(stored, isNew: isNew) }
        return self
    }
}
