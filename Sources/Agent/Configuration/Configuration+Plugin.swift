public import GRPC
public import Operations

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
}
