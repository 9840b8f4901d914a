internal import Glibc
internal import Platform

/// Folders that are the agent's alone.
enum Folder {
    /// Makes a folder and those it lies in, mode 0700, where they are missing.
    /// - Throws: ``AgentError``.
    static func make(_ path: String) throws(AgentError) {
        var made = ""
        for part in path.split(separator: "/") {
            made += "/\(part)"
            guard mkdir(made, 0o700) != 0 else { continue }
            guard errno == EEXIST else { throw AgentError("\(made) cannot be made: \(Errno.current)") }
        }
    }

    /// Makes a new folder for temporary files.
    /// - Throws: ``AgentError``.
    static func makeTemporary() throws(AgentError) -> String {
        let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(parent)/csi-bridge-XXXXXX".utf8CString)
        guard let path = mkdtemp(&template) else {
            throw AgentError("no folder can be made in \(parent): \(Errno.current)")
        }
        return String(cString: path)
    }

    /// Removes a folder with all that is in it, unless something is mounted there: then it removes nothing.
    /// - Returns: Whether it is gone.
    static func remove(_ path: String) -> Bool {
        guard let mounts = try? System.contents(of: "/proc/self/mounts", limit: 16 << 20) else { return false }
        let places = String(decoding: mounts, as: UTF8.self).split(separator: "\n").compactMap {
            $0.split(separator: " ").dropFirst().first
        }
        return !places.contains { $0.hasPrefix(path) } && removeTree(path)
    }

    private static func removeTree(_ path: String) -> Bool {
        if unlink(path) == 0 || errno == ENOENT { return true }
        guard let folder = opendir(path) else { return false }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != "..", !removeTree("\(path)/\(name)") { return false }
        }
        return rmdir(path) == 0
    }
}

/// Why an agent can't be started or go on.
public struct AgentError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What stood in the way, and where.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
