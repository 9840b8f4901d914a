internal import GRPC
internal import Synchronization

/// What a call is about to work on. While it does, others that need the same are refused.
struct Claim: Hashable, Sendable {
    /// The kind of thing and its name, such as `volume/…`.
    let key: String
    /// Whether others may read it meanwhile.
    let isShared: Bool

    static func volume(_ id: String) -> Claim { Claim(key: "volume/\(id)", isShared: false) }
    static func snapshot(_ id: String) -> Claim { Claim(key: "snapshot/\(id)", isShared: false) }
    static func group(_ id: String) -> Claim { Claim(key: "group/\(id)", isShared: false) }
    static func volumeName(_ name: String) -> Claim { Claim(key: "volume name/\(name)", isShared: false) }
    static func snapshotName(_ name: String) -> Claim { Claim(key: "snapshot name/\(name)", isShared: false) }
    static func groupName(_ name: String) -> Claim { Claim(key: "group name/\(name)", isShared: false) }
    static func path(_ path: String) -> Claim { Claim(key: "path/\(path)", isShared: false) }
    static func reading(_ claim: Claim) -> Claim { Claim(key: claim.key, isShared: true) }
}

/// Who works on what: one call at a time changes a volume, a snapshot, a name or a path.
final class Turns: Sendable {
    /// How many read each thing, or -1 where one changes it.
    private let users = Mutex<[String: Int]>([:])

    /// Takes all claims or none.
    /// - Throws: ABORTED where another call has one of them.
    func take(_ claims: Set<Claim>) throws(RPCError) {
        let isFree = users.withLock { users in
            for claim in claims {
                let count = users[claim.key] ?? 0
                guard count == 0 || (claim.isShared && count > 0) else { return false }
            }
            for claim in claims { users[claim.key] = claim.isShared ? (users[claim.key] ?? 0) + 1 : -1 }
            return true
        }
        guard isFree else { throw RPCError(.aborted, "another operation on the same object is pending") }
    }

    /// Gives claims back.
    func release(_ claims: Set<Claim>) {
        users.withLock { users in
            for claim in claims {
                let count = users[claim.key] ?? 0
                users[claim.key] = claim.isShared && count > 1 ? count - 1 : nil
            }
        }
    }
}
