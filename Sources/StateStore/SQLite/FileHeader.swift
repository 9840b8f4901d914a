internal import Glibc
internal import Platform

/// What the head of a SQLite file says, read before SQLite touches the file.
///
/// See "Database File Format" of the SQLite documentation, section 1.3.
struct FileHeader {
    let applicationID: Int64
    let userVersion: Int64

    /// - Returns: Nil where there is no file.
    /// - Throws: ``StoreError`` where the file can't be read or is no SQLite file. One of no bytes is none: SQLite would
    ///   take it for a new one, but somebody has emptied it.
    init?(path: String) throws(StoreError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            guard errno == ENOENT else { throw StoreError(.failed, "\(path): \(Errno.current)") }
            return nil
        }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 100)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count >= 0 else { throw StoreError(.failed, "\(path): \(Errno.current)") }
        guard count > 0 else {
            throw StoreError(.damaged, "\(path) is empty, and no store is; it was left as it is, restore a backup")
        }
        guard count == bytes.count, bytes.starts(with: Array("SQLite format 3\0".utf8)) else {
            throw StoreError(.damaged, "\(path) is no SQLite file; it was left as it is")
        }
        func number(at offset: Int) -> Int64 { bytes[offset..<(offset + 4)].reduce(0) { $0 << 8 | Int64($1) } }
        userVersion = number(at: 60)
        applicationID = number(at: 68)
    }
}
