import Foundation
import FoundationNetworking
import HTTPServer
import JSON
import PluginManager
import StateStore
import Synchronization
import Testing
import Volumes

@testable import VolumesAPI

/// The API behind a server on a port of the loopback address, over a store in a folder of its own.
struct Rig: Sendable {
    let store: SQLiteStore
    let operations: FakeOperations
    let api: VolumesAPI
    let server: Server
    let session: URLSession
    let port: UInt16
    let folder: URL

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
    func put(_ plugin: Plugin) async throws -> Revision {
        try await put(Keys.plugin(plugin.id), plugin)
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
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("api-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try SQLiteStore(path: folder.appendingPathComponent("store.db").path)
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
    let server = try Server([.tcp(host: "127.0.0.1", port: 0)], limits: limits) { try await api.handle($0) }
    guard case .tcp(_, let port)? = server.addresses.first else { throw POSIXError(.EINVAL) }
    let configuration = URLSessionConfiguration.ephemeral
    configuration.httpMaximumConnectionsPerHost = 64
    let rig = Rig(
        store: store,
        operations: operations,
        api: api,
        server: server,
        session: URLSession(configuration: configuration, delegate: NoRedirects(), delegateQueue: nil),
        port: port,
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
    await server.shutdown(grace: .zero)
    rig.session.invalidateAndCancel()
    await store.close()
    try result.get()
}

/// Waits until a condition holds; false where it does not within ten seconds.
func eventually(_ condition: () async throws -> Bool) async rethrows -> Bool {
    let deadline = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < deadline {
        if try await condition() { return true }
        try? await Task.sleep(for: .milliseconds(5))
    }
    return false
}
