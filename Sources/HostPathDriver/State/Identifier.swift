/// The IDs that the driver makes. They become file names, so what comes from a caller is only ever looked up.
enum Identifier {
    static func volume() -> String { "vol-" + random() }
    static func snapshot() -> String { "snap-" + random() }
    static func group() -> String { "group-" + random() }

    static func isVolume(_ text: String) -> Bool { isMade(text, prefix: "vol-") }
    static func isSnapshot(_ text: String) -> Bool { isMade(text, prefix: "snap-") }

    private static func isMade(_ text: String, prefix: String) -> Bool {
        guard text.hasPrefix(prefix) else { return false }
        let digits = text.dropFirst(prefix.count).utf8
        return digits.count == 32
            && digits.allSatisfy { byte in
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
            }
    }

    /// 128 bits in 32 hexadecimal digits.
    private static func random() -> String {
        (0..<2).map { _ in
            let digits = String(UInt64.random(in: 0 ... .max), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
