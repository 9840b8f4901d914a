package import CSI
package import Volumes

extension CSI.VolumeCapability {
    /// What CSI calls a way of using a volume (csi-mapping.md §2.1).
    ///
    /// The modes that CSI 1.5 added are sent only to plugins that know them (SINGLE_NODE_MULTI_WRITER).
    /// - Throws: ``VolumeError`` with the code `invalid` where CSI has no such mode, `unsupported` where the plugin lacks it.
    package init(_ capability: Capability, _ options: MountOptions?, _ abilities: ControllerCapabilities)
        throws(VolumeError)
    {
        let accessType: AccessType =
            switch capability.attachmentMode {
            case .fileSystem:
                .mount(.init(fsType: options?.fsType ?? "", mountFlags: options?.mountFlags ?? []))
            case .blockDevice: .block(.init())
            default: throw VolumeError(.invalid, "unknown volume attachment mode: \(capability.attachmentMode)")
            }
        let mode: AccessMode.Mode
        switch capability.accessMode {
        case .singleNodeWriter: mode = .singleNodeWriter
        case .singleNodeReaderOnly: mode = .singleNodeReaderOnly
        case .multiNodeReaderOnly: mode = .multiNodeReaderOnly
        case .multiNodeSingleWriter: mode = .multiNodeSingleWriter
        case .multiNodeMultiWriter: mode = .multiNodeMultiWriter
        case .singleNodeSingleWriter, .singleNodeMultiWriter:
            guard abilities.contains(.singleNodeMultiWriter) else {
                throw VolumeError(.unsupported, "plugin does not support access mode \(capability.accessMode)")
            }
            mode =
                capability.accessMode == .singleNodeSingleWriter ? .singleNodeSingleWriter : .singleNodeMultiWriter
        default: throw VolumeError(.invalid, "unknown volume access mode: \(capability.accessMode)")
        }
        self.init(accessType: accessType, accessMode: .init(mode: mode))
    }
}

extension ConfirmedCapability {
    /// What a plugin confirmed, in our words; what it left out, or we don't know, is nil.
    package init(_ capability: CSI.VolumeCapability) {
        let modes: [CSI.VolumeCapability.AccessMode.Mode: Volumes.AccessMode] = [
            .singleNodeWriter: .singleNodeWriter, .singleNodeReaderOnly: .singleNodeReaderOnly,
            .multiNodeReaderOnly: .multiNodeReaderOnly, .multiNodeSingleWriter: .multiNodeSingleWriter,
            .multiNodeMultiWriter: .multiNodeMultiWriter, .singleNodeSingleWriter: .singleNodeSingleWriter,
            .singleNodeMultiWriter: .singleNodeMultiWriter,
        ]
        let accessMode = (capability.accessMode?.mode).flatMap { modes[$0] }
        switch capability.accessType {
        case .block: self.init(accessMode: accessMode, attachmentMode: .blockDevice)
        case .mount(let mount):
            self.init(
                accessMode: accessMode,
                attachmentMode: .fileSystem,
                fsType: mount.fsType,
                mountFlags: mount.mountFlags
            )
        case nil: self.init(accessMode: accessMode, attachmentMode: nil)
        }
    }
}
