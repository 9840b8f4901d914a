internal import Workflows
public import Plugins
public import StateStore
internal import Synchronization
public import Volumes

/// Carries operations on volumes and snapshots to the plugins that have them, and sees to it that none is lost.
///
/// Each is a ``Workflow``. It waits for its turns, so that a volume has one operation in hand at a time; its intent is stored;
/// then the plugin is called, until what came of it is known and stored. Whoever asked waits for that up to a deadline, but
/// the operation goes on without them, also after the agent was killed.
public final class Operations: VolumeOperations {
    /// How operations behave.
    public struct Settings: Sendable {
        /// How long whoever asks waits for the outcome.
        public var deadline: Duration
        /// How long to wait between tries.
        public var backoff: Backoff
        /// What CSI knows the volumes of a plugin by.
        public var volumeName: @Sendable (_ pluginID: String) -> VolumeName
        /// How long calls in flight may go on when the agent stops.
        public var grace: Duration

        /// Settings, with the defaults of the agent.
        public init(
            deadline: Duration = .seconds(120),
            backoff: Backoff = Backoff(),
            volumeName: @escaping @Sendable (_ pluginID: String) -> VolumeName = { _ in .name },
            grace: Duration = .seconds(10)
        ) {
            self.deadline = deadline
            self.backoff = backoff
            self.volumeName = volumeName
            self.grace = grace
        }
    }

    /// An operation that was given up.
    private struct Abandoned {
        let status: OperationStatus
        let workflow: any Workflow
    }

    private struct State {
        var runs: [String: OperationRun] = [:]
        var abandoned: [String: Abandoned] = [:]
        /// What is wrong with the rows that can't be read, by the operations' IDs.
        var setAside: [String: String] = [:]
        /// How many are about to be in hand.
        var beginnings = 0
        var isHeld = false
        var isStopping = false
    }

    let settings: Settings
    let store: any Store
    let plugins: any PluginLookup
    let namespaces: @Sendable () -> Set<String>
    let turns = Turns()
    let index = VolumeIndex()
    private let environment: Environment
    private let makeID: @Sendable () -> String
    private let state = Mutex(State())

    /// - Parameters:
    ///   - namespaces: Those that exist.
    ///   - makeID: Makes UUIDs.
    ///   - now: Nanoseconds since 1970.
    public init(
        store: any Store,
        plugins: any PluginLookup,
        namespaces: @escaping @Sendable () -> Set<String>,
        settings: Settings = Settings(),
        makeID: @escaping @Sendable () -> String,
        now: @escaping @Sendable () -> Int64,
        log: @escaping @Sendable (String) -> Void
    ) {
        self.store = store
        self.plugins = plugins
        self.namespaces = namespaces
        self.settings = settings
        self.makeID = makeID
        environment = Environment(
            store: store,
            plugins: plugins,
            turns: turns,
            index: index,
            backoff: settings.backoff,
            makeID: makeID,
            now: now,
            log: log
        )
        index.rebuild(from: store.view)
    }

    // MARK: - In hand

    /// All that is in hand, the oldest first.
    public var operations: [OperationStatus] {
        let (runs, abandoned) = state.withLock { (Array($0.runs.values), $0.abandoned.values.map(\.status)) }
        return (runs.map(\.status) + abandoned).sorted { ($0.since, $0.id) < ($1.since, $1.id) }
    }

    /// An operation that is in hand, or was given up.
    public func operation(_ id: String) -> OperationStatus? {
        run(id)?.status ?? state.withLock { $0.abandoned[id]?.status }
    }

    /// What is wrong with the rows that can't be read, by the operations' IDs.
    var setAside: [String: String] { state.withLock { $0.setAside } }

    /// Stops an operation. What is known not to be done is dropped, what may be done is undone or, where that can't be,
    /// abandoned: kept with what may be left. One that is being undone is abandoned, one that is abandoned is forgotten,
    /// whatever the plugin has.
    /// - Throws: ``VolumeError`` with the code `not found`.
    public func cancel(_ id: String) async throws(VolumeError) {
        if let run = run(id) { return await run.cancel() }
        guard state.withLock({ $0.abandoned[id] != nil || $0.setAside[id] != nil }) else {
            throw VolumeError(.notFound, "operation not found: \(id)")
        }
        do throws(StoreError) {
            _ = try await store.commit(
                Transaction([.delete(Keys.operation(id)), .delete(Keys.secrets(ofOperation: id))])
            )
        } catch {
            throw VolumeError(error)
        }
        state.withLock { ($0.abandoned[id], $0.setAside[id]) = (nil, nil) }
    }

    func run(_ id: String) -> OperationRun? {
        state.withLock { $0.runs[id] }
    }

    // MARK: - Starting and stopping

    /// Goes on with what an earlier agent left in hand. Call it before anything else is asked for. What can't be read is
    /// set aside, and shown.
    public func resume() {
        let view = store.view
        index.rebuild(from: view)
        var restored: [(run: OperationRun, workflow: any Workflow)] = []
        var abandoned: [String: Abandoned] = [:]
        var setAside: [String: String] = [:]
        for entry in view.entries(in: Keys.operations) {
            let id = String(decoding: entry.key.bytes.dropFirst(Keys.operations.bytes.count), as: UTF8.self)
            do throws(RecordError) {
                let stored: StoredOperation = try entry.value.record()
                let secrets = try view[Keys.secrets(ofOperation: id)]?.value.record(Secrets.self) ?? Secrets()
                let workflow = try stored.restored(secrets: secrets)
                if let leftover = stored.leftover {
                    let status = OperationStatus(id, workflow, stored.since, leftover, stored.lastError)
                    abandoned[id] = Abandoned(status: status, workflow: workflow)
                } else {
                    let run = OperationRun(id: id, workflow: workflow, since: stored.since, isAttended: false)
                    restored.append((run, workflow))
                }
            } catch {
                setAside[id] = "\(error)"
                environment.log("the record of operation \(id) can't be read, and is set aside: \(error)")
            }
        }
        let found = (abandoned, setAside)
        state.withLock { ($0.abandoned, $0.setAside) = found }
        for (run, workflow) in restored.sorted(by: { ($0.run.since, $0.run.id) < ($1.run.since, $1.run.id) }) {
            goOn(run, workflow)
        }
    }

    /// Goes on with an operation that nobody waits for.
    private func goOn(_ run: OperationRun, _ workflow: any Workflow) {
        let turns = workflow.turns
        let missing = turns.filter { !self.turns.claim($0, for: run.id) }.sorted { $0.rank < $1.rank }
        state.withLock { $0.runs[run.id] = run }
        Task {
            // One that an earlier operation has in hand, such as a name, is waited for.
            for turn in missing { try? await self.turns.take(turn, for: run.id) }
            await perform(run, workflow, holding: turns, first: .resumed)
        }
    }

    /// Does something to the store while no operation is in hand, and goes on with those that it has brought.
    public func whileIdle<Result: Sendable>(_ body: @Sendable () async throws -> Result) async throws -> Result {
        // One that has stored its outcome may still be here for a moment.
        for run in state.withLock({ Array($0.runs.values) }) where store.view[Keys.operation(run.id)] == nil {
            await run.ended()
        }
        let isIdle = state.withLock { state in
            let isIdle = state.beginnings == 0 && !state.isHeld && state.runs.isEmpty
            if isIdle { state.isHeld = true }
            return isIdle
        }
        guard isIdle else { throw VolumeError(.busy, "operations are in hand, which /v1/operations shows") }
        defer { state.withLock { $0.isHeld = false } }
        let result = try await body()
        resume()
        return result
    }

    /// Takes no more requests, lets calls in flight end for a while, and leaves the rest to the next start.
    public func shutdown() async {
        let runs = state.withLock { state in
            state.isStopping = true
            return Array(state.runs.values)
        }
        let timer = Task {
            try? await Task.sleep(for: settings.grace)
            if !Task.isCancelled { for run in runs { run.stop() } }
        }
        for run in runs { _ = await run.outcome() }
        timer.cancel()
        for run in runs { run.stop() }
        for run in runs { await run.ended() }
    }

    // MARK: - Performing

    /// Performs an operation on a volume, or none.
    ///
    /// Where one that wants the same is in hand, and nobody waits for it any more, its outcome is waited for instead.
    /// - Parameters:
    ///   - volume: The volume whose turn is waited for first, so that `make` sees what became of it.
    ///   - secrets: Those that the request sent; nil for none, so that an operation that is joined keeps its own.
    ///   - make: Makes the workflow of what is stored.
    func perform(
        on volume: VolumeID?,
        secrets: Secrets?,
        _ make: @Sendable (View) throws(VolumeError) -> any Workflow
    ) async throws(VolumeError) -> OperationRun.Success {
        let limit = ContinuousClock.now + settings.deadline
        let run: OperationRun
        switch try await begin(on: volume, secrets, until: limit, make) {
        case .started(let started, let workflow):
            run = started
            Task { await perform(started, workflow, holding: workflow.turns, first: .begun) }
        case .joined(let other): run = other
        }
        let attendance = run.attendance
        let timer = Task {
            try? await Task.sleep(until: limit, clock: .continuous)
            if !Task.isCancelled { run.expire(attendance) }
        }
        defer { timer.cancel() }
        return try await run.outcome().get()
    }

    private enum Beginning {
        case started(OperationRun, any Workflow)
        case joined(OperationRun)
    }

    /// Takes the turns and stores the intent.
    private func begin(
        on volume: VolumeID?,
        _ secrets: Secrets?,
        until limit: ContinuousClock.Instant,
        _ make: @Sendable (View) throws(VolumeError) -> any Workflow
    ) async throws(VolumeError) -> Beginning {
        try enter()
        defer { state.withLock { $0.beginnings -= 1 } }
        let id = makeID()
        var held: [Turn] = []
        do throws(VolumeError) {
            if let volume {
                let joined = try await take(.volume(volume), for: id, secrets, until: limit) { () throws(VolumeError) in
                    try make(store.view)
                }
                if let joined { return .joined(joined) }
                held.append(.volume(volume))
            }
            var workflow = try make(store.view)
            while let turn = workflow.turns.filter({ !held.contains($0) }).min(by: { $0.rank < $1.rank }) {
                if turns.claim(turn, for: id) {
                    held.append(turn)
                } else if try make(store.view).turns == workflow.turns {
                    let joined = try await take(turn, for: id, secrets, until: limit, { workflow })
                    if let joined {
                        release(held)
                        return .joined(joined)
                    }
                    held.append(turn)
                }
                // Decided anew on what is stored now that the turn is held: the name of a new volume may be taken by now,
                // the storage that is to be deleted may have another owner.
                workflow = try make(store.view)
            }
            for turn in held where !workflow.turns.contains(turn) { turns.release(turn) }
            held = held.filter(workflow.turns.contains)
            try checkNotStopping()
            let since = environment.now()
            try await storeIntent(workflow, id, since)
            let run = OperationRun(id: id, workflow: workflow, since: since, isAttended: true)
            let isStopping = state.withLock { state in
                if !state.isStopping { state.runs[id] = run }
                return state.isStopping
            }
            if isStopping { throw VolumeError(.unavailable, "the agent stops", operation: id) }
            return .started(run, workflow)
        } catch {
            release(held)
            throw error
        }
    }

    private func enter() throws(VolumeError) {
        try checkNotStopping()
        let isHeld = state.withLock { state in
            if !state.isHeld { state.beginnings += 1 }
            return state.isHeld
        }
        if isHeld { throw VolumeError(.unavailable, "the store is being restored") }
    }

    private func checkNotStopping() throws(VolumeError) {
        if state.withLock({ $0.isStopping }) { throw VolumeError(.unavailable, "the agent stops") }
    }

    private func release(_ held: [Turn]) {
        for turn in held.reversed() { turns.release(turn) }
    }

    private func perform(
        _ run: OperationRun,
        _ workflow: any Workflow,
        holding turns: Set<Turn>,
        first event: WorkflowEvent
    ) async {
        await run.run(workflow, first: event, in: environment) { id, other in
            let other = other as any Workflow
            goOn(OperationRun(id: id, workflow: other, since: environment.now(), isAttended: false), other)
        } leave: { departure in
            state.withLock { state in
                state.runs[run.id] = nil
                if case .abandoned(let workflow, let leftover, let lastError) = departure {
                    let status = OperationStatus(run.id, workflow, run.since, leftover, lastError)
                    state.abandoned[run.id] = Abandoned(status: status, workflow: workflow)
                }
            }
            for turn in turns { self.turns.release(turn) }
        }
    }

    /// Stores the intent; what an abandoned operation of the same wish may have left is this one's now.
    private func storeIntent(_ workflow: any Workflow, _ id: String, _ since: Int64) async throws(VolumeError) {
        let kind = type(of: workflow).kind
        let forgotten = state.withLock { state in
            state.abandoned.filter { _, other in
                type(of: other.workflow).kind == kind && other.workflow.wish == workflow.wish
            }.keys.sorted()
        }
        let intent = environment.intent(workflow, as: id, since: since)
        do throws(StoreError) {
            _ = try await store.commit(Transaction(intent + forgotten.map { .delete(Keys.operation($0)) }))
        } catch {
            throw VolumeError(error, volume: workflow.volume, plugin: workflow.pluginID)
        }
        state.withLock { state in
            for id in forgotten { state.abandoned[id] = nil }
        }
    }

    /// Whether another volume than this was made by a name, is being made by it, or may have been left by it.
    func isTaken(_ name: String, pluginID: String, besides id: VolumeID) -> Bool {
        if index.isMade(by: name, pluginID: pluginID, besides: id) { return true }
        let turn = Turn.name(name, pluginID: pluginID)
        if let holder = run(having: turn), holder.volume != id { return true }
        return state.withLock { $0.abandoned.values.map(\.workflow) }.contains { workflow in
            workflow is CreateVolume && workflow.volume != id && workflow.turns.contains(turn)
        }
    }

    /// Takes a turn, or joins the operation that has it in hand where that wants the same as `workflow`.
    /// - Returns: The operation that was joined; nil where the turn was taken.
    private func take(
        _ turn: Turn,
        for id: String,
        _ secrets: Secrets?,
        until limit: ContinuousClock.Instant,
        _ workflow: () throws(VolumeError) -> any Workflow
    ) async throws(VolumeError) -> OperationRun? {
        if turns.claim(turn, for: id) { return nil }
        while let run = run(having: turn), !run.isAttended {
            // What cannot be done as things are may be possible when it has ended.
            switch await run.join(.init(workflow: try? workflow(), secrets: secrets)) {
            case .joined: return run
            case .calling where ContinuousClock.now < limit && !Task.isCancelled:
                try? await Task.sleep(for: .milliseconds(20))
                continue
            case .refused, .calling: throw .busy(run)
            case .ended: break
            }
            break
        }
        let waiting = Task { try await turns.take(turn, for: id) }
        let timer = Task {
            try? await Task.sleep(until: limit, clock: .continuous)
            waiting.cancel()
        }
        defer { timer.cancel() }
        do {
            try await withTaskCancellationHandler {
                try await waiting.value
            } onCancel: {
                waiting.cancel()
            }
            return nil
        } catch {
            if let run = run(having: turn) { throw .busy(run) }
            throw VolumeError(.busy, "another operation has it in hand")
        }
    }

    private func run(having turn: Turn) -> OperationRun? {
        turns.holder(of: turn).flatMap(run)
    }
}

extension Turn {
    /// The order in which turns are taken, so that no two operations wait for each other.
    fileprivate var rank: Int {
        switch self {
        case .volume: 0
        case .name: 1
        case .backing: 2
        case .snapshotName: 3
        case .snapshot: 4
        }
    }
}

extension OperationStatus {
    /// An operation that was given up.
    fileprivate init(
        _ id: String,
        _ workflow: any Workflow,
        _ since: Int64,
        _ leftover: String,
        _ lastError: String?
    ) {
        self.init(
            id: id,
            kind: type(of: workflow).kind,
            volume: workflow.volume,
            plugin: workflow.pluginID,
            state: "abandoned",
            since: since,
            tries: 0,
            lastError: lastError,
            leftover: leftover
        )
    }
}

extension VolumeError {
    fileprivate static func busy(_ run: OperationRun) -> VolumeError {
        VolumeError(
            .busy,
            "operation \(run.id) (\(run.kind), \(run.status.state)) has it in hand",
            volume: run.volume?.name,
            plugin: run.pluginID,
            operation: run.id
        )
    }

    /// A failure of the store, before anything was done.
    init(_ error: StoreError, volume: VolumeID? = nil, plugin: String? = nil) {
        let code: Code =
            switch error.code {
            case .full: .exhausted
            case .invalid: .invalid
            default: .unavailable
            }
        self.init(code, "the store failed: \(error.message)", volume: volume?.name, plugin: plugin)
    }
}
