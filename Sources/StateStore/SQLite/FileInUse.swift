internal import Platform

/// Notices that a file was taken away, replaced or cut short while it is in use: whoever has it open could go on writing
/// to it, and all of that would be lost.
struct FileInUse: Sendable {
    private let path: String
    private var known: FileStatus

    /// - Parameter path: A file that never becomes smaller while it is in use.
    init(_ path: String) throws(StoreError) {
        self.path = path
        known = try Self.status(of: path)
    }

    /// - Throws: ``StoreError`` where it is not what it was.
    mutating func check() throws(StoreError) {
        let now = try Self.status(of: path)
        guard now.isSameFile(as: known) else { throw Self.failure(path, "is another file now") }
        guard now.size >= known.size else { throw Self.failure(path, "was cut short") }
        known = now
    }

    private static func status(of path: String) throws(StoreError) -> FileStatus {
        do throws(Errno) {
            return try FileStatus(ofFileAt: path)
        } catch {
            throw failure(path, "can't be found any more (\(error))")
        }
    }

    private static func failure(_ path: String, _ finding: String) -> StoreError {
        StoreError(
            .failed,
            "\(path) \(finding), though this process uses it: nothing is stored any more, since it would be lost; "
                + "put the file back, or stop and restore a backup"
        )
    }
}
