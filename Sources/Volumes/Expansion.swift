/// What asking for other capacities means for a volume (http-api.md §8.4).
public enum Expansion: Hashable, Sendable {
    /// The wish says nothing, or what is stored already.
    case none
    /// The bounds are new, but the volume is large enough.
    case bounds(min: Int64, max: Int64)
    /// The plugin has to make the volume grow.
    case growth(min: Int64, max: Int64)

    /// Compares new bounds with a volume. Volumes never shrink.
    /// - Parameters:
    ///   - min: The least bytes; 0 for no wish.
    ///   - max: The most bytes; 0 for no limit.
    /// - Throws: ``VolumeError`` with the code `invalid` where the bounds contradict each other or the volume.
    public init(of volume: Volume, min: Int64, max: Int64) throws(VolumeError) {
        func refuse(_ reason: String) -> VolumeError {
            VolumeError(.invalid, reason, volume: volume.id.name, plugin: volume.pluginID)
        }
        guard min >= 0, max >= 0 else { throw refuse("capacities cannot be negative") }
        let stored = (volume.requestedCapacityMin, volume.requestedCapacityMax)
        if (min, max) == (0, 0) || (min, max) == stored {
            self = .none
            return
        }
        if max > 0, max < min {
            throw refuse(
                "max requested capacity (\(ByteSize(max))) less than or equal to min (\(ByteSize(min)))"
            )
        }
        if max > 0, max < volume.capacity {
            throw refuse(
                "max requested capacity (\(ByteSize(max))) less than or equal to current (\(ByteSize(volume.capacity)))"
            )
        }
        self = min <= volume.capacity ? .bounds(min: min, max: max) : .growth(min: min, max: max)
    }
}
