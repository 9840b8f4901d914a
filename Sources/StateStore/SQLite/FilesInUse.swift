internal import Platform

/// Notices that a file was taken away, replaced or cut short while it is in use: whoever has it open could go on writing
/// to it, and all of that would be lost.
struct FilesInUse: Sendable {
    private var known: [(path: String, status: FileStatus)] = []

    /// - Parameter paths: Files that never become smaller while they are in use.
    init(_ paths: [String]) throws(StoreError) {
        for path in paths { known.append((path, try Self.status(of: path))) }
    }

    /// - Throws: ``StoreError`` where one of them is not what it was.
    mutating func check() throws(StoreError) {
        for index in known.indices {
            let (path, before) = known[index]
            let now = try Self.status(of: path)
            guard now.isSameFile(as: before) else { throw Self.failure(path, "is another file now") }
            guard now.size >= before.size else { throw Self.failure(path, "was cut short") }
            known[index].status = now
        }
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
