internal import CSI
internal import GRPC

extension Topology {
    /// The one topology key: volumes can be reached on the nodes of the machine that holds them.
    static let nodeKey = "topology.hostpath.csi-bridge/node"

    /// Whether a text consists of letters, digits and `inner`, with letters or digits at its ends.
    static func isLabel(_ text: String, with inner: String) -> Bool {
        let isAlphanumeric = { (byte: UInt8) in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        }
        guard let first = text.utf8.first, let last = text.utf8.last else { return false }
        return isAlphanumeric(first) && isAlphanumeric(last)
            && text.utf8.allSatisfy { isAlphanumeric($0) || inner.utf8.contains($0) }
    }

    /// Whether a volume that can be reached on these nodes fits: each segment that is asked for is one of theirs. Keys
    /// ignore case.
    func includes(anyOf nodes: [String]) -> Bool {
        segments.allSatisfy { key, value in key.lowercased() == Self.nodeKey && nodes.contains(value) }
    }
}

extension TopologyRequirement {
    /// - Throws: INVALID_ARGUMENT where nothing is asked for, or something is preferred that is not among the requisite.
    func check() throws(RPCError) {
        guard !requisite.isEmpty || !preferred.isEmpty else {
            throw RPCError(.invalidArgument, "accessibility_requirements has neither requisite nor preferred")
        }
        guard requisite.isEmpty || preferred.allSatisfy(requisite.contains) else {
            throw RPCError(.invalidArgument, "accessibility_requirements.preferred is not among requisite")
        }
        for topology in requisite + preferred {
            try Check.map(topology.segments, "accessibility_requirements")
            guard Set(topology.segments.keys.map { $0.lowercased() }).count == topology.segments.count else {
                throw RPCError(.invalidArgument, "accessibility_requirements has keys that differ only in case")
            }
        }
    }

    /// Whether a volume that can be reached on these nodes satisfies the requirement; what is only preferred can be left
    /// unfulfilled.
    func allows(anyOf nodes: [String]) -> Bool {
        requisite.isEmpty || requisite.contains { $0.includes(anyOf: nodes) }
    }
}
