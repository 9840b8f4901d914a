internal import Glibc

/// An open file, closed with its last reference. Its calls block.
package final class File: Sendable {
    private let descriptor: CInt

    private init(_ path: String, _ flags: CInt, mode: mode_t = 0) throws(Errno) {
        descriptor = open(path, flags | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw .current }
    }

    deinit {
        close(descriptor)
    }

    /// Opens a file to be read.
    package convenience init(reading path: String) throws(Errno) {
        try self.init(path, O_RDONLY)
    }

    /// Makes a file that did not exist, for its owner alone.
    package convenience init(creating path: String) throws(Errno) {
        try self.init(path, O_WRONLY | O_CREAT | O_EXCL, mode: 0o600)
    }

    /// The next bytes, at most so many; none at the end.
    package func read(_ count: Int) throws(Errno) -> [UInt8] {
        try File.read(count, from: descriptor)
    }

    /// Writes all of the bytes.
    package func write(_ bytes: [UInt8]) throws(Errno) {
        try File.write(bytes, to: descriptor)
    }

    /// What is in it from where it stands to its end, of which more than `limit` bytes are left out.
    package func rest(limit: Int) throws(Errno) -> [UInt8] {
        try File.rest(of: descriptor, limit: limit)
    }

    /// What a symbolic link says.
    package static func target(ofLink path: String) throws(Errno) -> [CChar] {
        var target = [CChar](repeating: 0, count: Int(PATH_MAX))
        let length = readlink(path, &target, target.count)
        guard length >= 0 else { throw .current }
        return Array(target.prefix(length))
    }

    /// What is in a file, of which more than `limit` bytes are left out.
    package static func contents(of path: String, limit: Int) throws(Errno) -> [UInt8] {
        try File(reading: path).rest(limit: limit)
    }

    /// What an open file has from where it stands to its end, of which more than `limit` bytes are left out.
    package static func rest(of descriptor: CInt, limit: Int) throws(Errno) -> [UInt8] {
        var contents: [UInt8] = []
        while contents.count < limit {
            let piece = try read(min(64 << 10, limit - contents.count), from: descriptor)
            if piece.isEmpty { break }
            contents += piece
        }
        return contents
    }

    /// Writes all of the bytes to an open file.
    package static func write(_ bytes: [UInt8], to descriptor: CInt) throws(Errno) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count >= 0 || errno == EINTR else { throw .current }
            rest = rest.dropFirst(max(0, count))
        }
    }

    private static func read(_ count: Int, from descriptor: CInt) throws(Errno) -> [UInt8] {
        var failure: Errno?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { room, filled in
            var result: Int
            repeat { result = Glibc.read(descriptor, room.baseAddress, count) } while result < 0 && errno == EINTR
            if result < 0 { failure = .current }
            filled = max(0, result)
        }
        if let failure { throw failure }
        return bytes
    }
}
