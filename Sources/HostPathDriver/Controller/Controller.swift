internal import CSI
internal import GRPC

/// Volumes and snapshots, wherever they are used. Each call has a file of its own beside this one.
struct Controller: ControllerService {
    let driver: HostPathDriver

    var catalog: Catalog { driver.catalog }
    var storage: Storage { driver.storage }

    func controllerGetCapabilities(
        _ request: ControllerGetCapabilitiesRequest,
        _ call: ServerCall
    ) async throws -> ControllerGetCapabilitiesResponse {
        let kinds: [(Feature, ControllerServiceCapability.RPC.Kind)] = [
            (.createVolume, .createDeleteVolume), (.attach, .publishUnpublishVolume), (.listVolumes, .listVolumes),
            (.capacity, .getCapacity), (.snapshots, .createDeleteSnapshot), (.listSnapshots, .listSnapshots),
            (.clone, .cloneVolume), (.attachReadonly, .publishReadonly), (.expand, .expandVolume),
            (.publishedNodes, .listVolumesPublishedNodes), (.condition, .volumeCondition), (.getVolume, .getVolume),
            (.singleNodeMultiWriter, .singleNodeMultiWriter), (.modify, .modifyVolume), (.getSnapshot, .getSnapshot),
            (.volumeHealth, .getVolumeHealth), (.listVolumeHealth, .listVolumeHealth),
        ]
        let capabilities = kinds.filter { driver.has($0.0) }.map { _, kind in
            ControllerServiceCapability(type: .rpc(ControllerServiceCapability.RPC(type: kind)))
        }
        return ControllerGetCapabilitiesResponse(capabilities: capabilities)
    }

    /// A volume as callers see it.
    func describe(_ volume: VolumeRecord) -> Volume {
        Volume(
            capacityBytes: volume.capacity,
            volumeID: volume.id,
            volumeContext: volume.context,
            contentSource: volume.request.volumeContentSource,
            accessibleTopology: driver.configuration.nodeIDs.compactMap(driver.topology(ofNode:))
        )
    }

    /// The nodes a volume is attached to, where the driver reports them.
    func publishedNodes(_ volume: VolumeRecord) throws -> [String] {
        driver.has(.publishedNodes) ? try catalog.attachments(ofVolume: volume.id).map(\.nodeID) : []
    }
}

extension VolumeRecord {
    /// What every later call about the volume carries.
    var context: [String: String] {
        var context = ["layout": layout.rawValue]
        if isThin { context["thin"] = "true" }
        // Nothing keeps the writers of a folder from taking more.
        if layout == .directory { context["capacity"] = "not enforced" }
        return context
    }
}

extension SnapshotRecord {
    /// The snapshot as callers see it. Copies are whole when they are acknowledged.
    var message: Snapshot {
        Snapshot(
            sizeBytes: size,
            snapshotID: id,
            sourceVolumeID: volumeID,
            creationTime: created,
            readyToUse: state == .ready,
            groupSnapshotID: groupID ?? ""
        )
    }
}
