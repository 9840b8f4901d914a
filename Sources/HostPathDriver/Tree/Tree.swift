internal import CLinux
internal import Glibc

/// The content of a folder, seen through descriptors that never leave it, whatever those who use it do meanwhile.
///
/// It is a mount of the folder that nobody else sees. What is mounted inside the folder is not in it, and no link leads
/// out of it.
final class Tree: Sendable {
    private let root: Descriptor

    /// - Parameter path: The folder. A symbolic link at its end is not followed.
    init(of path: String) throws(System.Failure) {
        root = try Descriptor(clinux_open_tree(path), "open the tree \(path)")
        try root.run("seal the tree \(path)", clinux_seal_tree)
        guard try root.status().isFolder else { throw System.Failure("open the tree \(path)", code: ENOTDIR) }
    }

    /// Copies everything into a new folder, sharing blocks where the file system can.
    ///
    /// Each file and folder gets its owner, mode, times and extended attributes with access lists and capabilities;
    /// holes stay holes, and names of one file stay names of one file. Flags of `chattr` are not copied. What changes
    /// meanwhile is copied as it is met.
    /// - Parameters:
    ///   - target: A path at which nothing is yet, in a folder that nobody else changes. After a failure a part of the
    ///     copy may lie there.
    ///   - scratch: A path for a folder that is made where it is needed, and removed, on the target's file system.
    ///   - work: Moves on with what the files take on the disk.
    /// - Throws: `System.Failure`, EEXIST where the target is there; CANCELLED where the work was called off.
    func copy(to target: String, scratch: String, work: LongWork) throws {
        let links = HardLinks(scratch: scratch)
        do {
            try walk(try TreeCopy(to: target, links: links, work: work), work)
        } catch {
            // What was thrown first tells more.
            try? links.remove()
            throw error
        }
        try links.remove()
    }

    /// What the content takes on the disk, in bytes, and how many files and folders there are, this one included.
    ///
    /// A file with several names counts once.
    func usage(work: LongWork) throws -> (bytes: Int64, files: Int64) {
        let count = TreeUsage()
        try walk(count, work)
        return (count.bytes, count.files)
    }

    /// Whether anything may have been changed, made, renamed or removed at a moment or after it.
    /// - Parameter moment: By `CLOCK_REALTIME_COARSE`, by which the kernel stamps changes; the finer clock is ahead of
    ///   it.
    func hasChanged(since moment: timespec, work: LongWork) throws -> Bool {
        let search = ChangeSearch(since: moment)
        do {
            try walk(search, work)
        } catch is ChangeSearch.Found {
            return true
        }
        return false
    }

    /// Gives all content to a group, which may then read and write it, and enter folders (mode bits `g+rwX`); what is
    /// made in the folder belongs to the group too (`g+s`).
    ///
    /// The folder itself comes last, and where it has the group and the bits already, nothing is done: so a run that
    /// was interrupted is repeated, and a finished one is not. Files that are changed lose setuid and setgid. Symbolic
    /// links get the group alone, and device files and what `chattr` protects stay as they are.
    func share(withGroup group: UInt32, work: LongWork) throws {
        let status = try root.status()
        if status.st_gid == group, status.permissions & TreeShare.rootBits == TreeShare.rootBits { return }
        try walk(TreeShare(withGroup: group), work)
    }

    func walk(_ visitor: any TreeVisitor, _ work: LongWork) throws {
        try TreeWalk.run(visitor, through: FileName("."), in: root, work)
    }

    /// Removes a file, or a folder with everything in it, also what `chattr` protects. Nothing there is as good.
    ///
    /// What is mounted inside the folder is taken away from there, and its own content stays as it is.
    /// - Parameter path: A path in a folder that nobody else changes; a symbolic link at its end is removed itself.
    /// - Throws: `System.Failure`, EBUSY where something is mounted at the path itself or in use, ENOTEMPTY where
    ///   somebody makes new files all the time; CANCELLED where the work was called off.
    static func remove(_ path: String, work: LongWork) throws {
        guard let (parent, name) = try place(of: path) else { return }
        try TreeWalk.run(TreeRemoval(from: parent, path: path), through: name, in: parent, work)
    }

    /// The folder of an absolute path, opened, and the name in it; nil where there is no such folder.
    static func place(of path: String) throws(System.Failure) -> (parent: Descriptor, name: FileName)? {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else {
            throw System.Failure("find \(path)", code: EINVAL)
        }
        let name = path[path.utf8.index(after: slash)...]
        guard !["", ".", ".."].contains(name) else { throw System.Failure("find \(path)", code: EINVAL) }
        let opened = open(String(path[...slash]), clinux_O_PATH | O_DIRECTORY | O_CLOEXEC)
        if opened < 0, errno == ENOENT || errno == ENOTDIR { return nil }
        return (try Descriptor(opened, "open the folder of \(path)"), FileName(String(name)))
    }
}
