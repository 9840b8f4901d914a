internal import CSI
internal import GRPC

extension HostPathDriver {
    /// Why a volume of a layout can't be used as asked; nil where it can.
    func objection(to capability: VolumeCapability, layout: Layout) -> RPCError? {
        guard let mode = capability.accessMode?.mode, supports(mode) else {
            return RPCError(.invalidArgument, "the access mode is not supported")
        }
        switch capability.accessType {
        case .block:
            return layout == .block ? nil : RPCError(.invalidArgument, "the volume is no block volume")
        case .mount(let mount):
            guard layout != .block else { return RPCError(.invalidArgument, "the volume is a block volume") }
            guard mount.fsType.isEmpty || mount.fsType == layout.fileSystem else {
                return RPCError(.invalidArgument, "the volume does not have the file system that is asked for")
            }
            do throws(RPCError) {
                _ = try MountOptions(mount.mountFlags, layout: layout)
                _ = try mountGroup(mount)
                return nil
            } catch {
                return error
            }
        case nil: return RPCError(.invalidArgument, "the capability has no access type")
        }
    }

    /// - Throws: FAILED_PRECONDITION, as node calls answer a capability beyond the volume's.
    func checkOnNode(_ capability: VolumeCapability, of volume: VolumeRecord) throws(RPCError) {
        if let objection = objection(to: capability, layout: volume.layout) {
            throw RPCError(.failedPrecondition, objection.message)
        }
    }

    /// The group that a mount is to belong to; nil for none.
    /// - Throws: INVALID_ARGUMENT where it is no number, or mount groups are off.
    func mountGroup(_ mount: VolumeCapability.MountVolume) throws(RPCError) -> UInt32? {
        guard !mount.volumeMountGroup.isEmpty else { return nil }
        guard has(.mountGroup), let group = UInt32(mount.volumeMountGroup), group != .max else {
            throw RPCError(.invalidArgument, "volume_mount_group is not a group ID, or not supported")
        }
        return group
    }
}

extension VolumeCapability {
    var mode: AccessMode.Mode { accessMode?.mode ?? .unknown }

    var mount: MountVolume? {
        if case .mount(let mount) = accessType { mount } else { nil }
    }

    /// Whether nobody may write.
    var isReadOnly: Bool { [.singleNodeReaderOnly, .multiNodeReaderOnly].contains(mode) }

    /// Whether several nodes may use the volume.
    var isMultiNode: Bool { [.multiNodeReaderOnly, .multiNodeSingleWriter, .multiNodeMultiWriter].contains(mode) }

    /// Whether a node may have the volume at several paths.
    var allowsSeveralTargets: Bool { isMultiNode || mode == .singleNodeMultiWriter }
}
