internal import CLinux
internal import Glibc

/// Looks for a change in a tree by the times that the kernel keeps, which nobody can set.
final class ChangeSearch: TreeVisitor {
    struct Found: Error {}

    private let moment: timespec

    init(since moment: timespec) {
        self.moment = moment
    }

    func visit(_ file: Entry, in folder: Descriptor) throws {
        try look(at: file.status)
    }

    func enter(_ folder: Entry) throws -> Bool {
        try look(at: folder.status)
        return true
    }

    /// Looks at the folder once more: what was moved from ahead of the walk to behind it shows in the folder it left.
    func leave(_ folder: Descent.Level, in parent: Descriptor?) throws -> Bool {
        guard let descriptor = folder.descriptor else { throw Found() }
        try look(at: descriptor.status())
        return false
    }

    private func look(at status: stat) throws(Found) {
        let changed = status.st_ctim
        if (changed.tv_sec, changed.tv_nsec) >= (moment.tv_sec, moment.tv_nsec) { throw Found() }
    }
}
