internal import Glibc
internal import Platform

/// The system calls that an agent makes itself, each with its error as a value.
enum System {
    /// Reads a file, of which more than `limit` bytes are left out.
    static func contents(of path: String, limit: Int) throws(Errno) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .current }
        defer { close(descriptor) }
        var contents: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while contents.count < limit {
            let length = read(descriptor, &chunk, min(chunk.count, limit - contents.count))
            if length == 0 { break }
            if length > 0 {
                contents += chunk.prefix(length)
            } else if errno != EINTR {
                throw .current
            }
        }
        return contents
    }

    /// The names in a folder, without `.` and `..`; nil where the path is none.
    static func names(inFolder path: String) throws(Errno) -> [String]? {
        guard let stream = opendir(path) else {
            if errno == ENOTDIR { return nil }
            throw .current
        }
        defer { closedir(stream) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                if errno != 0 { throw .current }
                return names
            }
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { room in
                String(decoding: room.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
    }

    /// What a symbolic link says; nil where none can be read.
    static func target(ofLink path: String) -> [CChar]? {
        var target = [CChar](repeating: 0, count: Int(PATH_MAX))
        let length = readlink(path, &target, target.count)
        return length < 0 ? nil : Array(target.prefix(length))
    }

    /// The machine's name on the network.
    static func hostName() throws(Errno) -> String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { throw .current }
        return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// Whether a text is an IPv4 or IPv6 address.
    static func isIPAddress(_ text: String) -> Bool {
        var v4 = in_addr()
        var v6 = in6_addr()
        return inet_pton(AF_INET, text, &v4) == 1 || inet_pton(AF_INET6, text, &v6) == 1
    }
}
