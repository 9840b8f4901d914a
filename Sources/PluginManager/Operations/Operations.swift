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

    private struct State {
        var runs: [String: OperationRun] = [:]
        var isStopping = false
    }

    let settings: Settings
    let store: any Store
    let plugins: any PluginLookup
    let namespaces: @Sendable () -> Set<String>
    let turns = Turns()
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
        environment = Environment(store: store, plugins: plugins, backoff: settings.backoff, now: now, log: log)
    }

    // MARK: - In hand

    /// All that is in hand, the oldest first.
    public var operations: [OperationStatus] {
        state.withLock { Array($0.runs.values) }.map(\.status).sorted { ($0.since, $0.id) < ($1.since, $1.id) }
    }

    /// An operation that is in hand.
    public func operation(_ id: String) -> OperationStatus? {
        state.withLock { $0.runs[id] }?.status
    }

    /// Stops an operation. What is known not to be done is dropped, what may be done is undone; an operation that is
    /// already being undone is forgotten, whatever the plugin has.
    /// - Throws: ``VolumeError`` with the code `not found`.
    public func cancel(_ id: String) throws(VolumeError) {
        guard let run = state.withLock({ $0.runs[id] }) else {
            throw VolumeError(.notFound, "operation not found: \(id)")
        }
        run.send(.cancelled)
    }

    func run(_ id: String) -> OperationRun? {
        state.withLock { $0.runs[id] }
    }

    // MARK: - Starting and stopping

    /// Goes on with what an earlier agent left in hand. Call it before anything else is asked for.
    /// - Throws: `RecordError` where an operation can't be read.
    public func resume() throws {
        let view = store.view
        for entry in view.entries(in: Keys.operations) {
            let id = String(decoding: entry.key.bytes.dropFirst(Keys.operations.bytes.count), as: UTF8.self)
            let stored: StoredOperation = try entry.value.record()
            let secrets = try view[Keys.secrets(ofOperation: id)]?.value.record(Secrets.self) ?? Secrets()
            let workflow = try stored.restored(secrets: secrets)
            let run = OperationRun(id: id, workflow: workflow, since: stored.since, isAttended: false)
            let held = workflow.turns.filter { turns.claim($0, for: id) }
            let missing = workflow.turns.subtracting(held)
            state.withLock { $0.runs[id] = run }
            Task {
                // One that an earlier operation has in hand, such as a name, is waited for.
                for turn in missing { try? await turns.take(turn, for: id) }
                await perform(run, workflow, first: .resumed)
            }
        }
    }

    /// Takes no more requests, lets calls in flight end for a while, and leaves the rest to the next start.
    public func shutdown() async {
        let runs = state.withLock { state in
            state.isStopping = true
            return Array(state.runs.values)
        }
        let limit = ContinuousClock.now + settings.grace
        while state.withLock({ $0.runs.values.contains { $0.isAttended } }), ContinuousClock.now < limit {
            try? await Task.sleep(for: .milliseconds(20))
        }
        for run in runs { run.send(.stopped) }
    }

    // MARK: - Performing

    /// Performs an operation on a volume, or none.
    /// - Parameters:
    ///   - volume: The volume whose turn is waited for first, so that `make` sees what became of it.
    ///   - supersedes: Whether an operation that nobody waits for makes way for this one.
    ///   - make: Makes the workflow of what is stored.
    /// - Returns: What it brought, and the transaction with which it was stored.
    func perform(
        on volume: VolumeID?,
        supersedes: (any Workflow.Type)? = nil,
        _ make: @Sendable (View) throws(VolumeError) -> any Workflow
    ) async throws(VolumeError) -> (product: Product, revision: Revision) {
        let id = makeID()
        let limit = ContinuousClock.now + settings.deadline
        guard !state.withLock({ $0.isStopping }) else { throw VolumeError(.unavailable, "the agent stops") }

        var held: [Turn] = []
        func releaseAll() { for turn in held.reversed() { turns.release(turn) } }
        let workflow: any Workflow
        do throws(VolumeError) {
            if let volume { try await take(.volume(volume), for: id, until: limit, supersedes, &held) }
            workflow = try make(store.view)
            for turn in workflow.turns.sorted(by: { $0.rank < $1.rank }) where !held.contains(turn) {
                try await take(turn, for: id, until: limit, supersedes, &held)
            }
            try await storeIntent(workflow, id)
        } catch {
            releaseAll()
            throw error
        }

        let run = OperationRun(id: id, workflow: workflow, since: environment.now(), isAttended: true)
        state.withLock { $0.runs[id] = run }
        Task { await perform(run, workflow, first: .begun) }
        let timer = Task {
            try? await Task.sleep(until: limit, clock: .continuous)
            if !Task.isCancelled { run.send(.expired) }
        }
        defer { timer.cancel() }
        return try await run.outcome().get()
    }

    private func perform(_ run: OperationRun, _ workflow: any Workflow, first event: WorkflowEvent) async {
        await run.run(workflow, first: event, in: environment)
        _ = state.withLock { $0.runs.removeValue(forKey: run.id) }
        for turn in workflow.turns { turns.release(turn) }
    }

    private func storeIntent(_ workflow: any Workflow, _ id: String) async throws(VolumeError) {
        var operations: [Transaction.Operation] = [
            .put(Keys.operation(id), Value(StoredOperation(workflow, since: environment.now())))
        ]
        if !workflow.secrets.isEmpty {
            operations.append(.put(Keys.secrets(ofOperation: id), Value(workflow.secrets)))
        }
        do throws(StoreError) {
            _ = try await store.commit(Transaction(operations))
        } catch {
            throw VolumeError(error, volume: workflow.volume, plugin: workflow.pluginID)
        }
    }

    private func take(
        _ turn: Turn,
        for id: String,
        until limit: ContinuousClock.Instant,
        _ supersedes: (any Workflow.Type)?,
        _ held: inout [Turn]
    ) async throws(VolumeError) {
        if let holder = turns.holder(of: turn), let run = run(holder), !run.isAttended {
            guard let supersedes, run.kind == supersedes.kind else { throw .busy(run) }
            run.send(.superseded)
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
        } catch {
            if let holder = turns.holder(of: turn), let run = run(holder) { throw .busy(run) }
            throw VolumeError(.busy, "another operation has it in hand")
        }
        held.append(turn)
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
        let code: Code = error.code == .full ? .exhausted : .unavailable
        self.init(code, "the store failed: \(error.message)", volume: volume?.name, plugin: plugin)
    }
}
