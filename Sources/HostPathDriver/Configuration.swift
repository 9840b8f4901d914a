internal import CSI

extension HostPathDriver {
    /// How a driver is set up.
    public struct Configuration: Hashable, Sendable {
        /// The folder that holds all volumes and snapshots, and what the driver knows of them; it is made where missing.
        public var stateDirectory: String
        /// This node's ID, at most 256 bytes.
        public var nodeID: String
        /// The IDs of further nodes that the driver plays on this machine, over the same volumes.
        public var furtherNodeIDs: [String]
        /// The plugin's name: domain notation, at most 63 characters.
        public var driverName: String
        /// What the driver reports and does.
        public var features: Set<Feature>
        /// How many volumes can be attached to this node; 0 for no limit.
        public var attachLimit: Int64
        /// The largest volume, in bytes.
        public var maximumVolumeBytes: Int64
        /// The keys that ControllerModifyVolume and `mutable_parameters` take.
        public var mutableParameters: Set<String>
        /// Whether volumes take room on the disk only as they are written, and together may promise more than there is.
        public var thin: Bool

        /// A driver with all features, for volumes of at most 1 TiB, of which 128 can be attached.
        public init(
            stateDirectory: String,
            nodeID: String,
            furtherNodeIDs: [String] = [],
            driverName: String = "hostpath.csi-bridge",
            features: Set<Feature> = Set(Feature.allCases),
            attachLimit: Int64 = 128,
            maximumVolumeBytes: Int64 = 1 << 40,
            mutableParameters: Set<String> = ["iops", "throughput"],
            thin: Bool = false
        ) {
            self.stateDirectory = stateDirectory
            self.nodeID = nodeID
            self.furtherNodeIDs = furtherNodeIDs
            self.driverName = driverName
            self.features = features
            self.attachLimit = attachLimit
            self.maximumVolumeBytes = maximumVolumeBytes
            self.mutableParameters = mutableParameters
            self.thin = thin
        }

        /// All nodes that the driver plays.
        var nodeIDs: [String] { [nodeID] + furtherNodeIDs }

        /// - Throws: ``HostPathDriver/Failure`` that names the setting which CSI does not allow.
        func check() throws(Failure) {
            guard stateDirectory.hasPrefix("/"), !stateDirectory.utf8.contains(0) else {
                throw Failure("the state folder's path is not absolute: \(stateDirectory)")
            }
            for nodeID in nodeIDs { try check(nodeID: nodeID) }
            guard Set(nodeIDs).count == nodeIDs.count else { throw Failure("two nodes have the same ID") }
            guard (1...63).contains(driverName.utf8.count), Topology.isLabel(driverName, with: "-.") else {
                throw Failure("the driver's name \"\(driverName)\" is not in domain notation of at most 63 characters")
            }
            guard attachLimit >= 0 else { throw Failure("the attach limit is negative") }
            guard maximumVolumeBytes >= Layout.smallestVolume else { throw Failure("the largest volume is too small") }
        }

        private func check(nodeID: String) throws(Failure) {
            guard (1...256).contains(nodeID.utf8.count) else { throw Failure("a node ID needs 1 to 256 bytes") }
            guard !features.contains(.topology) || (nodeID.utf8.count <= 63 && Topology.isLabel(nodeID, with: "-_."))
            else {
                throw Failure(
                    "the node ID \"\(nodeID)\" can't be a topology value: at most 63 letters, digits, '-', '_' and '.', "
                        + "with letters or digits at its ends; or switch the topology feature off"
                )
            }
        }
    }

    /// Why a driver can't start.
    public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// What stands in the way.
        public let description: String

        init(_ description: String) {
            self.description = description
        }
    }
}
