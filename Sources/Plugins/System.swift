internal import Glibc
internal import GRPC
internal import Platform

/// The system calls that this module makes, each with its error as a value.
enum System {
    // MARK: Files

    /// The socket that an endpoint names; nil where there is none, and for TCP.
    static func socket(at endpoint: Endpoint) -> FileIdentity? {
        guard case .unix(let path) = endpoint, let file = try? FileIdentity(ofFileAt: path) else { return nil }
        return file.isSocket ? file : nil
    }

    /// The names in a folder, in no order; those that are no UTF-8 are left out.
    static func names(inDirectory path: String) throws(Errno) -> [String] {
        guard let directory = opendir(path) else { throw .current }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(validating: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if let name { names.append(name) }
        }
        return names
    }

    // MARK: inotify

    /// A descriptor that tells of changes in folders.
    static func makeNotifications() throws(Errno) -> CInt {
        let descriptor = inotify_init1(CInt(IN_NONBLOCK | IN_CLOEXEC))
        guard descriptor >= 0 else { throw .current }
        return descriptor
    }

    /// Asks to be told of what comes, goes and is renamed in a folder. Asking again changes nothing.
    static func watch(directory path: String, on descriptor: CInt) throws(Errno) {
        let changes = IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR
        guard inotify_add_watch(descriptor, path, UInt32(changes)) >= 0 else { throw .current }
    }

    /// Takes all that is to be read at once; what it says is not looked at.
    static func drain(_ descriptor: CInt) {
        withUnsafeTemporaryAllocation(byteCount: 16 << 10, alignment: 8) { room in
            while read(descriptor, room.baseAddress, room.count) > 0 {}
        }
    }

    static func closeFile(_ descriptor: CInt) {
        close(descriptor)
    }
}

extension Errno {
    /// Whether there is nothing at the path, or no folder.
    var isAbsence: Bool { code == ENOENT || code == ENOTDIR }
}
