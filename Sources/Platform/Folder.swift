internal import Glibc

/// What is done to folders as such.
package enum Folder {
    /// The names in a folder, in no order; what is no UTF-8 in them is repaired.
    package static func names(at path: String) throws(Errno) -> [String] {
        guard let stream = opendir(path) else { throw .current }
        defer { closedir(stream) }
        var names: [String] = []
        while true {
            // The end of the folder leaves it as it is.
            errno = 0
            guard let entry = readdir(stream) else {
                if errno != 0 { throw .current }
                return names
            }
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
    }

    /// Waits until the disk knows which files are in the folder that a path lies in.
    package static func flushFolder(of path: String) throws(Errno) {
        let end = path.utf8.lastIndex(of: UInt8(ascii: "/")) ?? path.startIndex
        let folder = end > path.startIndex ? String(path[..<end]) : path.hasPrefix("/") ? "/" : "."
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .current }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .current }
    }

    /// The path from the root on, without what says nothing: `.`, and slashes too many.
    package static func absolutePath(_ path: String) -> String {
        var whole = path
        if !path.hasPrefix("/"), let current = getcwd(nil, 0) {
            defer { free(current) }
            whole = "\(String(cString: current))/\(path)"
        }
        return "/" + whole.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
    }
}
