/// A number of bytes in words, as messages about capacities show it: decimal units, one decimal below ten.
///
/// `9.5 MB`, `11 GB`, `999 B` (http-api.md §8.4).
public struct ByteSize: Hashable, Sendable, CustomStringConvertible {
    /// How many bytes.
    public let bytes: Int64

    /// A size.
    public init(_ bytes: Int64) {
        self.bytes = bytes
    }

    /// The size in the largest unit that it fills.
    public var description: String {
        let units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"]
        var (value, unit) = (Double(bytes.magnitude), 0)
        while value >= 1000, unit < units.count - 1 { (value, unit) = (value / 1000, unit + 1) }
        let sign = bytes < 0 ? "-" : ""
        guard unit > 0 else { return "\(bytes) B" }
        let tenths = Int64((value * 10).rounded())
        guard tenths < 100 else {
            // From the tenths, and halves to the even side, as the peer's library has it.
            return "\(sign)\(Int64((Double(tenths) / 10).rounded(.toNearestOrEven))) \(units[unit])"
        }
        return "\(sign)\(tenths / 10).\(tenths % 10) \(units[unit])"
    }
}
