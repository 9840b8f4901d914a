internal import Glibc

/// Folders that are the agent's alone.
enum Folder {
    /// Makes a folder and those it lies in, mode 0700, where they are missing.
    /// - Throws: ``AgentError``.
    static func make(_ path: String) throws(AgentError) {
        var made = ""
        for part in path.split(separator: "/") {
            made += "/\(part)"
            guard mkdir(made, 0o700) != 0 else { continue }
            guard errno == EEXIST else { throw AgentError("\(made) cannot be made: \(String(cString: strerror(errno)))") }
        }
    }

    /// Makes a new folder for temporary files.
    /// - Throws: ``AgentError``.
    static func makeTemporary() throws(AgentError) -> String {
        let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(parent)/csi-bridge-XXXXXX".utf8CString)
        guard let path = mkdtemp(&template) else {
            throw AgentError("no folder can be made in \(parent): \(String(cString: strerror(errno)))")
        }
        return String(cString: path)
    }

    /// Removes a folder with all that is in it, but nothing that is mounted there: then it removes nothing.
    /// - Returns: Whether it is gone.
    static func remove(_ path: String) -> Bool {
        guard let mounts = fopen("/proc/self/mounts", "r") else { return false }
        defer { fclose(mounts) }
        var line = [CChar](repeating: 0, count: 8192)
        while fgets(&line, Int32(line.count), mounts) != nil {
            let text = line.withUnsafeBufferPointer { buffer in
                String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            }
            if text.split(separator: " ").dropFirst().first?.hasPrefix(path) ?? false { return false }
        }
        // FTW_MOUNT keeps it on this file system should something be mounted meanwhile.
        return nftw(path, { path, _, _, _ in path.map { Glibc.remove($0) } ?? -1 }, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT)
            == 0
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
