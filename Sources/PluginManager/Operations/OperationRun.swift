internal import StateStore
internal import Synchronization
internal import Volumes

/// One operation under way: performs what its workflow wants done, and brings the workflow what happens.
final class OperationRun: Sendable {
    /// What reaches it from outside.
    enum Message: Sendable {
        case ended(Result<PluginAnswer, CallFailure>)
        case pauseOver
        case expired
        case cancelled
        case superseded
        case stopped
    }

    /// What came of the operation, and with which transaction.
    typealias Outcome = Result<(product: Product, revision: Revision), VolumeError>

    private struct State {
        var phase: String
        var tries = 0
        var lastError: String?
        var waiter: CheckedContinuation<Outcome, Never>?
        var outcome: Outcome?
    }

    let id: String
    let kind: String
    let volume: VolumeID?
    let pluginID: String
    let since: Int64
    private let mailbox: AsyncStream<Message>
    private let post: AsyncStream<Message>.Continuation
    private let state: Mutex<State>

    init(id: String, workflow: any Workflow, since: Int64, isAttended: Bool) {
        self.id = id
        kind = type(of: workflow).kind
        volume = workflow.volume
        pluginID = workflow.pluginID
        self.since = since
        (mailbox, post) = AsyncStream.makeStream()
        state = Mutex(State(phase: workflow.phase))
        if !isAttended { state.withLock { $0.outcome = .failure(VolumeError(.cancelled, "nobody waits")) } }
    }

    /// Says something to it.
    func send(_ message: Message) {
        post.yield(message)
    }

    /// Waits until there is an outcome, or until it goes on without anybody who waits.
    func outcome() async -> Outcome {
        await withCheckedContinuation { continuation in
            let known = state.withLock { state -> Outcome? in
                if state.outcome == nil { state.waiter = continuation }
                return state.outcome
            }
            if let known { continuation.resume(returning: known) }
        }
    }

    /// Whether nobody knows yet how it ended.
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
                lastError: state.lastError
            )
        }
    }

    private func resolve(_ outcome: Outcome) {
        let waiter = state.withLock { state -> CheckedContinuation<Outcome, Never>? in
            guard state.outcome == nil else { return nil }
            state.outcome = outcome
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(returning: outcome)
    }

    // MARK: - Running

    /// What it has in hand at the moment.
    private enum Hand {
        case nothing
        case calling(Task<Void, Never>)
        case pausing(PluginCall, Task<Void, Never>)
    }

    /// Goes on until the workflow ends, or the agent stops.
    func run(_ workflow: any Workflow, first event: WorkflowEvent, in environment: Environment) async {
        var workflow = workflow
        var hand = Hand.nothing
        var interruption: WorkflowEvent?
        var actions = workflow.next(event)
        var messages = mailbox.makeAsyncIterator()
        while true {
            guard await perform(actions, workflow, &hand, environment) else { break }
            guard let message = await messages.next() else { break }
            switch (message, hand) {
            case (.ended(let result), .calling):
                hand = .nothing
                actions = workflow.next(self.event(of: result))
                if let interrupt = interruption, !actions.contains(where: \.isFinal) {
                    interruption = nil
                    actions = workflow.next(interrupt)
                }
            case (.pauseOver, .pausing(let call, _)):
                start(call, &hand, environment)
                actions = []
            case (.expired, _):
                var isCalling = false
                if case .calling = hand { isCalling = true }
                actions = isAttended ? workflow.next(.expired(isCalling: isCalling)) : []
            case (.cancelled, .calling(let task)), (.superseded, .calling(let task)):
                // The plugin is told; what it did is known, or not, when the call has ended.
                interruption = if case .superseded = message { .superseded } else { .cancelled }
                task.cancel()
                actions = []
            case (.cancelled, .pausing(_, let pause)), (.superseded, .pausing(_, let pause)):
                pause.cancel()
                hand = .nothing
                actions = workflow.next(if: message)
            case (.cancelled, .nothing), (.superseded, .nothing):
                actions = workflow.next(if: message)
            case (.stopped, .calling(let task)):
                task.cancel()
                resolve(.failure(stopping))
                return
            case (.stopped, .pausing(_, let pause)):
                pause.cancel()
                resolve(.failure(stopping))
                return
            case (.stopped, .nothing):
                resolve(.failure(stopping))
                return
            case (.ended, _), (.pauseOver, _): actions = []
            }
            state.withLock { $0.phase = workflow.phase }
        }
        if case .pausing(_, let pause) = hand { pause.cancel() }
        post.finish()
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

    private func event(of result: Result<PluginAnswer, CallFailure>) -> WorkflowEvent {
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
        _ workflow: any Workflow,
        _ hand: inout Hand,
        _ environment: Environment
    ) async -> Bool {
        for action in actions {
            switch action {
            case .save: await environment.save(workflow, as: id, since: since)
            case .call(let call, isDelayed: false): start(call, &hand, environment)
            case .call(let call, isDelayed: true): pause(before: call, &hand, environment)
            case .callUnlessKept(let call, let kept):
                if environment.keeps(kept, of: pluginID) { return await endWithout(environment) }
                pause(before: call, &hand, environment)
            case .commit(let changes, let product):
                let outcome = await environment.commit(changes, of: pluginID, ending: id, product)
                resolve(outcome)
                return false
            case .fail(var error):
                if !actions.contains(.end) { error.operation = id }
                resolve(.failure(error))
            case .end: return await endWithout(environment)
            }
        }
        return true
    }

    private func endWithout(_ environment: Environment) async -> Bool {
        await environment.forget(id)
        resolve(.failure(VolumeError(.cancelled, "the operation ended", volume: volume?.name, plugin: pluginID)))
        return false
    }

    private func start(_ call: PluginCall, _ hand: inout Hand, _ environment: Environment) {
        state.withLock { $0.tries += 1 }
        hand = .calling(
            Task {
                post.yield(.ended(await environment.perform(call, on: pluginID, for: volume)))
            }
        )
    }

    private func pause(before call: PluginCall, _ hand: inout Hand, _ environment: Environment) {
        let (tries, isAttended) = state.withLock { ($0.tries, $0.outcome == nil) }
        let delay = environment.backoff.delay(after: tries, isAttended: isAttended)
        hand = .pausing(
            call,
            Task {
                try? await Task.sleep(for: delay)
                if !Task.isCancelled { post.yield(.pauseOver) }
            }
        )
    }
}

extension WorkflowAction {
    /// Whether nothing comes after it.
    fileprivate var isFinal: Bool {
        switch self {
        case .commit, .end: true
        default: false
        }
    }
}

extension Workflow {
    /// Takes a message in that says the same as an event.
    fileprivate mutating func next(if message: OperationRun.Message) -> [WorkflowAction] {
        if case .superseded = message { next(.superseded) } else { next(.cancelled) }
    }
}
