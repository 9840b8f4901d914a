/// Bytes in place of an answer.
public enum Payload: Sendable, Hashable {
    /// The answer without its last byte, which no reader can take for a message.
    case truncated
    /// A message without any field.
    case empty
    /// This many bytes that look random, the same ones for the same seed.
    case random(count: Int, seed: UInt64)
    /// A message of more than this many bytes, all of them in a field that nobody knows.
    case oversized(bytes: Int)
    /// These bytes.
    case bytes([UInt8])

    func bytes(insteadOf answer: [UInt8]?) -> [UInt8] {
        switch self {
        case .truncated:
            // Of an empty answer, or none, nothing can be cut off: a tag without its value is as broken.
            guard let answer, !answer.isEmpty else { return [0x0a] }
            return answer.dropLast()
        case .empty: return []
        case .random(let count, let seed):
            var state = seed
            return (0..<max(0, count)).map { _ in
                // The step of PCG, of which the upper byte is taken.
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return UInt8(truncatingIfNeeded: state >> 56)
            }
        case .oversized(let count): return WireMessage.field(1000, [UInt8](repeating: 0, count: max(0, count)))
        case .bytes(let bytes): return bytes
        }
    }
}
