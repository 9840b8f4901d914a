import CSI
import GRPC
import ScriptedDriver
import TestSupport
import Testing

/// A driver in memory behind a script, and clients that call it over its socket. The socket goes away with it.
final class Fixture: Sendable {
    let provider: InMemoryDriver
    let driver: ScriptedDriver
    let clients: Clients
    private let folder: TemporaryFolder

    init(_ settings: InMemoryDriver.Settings = .init()) throws {
        folder = try TemporaryFolder()
        provider = try InMemoryDriver(settings)
        driver = try ScriptedDriver(provider.handlers, at: folder.endpoint)
        clients = Clients(folder.endpoint)
    }
}

/// Tests of one driver in memory, which they call over its socket.
protocol DriverTests {
    var fixture: Fixture { get }
}

extension DriverTests {
    var driver: ScriptedDriver { fixture.driver }
    var provider: InMemoryDriver { fixture.provider }
    var clients: Clients { fixture.clients }
    var timeout: Duration { fixture.clients.timeout }
}

extension TemporaryFolder {
    /// Where a driver may listen.
    var endpoint: Endpoint { .unix(path: file("csi.sock")) }
}

/// What a test calls a driver with.
struct Clients: Sendable {
    let channel: Channel
    let timeout = Duration.seconds(20)

    var identity: IdentityClient { IdentityClient(channel) }
    var controller: ControllerClient { ControllerClient(channel) }
    var node: NodeClient { NodeClient(channel) }

    init(_ endpoint: Endpoint) {
        channel = Channel(endpoint)
    }

    @discardableResult
    func createVolume(
        _ name: String,
        bytes: Int64 = 1 << 20,
        secrets: [String: String] = [:],
        timeout: Duration? = nil
    ) async throws(CallError) -> Volume {
        let request = CreateVolumeRequest(
            name: name,
            capacityRange: CapacityRange(requiredBytes: bytes),
            volumeCapabilities: [.mount()],
            secrets: secrets
        )
        return try await controller.createVolume(request, timeout: timeout ?? self.timeout).volume ?? Volume()
    }

    /// The code that making a volume ends with; OK where one was made.
    func createCode(_ name: String, bytes: Int64 = 1 << 20, timeout: Duration? = nil) async -> StatusCode {
        await code { () throws(CallError) in try await createVolume(name, bytes: bytes, timeout: timeout) }
    }

    /// The code that deleting a volume ends with; OK where it is gone.
    func deleteCode(_ id: String) async -> StatusCode {
        await code { () throws(CallError) in try await deleteVolume(id) }
    }

    /// The code that attaching a volume ends with; OK where it is attached.
    func publishCode(
        _ id: String,
        on node: String,
        mode: VolumeCapability.AccessMode.Mode = .singleNodeWriter
    ) async -> StatusCode {
        await code { () throws(CallError) in try await publish(id, on: node, mode: mode) }
    }

    func deleteVolume(_ id: String) async throws(CallError) {
        _ = try await controller.deleteVolume(DeleteVolumeRequest(volumeID: id), timeout: timeout)
    }

    func publish(
        _ id: String,
        on node: String,
        mode: VolumeCapability.AccessMode.Mode = .singleNodeWriter
    ) async throws(CallError) {
        let request = ControllerPublishVolumeRequest(
            volumeID: id,
            nodeID: node,
            volumeCapability: .mount(mode),
            readonly: false
        )
        _ = try await controller.controllerPublishVolume(request, timeout: timeout)
    }
}

extension VolumeCapability {
    static func mount(_ mode: AccessMode.Mode = .singleNodeWriter) -> VolumeCapability {
        VolumeCapability(accessType: .mount(MountVolume()), accessMode: AccessMode(mode: mode))
    }
}

/// The code that a call ended with.
private func code(of call: () async throws(CallError) -> Void) async -> StatusCode {
    do throws(CallError) {
        try await call()
        return .ok
    } catch {
        return error.code
    }
}
