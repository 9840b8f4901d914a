internal import CLinux
internal import Glibc

/// Gives a tree to a group.
final class TreeShare: TreeVisitor {
    /// The mode bits that a tree's own folder gets: `g+rwxs`.
    static let rootBits: mode_t = 0o2070

    private let group: gid_t

    init(withGroup group: gid_t) {
        self.group = group
    }

    func visit(_ file: Entry, in folder: Descriptor) throws {
        let isProgram = file.status.permissions & 0o111 != 0
        switch file.status.kind {
        // Their mode guards the device, which is no part of the tree.
        case S_IFBLK, S_IFCHR: break
        case S_IFLNK: try give(file.descriptor, file.status, bits: 0)
        default: try give(file.descriptor, file.status, bits: isProgram ? 0o070 : 0o060)
        }
    }

    func enter(_ folder: Entry) -> Bool { true }

    /// Comes last to the tree's own folder, which shows that all is done.
    func leave(_ folder: Descent.Level, in parent: Descriptor?) throws -> Bool {
        guard let descriptor = folder.descriptor else { return false }
        try give(descriptor, descriptor.status(), bits: folder.isFirst ? Self.rootBits : 0o070)
        return false
    }

    /// - Parameter bits: The mode bits that the file must have then; none where it has no mode.
    private func give(_ file: Descriptor, _ status: stat, bits: mode_t) throws(System.Failure) {
        let isForeign = status.st_gid != group
        // Else files would run with the rights of a group that did not choose them.
        let kept = status.isFolder ? status.permissions : status.permissions & ~(S_ISUID | S_ISGID)
        do throws(System.Failure) {
            if isForeign { try file.setOwner(group: group) }
            if bits != 0, isForeign || status.permissions & bits != bits { try file.setMode(kept | bits) }
        } catch {
            let protection = UInt64(STATX_ATTR_IMMUTABLE | STATX_ATTR_APPEND)
            guard error.code == EPERM, try file.details().attributes & protection != 0 else { throw error }
        }
    }
}
