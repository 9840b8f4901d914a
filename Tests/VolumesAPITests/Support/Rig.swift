import Foundation
import FoundationNetworking
import HTTPServer
import JSON
import Operations
import Workflows
import StateStore
import Synchronization
import TestSupport
import Testing
import Volumes

@testable import VolumesAPI

/// The API behind a server on a port of the loopback address, over a store in a folder of its own.
struct Rig: Sendable {
    let store: SQLiteStore
    let operations: FakeOperations
    let api: VolumesAPI
    private let server: RunningServer
    let session: URLSession
    let port: UInt16
    let folder: TemporaryFolder

    init(
        store: SQLiteStore,
        operations: FakeOperations,
        api: VolumesAPI,
        server: RunningServer,
        session: URLSession,
        folder: TemporaryFolder
    ) {
        self.store = store
        self.operations = operations
        self.api = api
        self.server = server
        self.session = session
        port = server.port
        self.folder = folder
    }

    /// Shuts the server down, if it was not before.
    func shutDown(grace: Duration) async {
        await server.shutDown(grace: grace)
    }

    /// Stores a record, and gives the transaction.
    @discardableResult
    func put(_ key: Key, _ record: some Record) async throws -> Revision {
        try await commit(.put(key, Value(record)))
    }

    /// Stores volumes in one transaction after the other.
    @discardableResult
    func put(_ volumes: Volume...) async throws -> Revision {
        var revision: Revision = 0
        for volume in volumes { revision = try await put(Keys.volume(volume.id), volume) }
        return revision
    }

    /// Stores volumes in as few transactions as they fit into.
    func put(many volumes: [Volume]) async throws {
        for start in stride(from: 0, to: volumes.count, by: 100) {
            let some = volumes[start..<min(start + 100, volumes.count)]
            _ = try await store.commit(Transaction(some.map { .put(Keys.volume($0.id), Value($0)) }))
        }
    }

    @discardableResult
    func put(_ plugin: Plugin, nodeID: String = Node.one.id, socket: String = "unix:/csi.sock") async throws -> Revision
    {
        try await put(
            Keys.instance(of: plugin.id, nodeID: nodeID, socket: socket),
            PluginInstance(nodeID: nodeID, socket: socket, plugin: plugin)
        )
    }

    /// Forgets a volume.
    func remove(_ id: VolumeID) async throws {
        try await commit(.delete(Keys.volume(id)))
    }

    @discardableResult
    func commit(_ operation: Transaction.Operation) async throws -> Revision {
        guard case .committed(let revision) = try await store.commit(Transaction([operation])) else {
            throw POSIXError(.EINVAL)
        }
        return revision
    }

    /// Sends a request, and gives its answer.
    func send(
        _ method: String,
        _ target: String,
        headers: [String: String] = [:],
        body: String? = nil
    ) async throws -> Answer {
        let url = try #require(URL(string: "http://127.0.0.1:\(port)\(target)"))
        var request = URLRequest(url: url, timeoutInterval: 60)
        request.httpMethod = method
        request.httpBody = body.map { Data($0.utf8) }
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        let (data, response) = try await session.data(for: request)
        return Answer(response: try #require(response as? HTTPURLResponse), body: Array(data))
    }

    func get(_ target: String, headers: [String: String] = [:]) async throws -> Answer {
        try await send("GET", target, headers: headers)
    }

    /// How many requests wait for a change.
    var blocked: Int { api.metrics.blocked.load(ordering: .relaxed) }
}

/// What a server answered.
struct Answer: Sendable {
    let status: Int
    let headers: [String: String]
    let body: [UInt8]

    init(response: HTTPURLResponse, body: [UInt8]) {
        status = response.statusCode
        var headers: [String: String] = [:]
        for (name, value) in response.allHeaderFields {
            headers["\(name)".lowercased()] = "\(value)"
        }
        self.headers = headers
        self.body = body
    }

    subscript(name: String) -> String? { headers[name.lowercased()] }

    var text: String { String(decoding: body, as: UTF8.self) }
    var index: Revision? { self["X-Nomad-Index"].flatMap { Revision($0) } }

    /// The values of a key of all rows of a list.
    func column(_ name: String) throws -> [String] {
        guard case .array(let rows) = try JSON(parsing: body) else { return [] }
        return rows.map { row in
            guard case .object(let members) = row, case .string(let text)? = members[name] else { return "-" }
            return text
        }
    }

    /// The rows' IDs, one after the other.
    var ids: String {
        get throws { try column("ID").joined(separator: " ") }
    }
}

/// A server that is shut down once, however often it is asked to.
actor RunningServer {
    nonisolated let port: UInt16
    private let server: Server
    private var isShutDown = false

    init(limits: Limits, handler: @escaping Server.Handler) throws {
        server = try Server([.tcp(host: "127.0.0.1", port: 0)], limits: limits, handler: handler)
        guard case .tcp(_, let port)? = server.addresses.first else { throw POSIXError(.EINVAL) }
        self.port = port
    }

    func shutDown(grace: Duration) async {
        guard !isShutDown else { return }
        isShutDown = true
        await server.shutdown(grace: grace)
    }
}

/// Redirects are answers here.
private final class NoRedirects: NSObject, URLSessionTaskDelegate {
    func urlSession(
        _ session: URLSession,
        task: URLSessionTask,
        willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest,
        completionHandler: @escaping (URLRequest?) -> Void
    ) {
        completionHandler(nil)
    }
}

/// A rig while `body` runs, with the plugin `hostpath`, which is healthy, and a node.
func withRig(
    namespaces: [String: String] = ["prod": "production"],
    limits: Limits = Limits(),
    _ body: (Rig) async throws -> Void
) async throws {
    let folder = try TemporaryFolder()
    let store = try SQLiteStore(path: folder.file("store.db"))
    let operations = FakeOperations()
    let settings = VolumesAPI.Settings(
        name: "node-1",
        namespaces: namespaces,
        address: "127.0.0.1:4646",
        version: "0.1.0",
        configuration: .object(["Region": .string("global")]),
        scratchFolder: folder.path,
        makeRequestID: { "request-1" }
    )
    let api = VolumesAPI(store: store, operations: operations) { settings }
    let server = try RunningServer(limits: limits) { try await api.handle($0) }
    let configuration = URLSessionConfiguration.ephemeral
    configuration.httpMaximumConnectionsPerHost = 64
    let rig = Rig(
        store: store,
        operations: operations,
        api: api,
        server: server,
        session: URLSession(configuration: configuration, delegate: NoRedirects(), delegateQueue: nil),
        folder: folder
    )
    let result: Result<Void, any Error>
    do {
        try await rig.put(Plugin.hostpath)
        try await rig.put(Keys.node(Node.one.id), Node.one)
        result = .success(try await body(rig))
    } catch {
        result = .failure(error)
    }
    await rig.shutDown(grace: .zero)
    rig.session.invalidateAndCancel()
    await store.close()
    try result.get()
}
