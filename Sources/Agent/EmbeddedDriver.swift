internal import GRPC
internal import HostPathDriver

/// The driver of a development agent: the plugin `hostpath`, in this process but over a real socket.
struct EmbeddedDriver {
    /// The plugin's ID.
    static let pluginID = "hostpath"

    /// Where it listens.
    let endpoint: Endpoint
    private let driver: HostPathDriver
    private let server: GRPC.Server

    /// Serves volumes in a folder.
    init(folder: String, nodeID: String) throws {
        try PrivateFolder.make(folder)
        driver = try HostPathDriver(.init(stateDirectory: folder + "/volumes", nodeID: nodeID))
        endpoint = .unix(path: folder + "/csi.sock")
        server = try GRPC.Server(endpoint, handlers: driver.handlers)
    }

    /// Lets calls under way finish, but calls copies off.
    func shutdown() async {
        await driver.shutdown()
        await server.shutdown(grace: .seconds(10))
    }
}
