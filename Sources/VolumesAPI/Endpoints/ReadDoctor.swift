internal import HTTPServer
internal import JSON
internal import Operations
internal import Volumes

extension VolumesAPI {
    /// `GET /v1/doctor`: what somebody should look at, each with what mends it; the oldest first.
    func readDoctor(_ request: Request) throws -> Response {
        _ = try parameters(of: request)
        let findings = operations.findings
        return Response(to: request) { writer in
            writer.array { writer in
                for finding in findings { writer.value(finding) }
            }
        }
    }
}

extension JSONWriter {
    fileprivate mutating func value(_ finding: Finding) {
        object { writer in
            writer.member("Kind", finding.kind.rawValue)
            writer.member("Message", finding.message)
            writer.member("Namespace", finding.volume?.namespace ?? "")
            writer.member("OperationID", finding.operation)
            writer.member("PluginID", finding.plugin)
            writer.member("Remedy", finding.remedy)
            writer.member("VolumeID", finding.volume?.name ?? "")
        }
    }
}
