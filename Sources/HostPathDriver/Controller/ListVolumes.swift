internal import CSI
internal import GRPC

extension Controller {
    func listVolumes(_ request: ListVolumesRequest, _ call: ServerCall) async throws -> ListVolumesResponse {
        try driver.require(.listVolumes, for: call)
        try Check.maxEntries(request.maxEntries)
        return try await driver.perform {
            let token = try PageToken(request.startingToken, last: try catalog.lastSequence(of: "volumes"))
            let volumes = try catalog.volumes(after: token.sequence, limit: PageToken.limit(request.maxEntries))
            let page = PageToken.page(volumes, size: request.maxEntries, sequence: \.sequence)
            let mounts = try MountTable.current()
            let entries = try page.elements.map { volume in
                ListVolumesResponse.Entry(
                    volume: describe(volume),
                    status: ListVolumesResponse.VolumeStatus(
                        publishedNodeIDs: try publishedNodes(volume),
                        volumeCondition: try driver.condition(of: volume, .quick(mounts))
                    )
                )
            }
            return ListVolumesResponse(entries: entries, nextToken: page.nextToken)
        }
    }
}
