public import CSI
public import GRPC
import Synchronization

/// A CSI driver on a real socket that does what a script says, and remembers every call.
///
/// It stands in front of a driver that works, and lets calls through to it as the script says:
///
///     let driver = try ScriptedDriver(InMemoryDriver().handlers, at: endpoint)
///     driver.on(.createVolume).call(2).after(.answer(.unavailable, "gone"))
///     let hang = driver.on(.deleteVolume).hangs(.after)
///     …
///     try await hang.reached()
///     #expect(driver.calls.rpcs == [.createVolume, .deleteVolume])
///     hang.release()
public final class ScriptedDriver: Sendable {
    /// Where it listens.
    public let endpoint: Endpoint
    /// What it does with calls.
    public let script: Script
    private let backing: Backing
    private let journal: Journal?
    private let log = Watched(CallLog())
    private let life = Mutex(Life())
    /// How often the driver was stopped.
    private let stops = Watched(0)

    private struct Life {
        var server: Server?
        var ending: Task<Void, Never>?
    }

    /// A driver that serves handlers, such as those of ``InMemoryDriver``.
    /// - Parameter journal: For a driver with a process of its own: where its calls are told. A crash kills the process.
    /// - Throws: `ServerError` where the endpoint can't be bound.
    public convenience init(
        _ handlers: Server.Handlers,
        at endpoint: Endpoint,
        script: Script = Script(),
        journal: Journal? = nil
    ) throws {
        try self.init(Backing(handlers), endpoint, script, journal)
    }

    /// A driver in front of another one, which listens at `other`.
    /// - Parameter journal: As for a driver that serves handlers.
    /// - Throws: `ServerError` where the endpoint can't be bound.
    public convenience init(
        inFrontOf other: Endpoint,
        at endpoint: Endpoint,
        script: Script = Script(),
        journal: Journal? = nil
    ) throws {
        try self.init(Backing(other), endpoint, script, journal)
    }

    private init(_ backing: Backing, _ endpoint: Endpoint, _ script: Script, _ journal: Journal?) throws {
        self.backing = backing
        self.endpoint = endpoint
        self.script = script
        self.journal = journal
        try serve()
    }

    deinit {
        if let server = life.withLock({ $0.server }) {
            Task { await server.shutdown(grace: .zero) }
        }
    }

    private func serve() throws {
        var handlers = Server.Handlers()
        handlers.fallback = { [weak self] call, request, writer in
            guard let self else { throw RPCError(.unavailable, "the driver is gone") }
            for answer in try await take(call, request) { try await writer.write(answer) }
        }
        let server = try Server(endpoint, handlers: handlers)
        life.withLock { $0.server = server }
    }
}

extension ScriptedDriver {
    /// Begins a rule about calls of a method; see ``Script/Clause``.
    public func on(_ rpc: RPC) -> Script.Clause {
        script.on(rpc)
    }

    /// Forgets all rules: the driver works as it should from now on.
    public func behave() {
        script.removeAll()
    }
}

extension ScriptedDriver: CallRecording {
    /// All calls so far.
    public var calls: CallLog { log.value }

    /// Waits until the calls so far are as wanted, and returns them.
    /// - Parameter isWanted: Looks at the calls it is given, and at nothing else of the driver.
    /// - Throws: ``WaitError`` where they are not in time.
    @discardableResult
    public func calls(
        within limit: Duration = .seconds(30),
        until isWanted: @escaping @Sendable (CallLog) -> Bool
    ) async throws -> CallLog {
        try await log.wait(limit, for: "the calls that were waited for", until: isWanted)
    }
}

extension ScriptedDriver {
    /// Closes every connection; callers may connect again at once.
    public func closeConnections() {
        guard case .unix(let path) = endpoint else { return }
        System.closeConnections(toSocketAt: path)
    }

    /// Ends calls and connections, removes the socket, and returns when nobody is served any more.
    public func stop() async {
        beginStop()
        await life.withLock { $0.ending }?.value
    }

    /// Listens again after ``stop()`` or a crash.
    /// - Throws: `ServerError` where the endpoint can't be bound.
    public func start() async throws {
        await life.withLock { $0.ending }?.value
        try serve()
    }

    private func beginStop() {
        life.withLock { life in
            guard let server = life.server else { return }
            life.server = nil
            life.ending = Task { [self] in
                await server.shutdown(grace: .zero)
                closeConnections()
            }
        }
        closeConnections()
        stops.update { $0 += 1 }
    }

    private func crash() {
        // A driver with a journal has a process of its own.
        if journal != nil { System.kill() }
        beginStop()
    }
}

/// The driver closed the caller's connection, so there is nobody to answer.
private struct ConnectionClosed: Error {}

extension ScriptedDriver {
    private typealias Answers = Result<[[UInt8]], RPCError>

    /// Takes a call, does as the script says, and keeps a record of it.
    private func take(_ call: ServerCall, _ request: [UInt8]) async throws -> [[UInt8]] {
        let rpc = RPC(rawValue: call.method)
        let subjects = rpc.subjects(ofRequest: request)
        guard life.withLock({ $0.server != nil }) else {
            closeConnections()
            throw RPCError(.unavailable, "the driver is gone")
        }
        let (id, rules) = log.update { [script, journal] log in
            let record = RecordedCall(
                id: log.count + 1,
                rpc: rpc,
                request: request,
                metadata: call.metadata,
                deadline: call.deadline,
                start: .now,
                subjects: subjects
            )
            log.append(record)
            journal?.write(record)
            return (record.id, script.take(rpc, subjects))
        }
        do {
            let answers = try await answers(to: call, request, id, rules).get()
            end(id, .answered(answers))
            return answers
        } catch let error as RPCError {
            end(id, .failed(error))
            throw error
        } catch is ConnectionClosed {
            end(id, .cut)
            throw RPCError(.unavailable, "the driver closed the connection")
        } catch is CancellationError {
            end(id, .abandoned)
            throw RPCError(.cancelled, "the caller is gone")
        } catch {
            let failure = RPCError(.internal, "the script failed: \(error)")
            end(id, .failed(failure))
            throw failure
        }
    }

    private func end(_ id: Int, _ outcome: RecordedCall.Outcome) {
        log.update { [journal] log in
            log.update(id) { call in
                call.outcome = outcome
                call.end = .now
                journal?.write(call)
            }
        }
    }

    private func answers(
        to call: ServerCall,
        _ request: [UInt8],
        _ id: Int,
        _ rules: [Rule]
    ) async throws -> Answers {
        for rule in rules where rule.moment == .before {
            if let answers = try await perform(rule.action, on: nil) { return answers }
        }
        var answers = try await effect(of: call, request, id)
        for rule in rules where rule.moment == .after {
            answers = try await perform(rule.action, on: answers) ?? answers
        }
        return answers
    }

    /// What the driver behind the script answers.
    private func effect(of call: ServerCall, _ request: [UInt8], _ id: Int) async throws -> Answers {
        do {
            // A driver does not stop half way because its caller has gone.
            let answers = try await untilStopped { [backing] in try await backing.answers(to: call, request) }
            log.update { log in
                log.update(id) { call in
                    call.hadEffect = true
                    call.subjects += answers.flatMap(call.rpc.subjects(ofAnswer:))
                }
            }
            return .success(answers)
        } catch let error as RPCError {
            return .failure(error)
        }
    }

    /// Does what goes on when the caller has gone, and ends only with the driver.
    private func untilStopped<Result: Sendable>(
        _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        let seen = stops.value
        return try await Task { [stops] in
            try await withThrowingTaskGroup(of: Result?.self) { group in
                group.addTask { try await body() }
                group.addTask {
                    try await stops.wait { $0 != seen }
                    return nil
                }
                defer { group.cancelAll() }
                guard let result = try await group.next() ?? nil else { throw CancellationError() }
                return result
            }
        }.value
    }

    /// Does what a rule says; the result takes the place of the answers, where there is one.
    private func perform(_ action: Rule.Action, on answers: Answers?) async throws -> Answers? {
        switch action {
        case .answer(.ok, _): return .success([[]])
        case .answer(let code, let text): return .failure(RPCError(code, text))
        case .delay(let duration): try await Task.sleep(for: duration)
        case .hang(let hang) where hang.outlivesCaller: try await untilStopped { try await hang.stop() }
        case .hang(let hang): try await hang.stop()
        case .closeConnection:
            closeConnections()
            throw ConnectionClosed()
        case .crash:
            crash()
            throw ConnectionClosed()
        case .send(let payload): return .success([payload.bytes(insteadOf: try? answers?.get().first)])
        case .edit(let edit): return try answers?.edited(edit)
        case .leaveOut(let fields):
            return try answers?.edited { WireMessage($0)?.encoded(without: fields) ?? $0 }
        case .setText(let field, let text):
            return try answers?.edited { answer in
                (WireMessage(answer)?.encoded(without: [field]) ?? answer) + WireMessage.field(field, text.utf8)
            }
        case .add(let rules): script.add(rules)
        }
        return nil
    }
}

extension Result where Success == [[UInt8]] {
    fileprivate func edited(_ edit: ([UInt8]) throws -> [UInt8]) throws -> Self {
        guard case .success(let answers) = self else { return self }
        return .success(try answers.map(edit))
    }
}
