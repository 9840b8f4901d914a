internal import Glibc
internal import Platform

/// Folders that are the agent's alone.
enum PrivateFolder {
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

    /// Removes a folder with all that is in it, unless something is mounted there: then it removes nothing.
    /// - Returns: Whether it is gone.
    static func remove(_ path: String) -> Bool {
        // Mounts are told by their real paths.
        guard let resolved = realpath(path, nil) else { return errno == ENOENT }
        defer { free(resolved) }
        let root = Array(UnsafeBufferPointer(start: resolved, count: strlen(resolved)).map { UInt8(bitPattern: $0) })
        let limit = 16 << 20
        guard let mounts = try? System.contents(of: "/proc/self/mounts", limit: limit), mounts.count < limit else {
            return false
        }
        let isMountedIn = mounts.split(separator: UInt8(ascii: "\n")).contains { line in
            guard let place = line.split(separator: UInt8(ascii: " ")).dropFirst().first else { return false }
            return (place + [UInt8(ascii: "/")]).starts(with: escaped(root) + [UInt8(ascii: "/")])
        }
        return !isMountedIn && removeTree(path)
    }

    /// A path as the kernel lists it: blanks and backslashes are octal numbers.
    private static func escaped(_ path: [UInt8]) -> [UInt8] {
        path.flatMap { byte -> [UInt8] in
            switch byte {
            case UInt8(ascii: " "): Array(#"\040"#.utf8)
            case UInt8(ascii: "\t"): Array(#"\011"#.utf8)
            case UInt8(ascii: "\n"): Array(#"\012"#.utf8)
            case UInt8(ascii: "\\"): Array(#"\134"#.utf8)
            default: [byte]
            }
        }
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
