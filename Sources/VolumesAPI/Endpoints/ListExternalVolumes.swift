internal import CSI
internal import HTTPServer
internal import JSON
internal import Operations
internal import struct Volumes.ControllerCapabilities

extension VolumesAPI {
    /// `GET /v1/volumes/external` (http-api.md §7.8).
    func listExternalVolumes(_ request: Request) async throws -> Response {
        let parameters = try parameters(of: request)
        let size = try parameters.pageSize
        let provider = try await provider(parameters, request, capability: .listVolumes)
        let list = try await operations.externalVolumes(
            pluginID: provider.id,
            maxEntries: size,
            startingToken: parameters.nextToken
        )
        let entries = size > 0 ? list.entries.prefix(Int(size)) : list.entries[...]
        return Response(index: provider.index, to: request) { writer in
            writer.object { writer in
                writer.answerMembers(index: provider.index, nextToken: list.nextToken)
                writer.key("Volumes")
                writer.array { writer in
                    for entry in entries { writer.value(entry) }
                }
            }
        }
    }
}

extension JSONWriter {
    /// http-api.md §5.4.
    fileprivate mutating func value(_ entry: CSI.ListVolumesResponse.Entry) {
        let volume = entry.volume ?? CSI.Volume()
        let condition = entry.status?.volumeCondition
        object { writer in
            writer.member("CapacityBytes", volume.capacityBytes)
            writer.member("CloneID", volume.contentSource?.cloneID ?? "")
            writer.member("ExternalID", volume.volumeID)
            writer.member("IsAbnormal", condition?.abnormal ?? false)
            writer.key("PublishedExternalNodeIDs")
            if let nodes = entry.status?.publishedNodeIDs, !nodes.isEmpty {
                writer.array { writer in
                    for node in nodes { writer.value(node) }
                }
            } else {
                writer.null()
            }
            writer.member("SnapshotID", volume.contentSource?.snapshotID ?? "")
            writer.member("Status", condition?.message ?? "")
            writer.member("VolumeContext", volume.volumeContext.isEmpty ? nil : volume.volumeContext)
        }
    }
}

extension CSI.VolumeContentSource {
    /// The volume that this one is a clone of.
    fileprivate var cloneID: String? {
        if case .volume(let source)? = type { source.volumeID } else { nil }
    }

    /// The snapshot that the volume was made from.
    fileprivate var snapshotID: String? {
        if case .snapshot(let source)? = type { source.snapshotID } else { nil }
    }
}
