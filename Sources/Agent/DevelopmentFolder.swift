internal import Glibc
internal import HostPathDriver
internal import Platform

/// The folder of a development agent, which is gone after it.
///
/// A file in it says what it is, and has a lock as long as the agent lives, however that ends. The lock is taken before
/// the file gets its name, so that nobody ever sees one of a living agent without.
final class DevelopmentFolder: Sendable {
    /// Where it is.
    let path: String
    private let lock: CInt

    static let markName = "agent.lock"
    private static let mark = Array("csi-bridge agent -dev\n".utf8)
    private static let prefix = "csi-bridge-"

    /// The folder in which all of them are.
    private static var parent: String { environmentVariable("TMPDIR") ?? "/tmp" }

    private var name: String { path.split(separator: "/").last.map(String.init) ?? path }

    /// Makes a new one.
    /// - Throws: ``AgentError``.
    init() throws(AgentError) {
        let parent = Self.parent
        var template = Array("\(parent)/\(Self.prefix)XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else {
            throw AgentError("no folder can be made in \(parent): \(Errno.current)")
        }
        path = String(cString: made)
        do throws(Errno) {
            lock = try Self.makeMark(in: path)
        } catch {
            _ = PrivateFolder.remove(path)
            throw AgentError("\(path) cannot be marked: \(error)")
        }
    }

    /// - Returns: The locked file's descriptor.
    private static func makeMark(in path: String) throws(Errno) -> CInt {
        let mark = "\(path)/\(markName)"
        let descriptor = open(mark + ".new", O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .current }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0,
            write(descriptor, Self.mark, Self.mark.count) == Self.mark.count,
            rename(mark + ".new", mark) == 0
        else {
            let error = Errno.current
            close(descriptor)
            throw error
        }
        return descriptor
    }

    /// Takes over a folder that an agent left; nil where it is another's, or an agent still has it.
    private init?(leftAt path: String) {
        self.path = path
        var folderStatus = stat()
        guard lstat(path, &folderStatus) == 0, folderStatus.st_mode & S_IFMT == S_IFDIR,
            folderStatus.st_mode & 0o7777 == 0o700, folderStatus.st_uid == geteuid()
        else { return nil }
        // From here on nobody else can change what is at the path, as the parent's mode says.
        let descriptor = open("\(path)/\(Self.markName)", O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        var bytes = [UInt8](repeating: 0, count: Self.mark.count + 1)
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            pread(descriptor, &bytes, bytes.count, 0) == Self.mark.count, bytes.starts(with: Self.mark),
            flock(descriptor, LOCK_EX | LOCK_NB) == 0,
            // Whoever had the lock until now may have removed the folder.
            fstat(descriptor, &status) == 0, status.st_nlink == 1
        else {
            close(descriptor)
            return nil
        }
        lock = descriptor
    }

    deinit {
        close(lock)
    }

    /// Removes what development agents left that were killed, as far as nobody uses it.
    static func removeLeft(nodeID: String, log: Log) {
        for folder in left() {
            do {
                // A driver that opens its folder takes away what nodes had mounted that it does not know.
                if let use = try FolderUse(folderNamed: folder.name).elsewhere() { throw AgentError(use) }
                try folder.remove(with: EmbeddedDriver.open(dataDirectory: folder.path, nodeID: nodeID))
                log.info("\(folder.path), which an agent that was killed had left, is removed")
            } catch {
                log.warn("\(folder.path), which an agent that was killed had left, stays: \(error)")
            }
        }
    }

    /// The folders of development agents that are no more. Each is this process's as long as the value lives.
    private static func left() -> [DevelopmentFolder] {
        let parent = parent
        var status = stat()
        // Where others may rename our folders, a path may lead to theirs the next moment.
        guard stat(parent, &status) == 0, [0, geteuid()].contains(status.st_uid),
            status.st_mode & 0o022 == 0 || status.st_mode & 0o1000 != 0,
            let names = try? Folder.names(at: parent)
        else { return [] }
        return names.filter { $0.hasPrefix(prefix) }.sorted().compactMap {
            DevelopmentFolder(leftAt: "\(parent)/\($0)")
        }
    }

    /// Removes the folder with all that is in it, unless something beyond this process uses it: then all of it stays.
    /// - Parameter driver: The driver whose volumes are in it, which serves nobody any more; nil for none.
    /// - Throws: An error that says why it stays.
    func remove(with driver: HostPathDriver?) throws {
        if let use = try FolderUse(folderNamed: name).elsewhere() { throw AgentError(use) }
        if let reasons = driver?.withdraw(), !reasons.isEmpty { throw AgentError(reasons.joined(separator: "; ")) }
        if let use = try FolderUse(folderNamed: name).here() { throw AgentError(use) }
        try driver?.deleteData()
        // The mark goes last, so that the next agent goes on where this one is killed.
        for name in try Folder.names(at: path) where name != Self.markName {
            guard PrivateFolder.remove("\(path)/\(name)") else { throw AgentError("\(name) can't be removed") }
        }
        guard PrivateFolder.remove(path) else { throw AgentError("it can't be removed") }
    }
}
