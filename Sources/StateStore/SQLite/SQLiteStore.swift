internal import Dispatch
internal import Platform
internal import Synchronization

/// A ``Store`` in one SQLite file, for one process.
///
/// Transactions that come while others are written are written together after them: they share one commit, and so one
/// wait for the disk. Each is answered after the commit.
public final class SQLiteStore: Store {
    private struct Request: Sendable {
        let plan: @Sendable (inout View) -> Plan
        let answer: CheckedContinuation<Result<Transaction.Outcome, StoreError>, Never>
    }

    private struct Requests: Sendable {
        var waiting: [Request] = []
        var isClosed = false
    }

    /// The file closes before the lock goes.
    private struct Engine: Sendable {
        var file: StoreFile
        let lock: StoreLock
    }

    /// How many transactions share a commit at most.
    private static let batchSize = 512

    private let publisher: Publisher
    private let requests = Mutex(Requests())
    private let engine: Mutex<Engine?>
    private let commits = Atomic(0)
    private let queue = DispatchQueue(label: "StateStore")
    private let findFault: @Sendable (View) -> String?

    /// Opens a store, and creates it where there is none. Blocks while it reads the file.
    /// - Parameters:
    ///   - path: The file; its folder exists. SQLite and the lock have files beside it with the same beginning.
    ///   - history: How many transactions watches can look back on.
    ///   - findFault: Says why a backup can't be used; nil for one that can.
    /// - Throws: ``StoreError`` where another process has the store, or the file is damaged, newer or can't be read.
    public convenience init(
        path: String,
        history: Int = 4096,
        findFault: @escaping @Sendable (View) -> String? = { _ in nil }
    ) throws(StoreError) {
        try self.init(path: path, history: history, schema: .current, findFault: findFault)
    }

    init(
        path: String,
        history: Int = 4096,
        schema: Schema,
        findFault: @escaping @Sendable (View) -> String? = { _ in nil }
    ) throws(StoreError) {
        self.findFault = findFault
        let lock = try StoreLock(for: path)
        let file: StoreFile
        do throws(StoreError) {
            file = try StoreFile(path: path, schema: schema)
            publisher = Publisher(try file.load(), history: history)
        } catch {
            // Nothing of ours is left beside a file that is somebody else's.
            lock.removeIfNew()
            throw error
        }
        engine = Mutex(Engine(file: file, lock: lock))
    }

    /// The store as it is now.
    public var view: View { publisher.view }

    /// Performs a transaction.
    public func commit(_ transaction: Transaction) async throws(StoreError) -> Transaction.Outcome {
        try transaction.validate()
        return try await perform { $0.apply(transaction) }
    }

    /// Watches what changes in some scopes after a revision.
    public func watch(_ scopes: [Scope], after revision: Revision) throws(StoreError) -> Watch {
        Watch(publisher, try publisher.watch(scopes, after: revision))
    }

    /// Writes the store as it is now to a new file, while it goes on changing.
    public func backUp(to path: String) async throws(StoreError) {
        let view = view
        try await onBackground { () throws(StoreError) in try Backup.write(view, to: path) }
    }

    /// Becomes what a backup holds, in one transaction, but for what begins as one of the kept keys.
    ///
    /// The backup is brought to this program's schema in place.
    public func restore(from path: String, keeping kept: [Key]) async throws(StoreError) -> Revision {
        let backup = try await onBackground { [findFault] () throws(StoreError) in
            let backup = try Backup.read(path)
            if let fault = findFault(backup) { throw StoreError(.invalid, fault) }
            return backup
        }
        guard case .committed(let revision) = try await perform({ $0.restore(backup, keeping: kept) }) else {
            throw StoreError(.failed, "\(path) was refused")
        }
        return revision
    }

    /// Finishes the transactions in hand and closes the file.
    public func close() async {
        requests.withLock { $0.isClosed = true }
        await withCheckedContinuation { done in
            queue.async { [self] in
                engine.withLock { $0 = nil }
                publisher.close()
                done.resume()
            }
        }
    }

    // MARK: The queue

    private func perform(
        _ plan: @escaping @Sendable (inout View) -> Plan
    ) async throws(StoreError) -> Transaction.Outcome {
        try await withCheckedContinuation { answer in
            let begins = requests.withLock { requests -> Bool? in
                guard !requests.isClosed else { return nil }
                requests.waiting.append(Request(plan: plan, answer: answer))
                return requests.waiting.count == 1
            }
            guard let begins else { return answer.resume(returning: .failure(.closed)) }
            if begins { queue.async { [self] in drain() } }
        }.get()
    }

    /// Works off what is waiting; what comes meanwhile schedules this again.
    private func drain() {
        var waiting = requests.withLock { requests in
            defer { requests.waiting = [] }
            return requests.waiting[...]
        }
        while !waiting.isEmpty {
            perform(waiting.prefix(Self.batchSize))
            waiting = waiting.dropFirst(Self.batchSize)
        }
    }

    private func perform(_ batch: ArraySlice<Request>) {
        let before = publisher.view
        var view = before
        let plans = batch.map { $0.plan(&view) }
        do throws(StoreError) {
            if view.revision > before.revision {
                try save(plans, before.revision, view.revision)
                publisher.publish(view, plans.compactMap(\.changes))
            }
            for (request, plan) in zip(batch, plans) { request.answer.resume(returning: .success(plan.outcome)) }
        } catch {
            // One that is too large for the device must not take the others with it.
            guard batch.count > 1 else {
                for request in batch { request.answer.resume(returning: .failure(error)) }
                return
            }
            for request in batch { perform([request]) }
        }
    }

    private func save(_ plans: [Plan], _ before: Revision, _ revision: Revision) throws(StoreError) {
        try engine.withLock { engine throws(StoreError) in
            guard engine != nil else { throw .closed }
            try engine?.lock.check()
            try engine?.file.save(plans, from: before, to: revision)
        }
        commits.add(1, ordering: .relaxed)
    }

    // MARK: For tests

    /// How many SQLite transactions were committed since the store was opened.
    var commitCount: Int { commits.load(ordering: .relaxed) }
    /// How many transactions wait for their turn.
    var waitingCount: Int { requests.withLock { $0.waiting.count } }

    /// Holds back what is written until ``resumeWriting()``.
    func suspendWriting() { queue.suspend() }
    /// Goes on writing.
    func resumeWriting() { queue.resume() }
}
