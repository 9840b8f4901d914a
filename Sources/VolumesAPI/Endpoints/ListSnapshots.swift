internal import CSI
internal import HTTPServer
internal import JSON
internal import Operations
internal import struct Volumes.ControllerCapabilities

extension VolumesAPI {
    /// `GET /v1/volumes/snapshot` (http-api.md §7.11).
    func listSnapshots(_ request: Request) async throws -> Response {
        let parameters = try parameters(of: request)
        let size = try parameters.pageSize
        let provider = try await provider(parameters, request, capability: .listSnapshots)
        let list = try await operations.snapshots(
            pluginID: provider.id,
            maxEntries: size,
            startingToken: parameters.nextToken,
            secrets: request.headerSecrets
        )
        let entries = size > 0 ? list.entries.prefix(Int(size)) : list.entries[...]
        return Response(index: provider.index, to: request) { writer in
            writer.object { writer in
                writer.answerMembers(index: provider.index, nextToken: list.nextToken)
                writer.key("Snapshots")
                writer.array { writer in
                    for entry in entries {
                        guard let snapshot = entry.snapshot else { continue }
                        writer.value(SnapshotAnswer(snapshot, pluginID: provider.id))
                    }
                }
            }
        }
    }
}

extension SnapshotAnswer {
    fileprivate init(_ snapshot: CSI.Snapshot, pluginID: String) {
        self.init(
            id: snapshot.snapshotID,
            pluginID: pluginID,
            sourceVolumeID: "",
            externalSourceVolumeID: snapshot.sourceVolumeID,
            sizeBytes: snapshot.sizeBytes,
            createTime: snapshot.creationTime?.seconds ?? 0,
            isReady: snapshot.readyToUse
        )
    }
}
