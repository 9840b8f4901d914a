internal import CLinux
internal import Glibc

/// Removes what it is led through.
final class TreeRemoval: TreeVisitor {
    /// Is none of what is removed, and stays as it is.
    private let parent: Descriptor
    /// For errors.
    private let path: String
    private let start = System.now
    private var isAtStart = true
    /// Whether the folder that was entered last was changed after the removal began.
    private var isInChangedFolder = false
    /// How much of what others add meanwhile is still removed: folders that they changed, names in these, and folders
    /// that turn out to have something in them again.
    private var patience = 20_000

    init(from parent: Descriptor, path: String) {
        self.parent = parent
        self.path = path
    }

    /// Most names go without a look at what has them.
    func settle(_ name: FileName, in folder: Descriptor) throws -> Bool {
        if isInChangedFolder { try noteChange() }
        do throws(System.Failure) {
            try folder.unlink(name)
            return true
        } catch {
            guard [EISDIR, EPERM, EBUSY].contains(error.code) else { throw error }
            return false
        }
    }

    func visit(_ file: Entry, in folder: Descriptor) throws {
        do throws(System.Failure) {
            try unlink(file.name, 0, from: folder) { () throws(System.Failure) in
                // Others have no such flags, and opening them may have effects.
                guard file.status.kind == S_IFREG else { return }
                try file.descriptor.openedFile().unprotect()
            }
        } catch {
            // A folder has taken its place, and keeps the folder around it from being removed, which comes back to it.
            guard error.code == EISDIR else { throw error }
        }
    }

    /// Keeps others out of the whole tree first, as far as modes can.
    func enter(_ folder: Entry) throws -> Bool {
        if isAtStart { try? folder.descriptor.setMode(0) }
        // The removal itself changes only folders that it has entered already.
        let changed = System.nanoseconds(folder.status.st_ctim)
        isInChangedFolder = !isAtStart && start < changed && changed <= System.now
        isAtStart = false
        if isInChangedFolder { try noteChange() }
        return true
    }

    func leave(_ folder: Descent.Level, in parent: Descriptor?) throws -> Bool {
        // What is left of a folder that was moved shows where it lies now.
        guard let parent else { return false }
        do throws(System.Failure) {
            try unlink(folder.name, AT_REMOVEDIR, from: parent) { () throws(System.Failure) in
                try folder.descriptor?.unprotect()
            }
            return false
        } catch {
            guard [ENOTEMPTY, EEXIST, ENOTDIR].contains(error.code) else { throw error }
            try noteChange()
            return true
        }
    }

    /// - Throws: ENOTEMPTY where others have changed so much that the removal need not come to an end.
    private func noteChange() throws(System.Failure) {
        patience -= 1
        guard patience > 0 else {
            throw System.Failure("remove \(path), where somebody makes new files", code: ENOTEMPTY)
        }
    }

    func uncover(_ name: FileName, in folder: Descriptor) throws(System.Failure) -> Bool {
        guard folder !== parent else {
            throw System.Failure("remove \(path), where something is mounted", code: EBUSY)
        }
        return try folder.unmount(name)
    }

    /// Takes a name from a folder, and whatever keeps it there.
    /// - Parameter unprotect: Lets what has the name be removed in spite of `chattr`.
    private func unlink(
        _ name: FileName,
        _ flags: CInt,
        from folder: Descriptor,
        _ unprotect: () throws(System.Failure) -> Void
    ) throws(System.Failure) {
        var tries = 3
        while true {
            do throws(System.Failure) {
                return try folder.unlink(name, flags)
            } catch {
                tries -= 1
                switch error.code {
                case EPERM where tries > 0:
                    // Where this fails, the next try does too, and its error is the one to tell.
                    try? unprotect()
                    if folder !== parent { try? folder.unprotect() }
                case EBUSY where tries > 0:
                    guard try uncover(name, in: folder) else { throw error }
                default: throw error
                }
            }
        }
    }
}
