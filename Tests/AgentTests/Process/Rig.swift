import CSI
import Foundation
import GRPC
import ScriptedDriver
import Synchronization
import TestSupport
import Testing

/// An agent in a folder of its own, with plugins to its liking.
final class Rig: Sendable {
    /// The rig that the tests of a suite share; see ``SharedRig``.
    @TaskLocal static var shared: Rig?

    let folder: TemporaryFolder
    /// The driver behind the plugin `scripted`; nil where the agent has its own, `hostpath`.
    let driver: ScriptedDriver?
    private let arguments: [String]
    private let current: Mutex<AgentProcess>

    /// An agent with its own driver.
    init(_ arguments: [String] = []) async throws {
        folder = try TemporaryFolder()
        driver = nil
        self.arguments = Self.base(folder) + arguments
        current = Mutex(try await AgentProcess(folder: folder.path, self.arguments))
    }

    /// An agent with a scripted driver, which holds volumes in memory.
    init(scripted memory: InMemoryDriver, _ arguments: [String] = []) async throws {
        folder = try TemporaryFolder()
        let endpoint = Endpoint.unix(path: folder.path + "/csi.sock")
        driver = try ScriptedDriver(memory.handlers, at: endpoint)
        self.arguments = Self.base(folder) + ["-plugin", "scripted=\(endpoint)"] + arguments
        current = Mutex(try await AgentProcess(folder: folder.path, self.arguments))
    }

    private static func base(_ folder: TemporaryFolder) -> [String] {
        ["-dev", "-node", "node-1", "-data-dir", folder.path + "/data"]
    }

    /// The agent that runs.
    var agent: AgentProcess { current.withLock { $0 } }

    /// Starts the agent anew on what the last one left.
    func restart() async throws {
        if agent.isRunning { try await agent.kill() }
        let agent = try await AgentProcess(folder: folder.path, arguments)
        current.withLock { $0 = agent }
    }

    /// Ends the agent, which has to go in good order, and then the driver.
    func stop() async throws {
        if agent.isRunning {
            let code = try await agent.terminate()
            #expect(code == 0, "\(agent.log)")
        }
        await driver?.stop()
    }
}

/// Runs a test with a rig of its own.
func withRig(
    scripted memory: InMemoryDriver = InMemoryDriver(),
    _ arguments: [String] = [],
    _ body: (Rig, ScriptedDriver) async throws -> Void
) async throws {
    let rig = try await Rig(scripted: memory, arguments)
    try await body(rig, try #require(rig.driver))
    rig.driver?.behave()
    try await rig.stop()
}

/// One rig for all tests of a suite, which starts with the first and stops with the last.
struct SharedRig: SuiteTrait, TestScoping {
    let make: @Sendable () async throws -> Rig

    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable () async throws -> Void
    ) async throws {
        let rig = try await make()
        try await Rig.$shared.withValue(rig) { try await function() }
        try await rig.stop()
    }
}

extension Trait where Self == SharedRig {
    /// An agent with its own driver, for all tests of a suite.
    static func agent(_ arguments: String...) -> SharedRig { SharedRig { try await Rig(arguments) } }
    /// An agent with a scripted driver, for all tests of a suite.
    static var scriptedAgent: SharedRig { SharedRig { try await Rig(scripted: InMemoryDriver()) } }
}

/// Waits until something holds.
func eventually(_ what: Comment, _ holds: () async throws -> Bool) async throws {
    try #require(try await TestSupport.eventually(holds), what)
}
