/// What becomes of a registered volume when it is registered or created again with `update=true`.
///
/// The wish is whole, as a specification file is; CONTRACT.md ("Update") and http-api.md §8.3 say what may change.
public struct VolumeUpdate: Hashable, Sendable {
    /// The volume with all that may change changed, but its capacities.
    public let volume: Volume
    /// What the wished capacities mean for it.
    public let expansion: Expansion

    /// Compares a wish with what is stored.
    /// - Parameters:
    ///   - stored: The volume as it is.
    ///   - wish: The volume as it is asked for; what the server owns in it is not looked at.
    ///   - modesInUse: The modes of its users; nil where nobody uses it.
    /// - Throws: ``VolumeError`` with all that can't be changed: the code is `in use` where only use forbids it, else
    ///   `invalid`.
    public init(of stored: Volume, to wish: Volume, modesInUse: Capability?) throws(VolumeError) {
        try VolumeValidation.checkModes(of: wish)
        try Self.check(stored, wish, modesInUse)

        var volume = stored
        volume.requestedCapabilities = wish.requestedCapabilities
        volume.mountOptions = wish.mountOptions
        if !wish.context.isEmpty { volume.context = wish.context }
        self.volume = volume
        expansion = try Expansion(of: stored, min: wish.requestedCapacityMin, max: wish.requestedCapacityMax)
    }

    private static func check(_ stored: Volume, _ wish: Volume, _ modesInUse: Capability?) throws(VolumeError) {
        var faults: [String] = []
        func keep(_ wished: String, _ stored: String, _ fault: String) {
            if !wished.isEmpty, !wished.isIdentical(to: stored) { faults.append(fault) }
        }
        keep(wish.name, stored.name, "volume name cannot be updated")
        keep(wish.externalID, stored.externalID, "volume external ID cannot be updated")
        if !wish.pluginID.isIdentical(to: stored.pluginID) { faults.append("volume plugin ID cannot be updated") }
        keep(wish.cloneID, stored.cloneID, "volume clone ID cannot be updated")
        keep(wish.snapshotID, stored.snapshotID, "volume snapshot ID cannot be updated")
        if !stored.topologies.isEmpty, !stored.requestedTopologies.isEquivalent(to: wish.requestedTopologies) {
            faults.append("volume topology request update was not compatible with existing topology")
        }
        if !wish.parameters.isEmpty, wish.parameters != stored.parameters {
            faults.append("volume parameters cannot be updated")
        }

        let invalid = faults.count
        if let modesInUse {
            if !wish.requestedCapabilities.contains(modesInUse) {
                faults.append(
                    "volume requested capabilities update was not compatible with existing capability in use"
                )
            }
            if !(wish.mountOptions ?? MountOptions()).isEquivalent(to: stored.mountOptions ?? MountOptions()) {
                faults.append("can not update mount options while volume is in use")
            }
        }
        guard faults.isEmpty else {
            throw VolumeError(
                invalid == 0 ? .inUse : .invalid,
                AggregatedFaults(faults).description,
                volume: stored.id.name,
                plugin: stored.pluginID
            )
        }
    }
}

extension TopologyRequest? {
    /// Whether both ask for the same, in the same order; absent and empty differ only where the other asks for something.
    func isEquivalent(to other: TopologyRequest?) -> Bool {
        guard let self, let other else { return (self?.isEmpty ?? true) && (other?.isEmpty ?? true) }
        return (self.required ?? []) == (other.required ?? []) && (self.preferred ?? []) == (other.preferred ?? [])
    }
}

/// Several faults in one text, in the shape that the peer's clients show: http-api.md §1.7.
public struct AggregatedFaults: Hashable, Sendable, CustomStringConvertible {
    /// One text a fault.
    public let faults: [String]

    /// Faults in their order.
    public init(_ faults: [String]) {
        self.faults = faults
    }

    /// A count, then one line a fault, each after a tab and a star.
    public var description: String {
        let head = faults.count == 1 ? "1 error occurred:" : "\(faults.count) errors occurred:"
        return head + faults.map { "\n\t* \($0)" }.joined() + "\n\n"
    }
}
