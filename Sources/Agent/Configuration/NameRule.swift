/// What a name may be made of.
struct NameRule: Sendable {
    /// What errors call such a name.
    let kind: String
    /// What may stand in it beside letters and digits of ASCII.
    let others: String
    /// The names that mean something else.
    var reserved: Set<String> = []

    static let maximumLength = 128

    static let node = NameRule(kind: "node name", others: "-_.")
    static let region = NameRule(kind: "region", others: "-_.")
    static let plugin = NameRule(kind: "plugin ID", others: "-_.", reserved: [".", ".."])
    static let namespace = NameRule(kind: "namespace", others: "-")
    static let nodePool = NameRule(kind: "node pool", others: "-_", reserved: ["all"])

    /// What is wrong with a name; nil where nothing is.
    func fault(in name: String) -> String? {
        guard !name.isEmpty else { return "the \(kind) is empty" }
        let isAllowed = name.utf8.allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                || others.utf8.contains(byte)
        }
        guard isAllowed, name.utf8.count <= Self.maximumLength else {
            let list = others.map { "\"\($0)\"" }.joined(separator: ", ")
            return
                "\(String(reflecting: name)) is no \(kind): at most \(Self.maximumLength) letters, digits and \(list)"
        }
        return reserved.contains(name) ? "\"\(name)\" can't be a \(kind)" : nil
    }
}
