internal import HTTPServer
internal import JSON
internal import Volumes

extension VolumesAPI {
    /// `GET /v1/namespaces`: what the configuration declares, and `default`.
    func listNamespaces(_ request: Request) throws -> Response {
        let prefix = try parameters(of: request).prefix
        let namespaces = settings.namespaces
            .filter { $0.key.utf8.starts(with: prefix.utf8) }
            .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        return Response(index: 1, to: request) { writer in
            writer.array { writer in
                for (name, description) in namespaces { writer.namespace(name, description) }
            }
        }
    }

    /// `GET /v1/namespace/:name`.
    func readNamespace(_ name: String, _ request: Request) throws -> Response {
        _ = try parameters(of: request)
        guard let description = settings.description(ofNamespace: name) else {
            throw HTTPError(.notFound, "Namespace not found")
        }
        return Response(index: 1, to: request) { $0.namespace(name, description) }
    }
}

extension VolumesAPI.Settings {
    /// Nil where there is no such namespace.
    func description(ofNamespace name: String) -> String? {
        let index = namespaces.index(forKey: name)
        return index.flatMap { namespaces[$0].key.isIdentical(to: name) ? namespaces[$0].value : nil }
    }
}

extension JSONWriter {
    fileprivate mutating func namespace(_ name: String, _ description: String) {
        object { writer in
            writer.nullMember("Capabilities")
            writer.member("CreateIndex", 1)
            writer.member("Description", description)
            writer.nullMember("Meta")
            writer.member("ModifyIndex", 1)
            writer.member("Name", name)
            writer.member("Quota", "")
        }
    }
}
