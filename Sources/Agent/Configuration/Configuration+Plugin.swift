public import GRPC

extension Configuration {
    /// How a plugin is reached and called.
    public struct Plugin: Hashable, Sendable {
        /// Where it listens.
        public var endpoint: Endpoint
        /// How many calls to it may be in flight at once.
        public var maximumInFlight = 64
        /// How long one call may take.
        public var timeout = Duration.seconds(60)
        /// What CreateVolume calls a volume.
        public var volumeName = VolumeName.name

        /// A plugin with the settings of one that only has a socket.
        public init(endpoint: Endpoint) {
            self.endpoint = endpoint
        }
    }

    /// What CSI's CreateVolume is given as a volume's `name`, its idempotency key.
    public enum VolumeName: String, CaseIterable, Sendable {
        /// The volume's name, as the peer does; volumes of one name in two namespaces are then one to the plugin.
        case name
        /// A name that is made from namespace and ID, and so is unique.
        case id
    }
}
