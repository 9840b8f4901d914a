package import Glibc

/// What servers and clients of unix sockets have in common.
package enum UnixSocket {
    /// The address of a path.
    /// - Throws: `ENAMETOOLONG` where it is empty, longer than 107 bytes, or holds a NUL.
    package static func withAddress<T>(
        _ path: String,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> T
    ) throws(Errno) -> T {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let fits = withUnsafeMutableBytes(of: &address.sun_path) { room in
            guard !path.isEmpty, path.utf8.count < room.count, !path.utf8.contains(0) else { return false }
            room.copyBytes(from: path.utf8)
            return true
        }
        guard fits else { throw Errno(code: ENAMETOOLONG) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }

    /// Connects and hangs up: nil where someone listens, or what stands in the way.
    ///
    /// A full backlog counts as someone who listens.
    package static func errorConnecting(to path: String) -> Errno? {
        let kind = CInt(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(AF_UNIX, kind, 0)
        guard descriptor >= 0 else { return .current }
        defer { close(descriptor) }
        do throws(Errno) {
            return try withAddress(path) { address, length in
                let result = connect(descriptor, address, length)
                return result == 0 || errno == EAGAIN || errno == EINPROGRESS ? nil : .current
            }
        } catch {
            return error
        }
    }

    /// Gives a socket to its owner alone (mode 0600), or to a group as well (mode 0660).
    /// - Throws: `ESRCH` where there is no group of that name.
    package static func restrict(_ path: String, toGroup group: String?) throws(Errno) {
        if let group {
            guard chown(path, uid_t.max, try identifier(ofGroup: group)) == 0 else { throw .current }
        }
        guard chmod(path, group == nil ? 0o600 : 0o660) == 0 else { throw .current }
    }

    /// A group's number.
    private static func identifier(ofGroup name: String) throws(Errno) -> gid_t {
        // A group's members come along with it.
        var room = [CChar](repeating: 0, count: 1 << 20)
        var entry = group()
        var found: UnsafeMutablePointer<group>?
        let result = getgrnam_r(name, &entry, &room, room.count, &found)
        guard result == 0 else { throw Errno(code: result) }
        guard let found else { throw Errno(code: ESRCH) }
        return found.pointee.gr_gid
    }
}
