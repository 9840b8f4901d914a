internal import GRPC
internal import Glibc
internal import HostPathDriver

/// The driver of a development agent: the plugin `hostpath`, in this process but over a real socket.
struct EmbeddedDriver {
    /// The plugin's ID.
    static let pluginID = "hostpath"

    /// Where it listens.
    let endpoint: Endpoint
    let driver: HostPathDriver
    private let server: GRPC.Server

    /// Serves volumes in an agent's data folder.
    init(dataDirectory: String, nodeID: String) throws {
        let folder = Self.folder(in: dataDirectory)
        try PrivateFolder.make(folder)
        driver = try HostPathDriver(.init(stateDirectory: Self.state(in: dataDirectory), nodeID: nodeID))
        endpoint = .unix(path: folder + "/csi.sock")
        server = try GRPC.Server(endpoint, handlers: driver.handlers)
    }

    /// The driver that an agent's data folder has, serving nobody; nil for one without.
    static func open(dataDirectory: String, nodeID: String) throws -> HostPathDriver? {
        let state = state(in: dataDirectory)
        guard access(state, F_OK) == 0 else { return nil }
        return try HostPathDriver(.init(stateDirectory: state, nodeID: nodeID))
    }

    private static func folder(in dataDirectory: String) -> String { dataDirectory + "/hostpath" }
    private static func state(in dataDirectory: String) -> String { folder(in: dataDirectory) + "/volumes" }

    /// Lets calls under way finish, but calls copies off.
    func shutdown() async {
        await driver.shutdown()
        await server.shutdown(grace: .seconds(10))
    }
}
