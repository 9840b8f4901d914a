internal import HTTPServer
internal import JSON
internal import Workflows
internal import StateStore
internal import Volumes

extension VolumesAPI {
    /// `GET /v1/status/leader`: the only server there is.
    func readLeader(_ request: Request) throws -> Response {
        _ = try parameters(of: request)
        let address = settings.address
        return Response(to: request) { $0.value(address) }
    }

    /// `GET /v1/agent/health` (http-api.md §7.16).
    func readHealth(_ request: Request) -> Response {
        Response(to: request) { writer in
            writer.object { writer in
                for part in ["client", "server"] where request.query["type"].map({ $0 == part }) ?? true {
                    writer.key(part)
                    writer.object { writer in
                        writer.member("message", "ok")
                        writer.member("ok", true)
                    }
                }
            }
        }
    }

    /// `GET /v1/agent/self`: the configuration, and who the agent is in the peer's words.
    func readAgent(_ request: Request) throws -> Response {
        let settings = settings
        let nodeID = try store.view.rows(in: Keys.nodes, of: Node.self).first?.record.id
        return Response(to: request) { writer in
            writer.object { writer in
                writer.key("config")
                writer.value(settings.configuration)
                writer.key("member")
                writer.member(settings)
                writer.key("stats")
                writer.object { writer in
                    writer.member("client", ["node_id": nodeID ?? ""])
                    writer.member("nomad", ["leader": "true", "leader_addr": settings.address, "server": "true"])
                }
            }
        }
    }
}

extension JSONWriter {
    fileprivate mutating func member(_ settings: VolumesAPI.Settings) {
        object { writer in
            writer.member("Addr", settings.host)
            writer.member("Name", "\(settings.name).\(settings.region)")
            writer.member("Port", settings.port)
            writer.member("Status", "alive")
            writer.member("Tags", ["build": settings.version, "dc": "dc1", "region": settings.region])
        }
    }
}
