internal import CLinux
internal import Glibc

/// Removes what it is led through.
final class TreeRemoval: TreeVisitor {
    /// Is none of what is removed, and stays as it is.
    private let parent: Descriptor
    /// For errors.
    private let path: String
    /// How often a folder may turn out to have something in it again.
    private var rounds = 100

    init(from parent: Descriptor, path: String) {
        self.parent = parent
        self.path = path
    }

    /// Most names go without a look at what has them.
    func settle(_ name: FileName, in folder: Descriptor) throws -> Bool {
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

    func enter(_ folder: Entry) -> Bool { true }

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
            rounds -= 1
            guard rounds > 0 else {
                throw System.Failure("remove \(path), where somebody makes new files", code: ENOTEMPTY)
            }
            return true
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
