internal import HTTPServer

/// Where a request leads, decided by its method and path alone (http-api.md §1.1).
enum Route: Sendable {
    typealias Answer = @Sendable (VolumesAPI, Request) async throws -> Response

    /// Another path means the same.
    case redirect(String)
    /// What answers, with its name in the metrics.
    case endpoint(String, Answer)
    /// Nothing: 404 without a word.
    case unknown

    /// - Throws: ``HTTPError`` 404 or 405 where the path is one of ours, but not so.
    init(of request: Request) throws(HTTPError) {
        // Decoding comes first, so that an escaped slash separates too.
        let path = "/" + request.path.joined(separator: "/")
        if let clean = cleanPath(path) {
            self = .redirect(escapedPath(clean) + (request.rawQuery.map { "?\($0)" } ?? ""))
            return
        }
        let pieces = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard pieces.first == "v1" else {
            self = .unknown
            return
        }
        self = try Self.find(pieces.dropFirst(), request) ?? .unknown
    }

    private static func find(_ pieces: ArraySlice<String>, _ request: Request) throws(HTTPError) -> Route? {
        let rest = Array(pieces.dropFirst())
        switch pieces.first {
        case "volumes": return try volumes(rest, request)
        case "volume" where rest.count >= 2 && rest[0] == "csi": return try volume(rest.dropFirst(), request.method)
        case "plugin" where rest.count >= 2 && rest[0] == "csi":
            try request.accept("GET")
            guard rest.count <= 3 else { throw .noSuchResource }
            return .endpoint("read_plugin") { try await $0.readPlugin(rest[1], $1) }
        case "node" where rest.count >= 1:
            try request.accept("GET")
            return .endpoint("read_node") { try await $0.readNode(rest.joined(separator: "/"), $1) }
        case "namespace" where rest.count == 1:
            try request.accept("GET")
            return .endpoint("read_namespace") { try $0.readNamespace(rest[0], $1) }
        case "operation" where rest.count == 1:
            try request.accept("GET", "DELETE")
            return request.method == "GET"
                ? .endpoint("read_operation") { try $0.readOperation(rest[0], $1) }
                : .endpoint("cancel_operation") { try await $0.cancelOperation(rest[0], $1) }
        default: return try agent(pieces.joined(separator: "/"), request)
        }
    }

    private static func volumes(_ rest: [String], _ request: Request) throws(HTTPError) -> Route? {
        switch rest {
        case []:
            if request.query["type"] == nil, request.method == "GET" || request.method == "HEAD" {
                return .endpoint("list_nothing") { _, _ in .emptyList }
            }
            try request.accept("GET", "PUT", "POST")
            return request.method == "GET"
                ? .endpoint("list_volumes") { try await $0.listVolumes($1) }
                : .endpoint("register_volume") { try await $0.registerVolumes(pathID: nil, $1) }
        case ["external"]:
            try request.accept("GET")
            return .endpoint("list_external_volumes") { try await $0.listExternalVolumes($1) }
        case ["snapshot"]:
            try request.accept("GET", "PUT", "POST", "DELETE")
            switch request.method {
            case "GET": return .endpoint("list_snapshots") { try await $0.listSnapshots($1) }
            case "DELETE": return .endpoint("delete_snapshot") { try await $0.deleteSnapshot($1) }
            default: return .endpoint("create_snapshot") { try await $0.createSnapshots($1) }
            }
        default: return nil
        }
    }

    private static func volume(_ pieces: ArraySlice<String>, _ method: String) throws(HTTPError) -> Route {
        guard let id = pieces.first, pieces.count <= 2 else { throw .noSuchResource }
        switch (method, pieces.dropFirst().first) {
        case ("GET", nil): return .endpoint("read_volume") { try await $0.readVolume(id, $1) }
        case ("PUT", nil): return .endpoint("register_volume") { try await $0.registerVolumes(pathID: id, $1) }
        case ("DELETE", nil): return .endpoint("deregister_volume") { try await $0.deregisterVolume(id, $1) }
        case ("PUT", "create"): return .endpoint("create_volume") { try await $0.createVolumes(pathID: id, $1) }
        case ("PUT", "expand"): return .endpoint("expand_volume") { try await $0.expandVolume(id, $1) }
        case ("DELETE", "delete"): return .endpoint("delete_volume") { try await $0.deleteVolume(id, $1) }
        case ("DELETE", "detach"): return .endpoint("detach_volume") { try await $0.detachVolume(id, $1) }
        case ("PUT", _?), ("DELETE", _?): throw .noSuchResource
        default: throw .invalidMethod
        }
    }

    private static func agent(_ path: String, _ request: Request) throws(HTTPError) -> Route? {
        if path == "operator/snapshot" {
            try request.accept("GET", "PUT")
            return request.method == "GET"
                ? .endpoint("save_store") { try await $0.saveStore($1) }
                : .endpoint("restore_store") { try await $0.restoreStore($1) }
        }
        let endpoint: Route? =
            switch path {
            case "plugins": .endpoint("list_plugins") { try await $0.listPlugins($1) }
            case "nodes": .endpoint("list_nodes") { try await $0.listNodes($1) }
            case "namespaces": .endpoint("list_namespaces") { try $0.listNamespaces($1) }
            case "doctor": .endpoint("read_doctor") { try $0.readDoctor($1) }
            case "operations": .endpoint("list_operations") { try $0.listOperations($1) }
            case "status/leader": .endpoint("read_leader") { try $0.readLeader($1) }
            case "agent/self": .endpoint("read_agent") { try $0.readAgent($1) }
            case "agent/health": .endpoint("read_health") { $0.readHealth($1) }
            case "metrics": .endpoint("read_metrics") { try $0.readMetrics($1) }
            default: nil
            }
        if endpoint != nil { try request.accept("GET") }
        return endpoint
    }
}

extension Request {
    fileprivate func accept(_ methods: String...) throws(HTTPError) {
        if !methods.contains(method) { throw .invalidMethod }
    }
}

extension HTTPError {
    /// The path is one of ours, but takes no such method.
    static let invalidMethod = HTTPError(.methodNotAllowed, "Invalid method")
    /// The path begins as ours do, and goes on as none does.
    static let noSuchResource = HTTPError(.notFound, "resource not found")
}
