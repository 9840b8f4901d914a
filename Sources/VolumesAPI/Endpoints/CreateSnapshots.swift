internal import HTTPServer
internal import JSON
internal import Operations
internal import Workflows
internal import StateStore
internal import Volumes

extension VolumesAPI {
    /// `PUT` and `POST /v1/volumes/snapshot` (http-api.md §7.9): one after the other, each on its own.
    func createSnapshots(_ request: Request) async throws -> Response {
        let body = try SnapshotsRequest(await request.bodyFields(), request.query)
        try checkRegion(body.target.region)
        var made: [SnapshotAnswer] = []
        var failures: [VolumeError] = []
        var index: Revision = 0
        for wish in body.wishes {
            try Task.checkCancellation()
            do throws(VolumeError) {
                let snapshot = try await operations.createSnapshot(
                    of: wish.source,
                    pluginID: wish.pluginID,
                    name: wish.name,
                    parameters: wish.parameters,
                    secrets: wish.secrets
                )
                made.append(SnapshotAnswer(snapshot))
                index = max(index, store.view.lastChange(in: .key(Keys.provider(snapshot.pluginID))))
            } catch {
                failures.append(error)
            }
        }
        guard failures.isEmpty else { throw VolumeError(several: failures, of: body.wishes.count) }
        return Response(index: index, to: request) { writer in
            writer.object { writer in
                writer.answerMembers(index: index, nextToken: "")
                guard !made.isEmpty else { return writer.nullMember("Snapshots") }
                writer.key("Snapshots")
                writer.array { writer in
                    for snapshot in made { writer.value(snapshot) }
                }
            }
        }
    }
}

extension SnapshotAnswer {
    /// The answer to the create names the volume that the caller named (CONTRACT.md, "Snapshot create response").
    fileprivate init(_ snapshot: Snapshot) {
        self.init(
            id: snapshot.id,
            pluginID: "",
            sourceVolumeID: snapshot.sourceVolume.name,
            externalSourceVolumeID: snapshot.externalSourceVolumeID,
            sizeBytes: snapshot.sizeBytes,
            createTime: snapshot.createTime,
            isReady: snapshot.isReady
        )
    }
}
