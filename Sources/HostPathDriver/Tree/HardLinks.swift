internal import CLinux
internal import Glibc

/// Finds the copies of files that have several names, so that those are names of one file again.
///
/// Each such copy gets one more name, in a folder of its own, that tells whose copy it is. So memory does not grow with
/// their number.
final class HardLinks {
    private let path: String
    private var folder: Descriptor?

    /// - Parameter scratch: Where the folder lies while it is needed.
    init(scratch: String) {
        path = scratch
    }

    /// Gives the copy of a file, where there is one, a name in a folder. - Returns: Whether it has that name now.
    func give(_ name: FileName, in target: Descriptor, toCopyOf file: Entry) throws -> Bool {
        guard file.status.st_nlink > 1, let folder else { return false }
        let key = try key(of: file)
        do throws(System.Failure) {
            // Where the name is taken, the walk has met it before.
            _ = try folder.link(key, to: target, as: name)
            return true
        } catch {
            switch error.code {
            case ENOENT: return false
            case EMLINK:
                // It can have no more names; the next copy takes its place.
                try folder.unlink(key)
                return false
            default: throw error
            }
        }
    }

    /// Keeps the copy of a file with several names for the names to come.
    func keep(_ name: FileName, in target: Descriptor, asCopyOf file: Entry) throws {
        guard file.status.st_nlink > 1 else { return }
        let folder = try folder ?? makeFolder()
        _ = try target.link(name, to: folder, as: key(of: file))
    }

    /// Removes the folder.
    func remove() throws {
        // It goes also where the work was called off.
        try Tree.remove(path, work: LongWork())
    }

    private func makeFolder() throws -> Descriptor {
        // One may be left from a run that was killed.
        try remove()
        guard let (parent, name) = try Tree.place(of: path), try parent.makeFolder(name),
            let folder = try parent.entry(name)?.descriptor
        else { throw System.Failure("create \(path)", code: ENOENT) }
        self.folder = folder
        return folder
    }

    /// A file's number may be another's once the file is removed, but then that was made later.
    private func key(of file: Entry) throws(System.Failure) -> FileName {
        let (identity, details) = (file.status.identity, try file.descriptor.details())
        return FileName("\(identity.device)-\(identity.inode)-\(details.born_seconds)-\(details.born_nanoseconds)")
    }
}
