internal import Glibc

/// A store in a file of its own, which no process has open.
enum Backup {
    /// Writes a view to a new file, and what SQLite wrote to the disk.
    static func write(_ view: View, to path: String) throws(StoreError) {
        guard access(path, F_OK) != 0 else { throw StoreError(.invalid, "\(path) exists") }
        do throws(StoreError) {
            try StoreFile(path: path).fill(with: view)
            // SQLite moves its log into the file when it closes it, and keeps the log where it can't.
            guard access(path + "-wal", F_OK) != 0 else {
                throw StoreError(.full, "\(path): the backup could not be finished, is the device full?")
            }
        } catch {
            for file in [path, path + "-wal", path + "-shm"] { unlink(file) }
            throw error
        }
    }

    /// Reads a whole backup.
    static func read(_ path: String) throws(StoreError) -> View {
        let lock = try StoreLock(for: path)
        defer { lock.remove() }
        // A file that was only begun has no mark yet.
        guard let header = try FileHeader(path: path), header.applicationID == Schema.applicationID else {
            throw StoreError(.damaged, "\(path) is no backup, or an unfinished one")
        }
        return try StoreFile(path: path).load()
    }
}
