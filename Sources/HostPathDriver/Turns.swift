internal import GRPC

/// What a call is about to work on. While it does, others that need the same are refused.
struct Claim: Hashable, Sendable {
    /// The kind of thing and its name, such as `volume/…`.
    let key: String
    /// Whether others may read it meanwhile.
    let isShared: Bool

    /// A volume's place in the world: where it is attached, staged and published.
    static func volume(_ id: String) -> Claim { Claim(key: "volume/\(id)", isShared: false) }
    /// A volume's existence, size and parameters, which stay as they are while it is copied.
    static func content(_ id: String) -> Claim { Claim(key: "content/\(id)", isShared: false) }
    static func snapshot(_ id: String) -> Claim { Claim(key: "snapshot/\(id)", isShared: false) }
    static func group(_ id: String) -> Claim { Claim(key: "group/\(id)", isShared: false) }
    static func volumeName(_ name: String) -> Claim { Claim(key: "volume name/\(name)", isShared: false) }
    static func snapshotName(_ name: String) -> Claim { Claim(key: "snapshot name/\(name)", isShared: false) }
    static func groupName(_ name: String) -> Claim { Claim(key: "group name/\(name)", isShared: false) }
    static func path(_ path: String) -> Claim { Claim(key: "path/\(path)", isShared: false) }
    static func reading(_ claim: Claim) -> Claim { Claim(key: claim.key, isShared: true) }
}

/// Who works on what: one call at a time changes a volume, a snapshot, a name or a path.
///
/// Nobody waits for ever, nor in a circle. A call takes all claims at once when it begins, and is refused where one is not
/// free. Only a copy waits for more: for the volume's claim, when it has the claim on its content. So nobody waits for a
/// copy, which alone waits, and two copies never wait for one volume.
final class Turns: Sendable {
    private struct Use {
        /// How many read the thing, or -1 where one changes it.
        var count: Int
        /// The copy that uses it; nil for other work.
        var copy: LongWork?
    }

    private let uses = Monitor<[String: Use]>([:])

    /// Takes all claims or none.
    /// - Parameter copy: The copy that takes them; nil for other work.
    /// - Throws: ABORTED where another call has one of them.
    func take(_ claims: Set<Claim>, for copy: LongWork? = nil) throws(RPCError) {
        if let other = uses.withLock({ Self.take(claims, for: copy, &$0) }) { throw Self.pending(other) }
    }

    /// Takes all claims or none, and blocks the thread until they are free.
    /// - Throws: ABORTED where another call still has one of them when the time is over, and what the copy was called off
    ///   with.
    func take(_ claims: Set<Claim>, for copy: LongWork, within limit: Duration) throws(RPCError) {
        var other: Use?
        let isOver = uses.wait(until: .now + limit) { uses -> Bool? in
            if copy.isCalledOff { return true }
            other = Self.take(claims, for: copy, &uses)
            return other == nil ? false : nil
        }
        if isOver == true { try copy.advance() }
        if isOver != false, let other { throw Self.pending(other) }
    }

    /// Lets those who wait see whether they were called off.
    func wake() {
        uses.withLock { _ in }
    }

    /// - Returns: The use that stands in the way; nil where the claims are taken.
    private static func take(_ claims: Set<Claim>, for copy: LongWork?, _ uses: inout [String: Use]) -> Use? {
        for claim in claims {
            if let use = uses[claim.key], !claim.isShared || use.count < 0 { return use }
        }
        for claim in claims {
            let readers = uses[claim.key]?.count ?? 0
            uses[claim.key] = Use(count: claim.isShared ? readers + 1 : -1, copy: copy ?? uses[claim.key]?.copy)
        }
        return nil
    }

    private static func pending(_ other: Use) -> RPCError {
        let progress = other.copy.map { ": a copy is at \($0.progress)" } ?? ""
        return RPCError(.aborted, "another operation on the same object is pending\(progress)")
    }

    /// Gives claims back.
    func release(_ claims: Set<Claim>) {
        uses.withLock { uses in
            for claim in claims {
                if claim.isShared, let use = uses[claim.key], use.count > 1 {
                    uses[claim.key]?.count -= 1
                } else {
                    uses[claim.key] = nil
                }
            }
        }
    }
}
