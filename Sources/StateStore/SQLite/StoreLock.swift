internal import Platform

/// Keeps a store's file to one process.
struct StoreLock: Sendable {
    private let path: String
    private let lock: FileLock

    /// - Throws: ``StoreError``, with ``StoreError/Code/inUse`` where another has the lock.
    init(for file: String) throws(StoreError) {
        path = file + ".lock"
        do throws(FileLock.Failure) {
            lock = try FileLock(at: path)
        } catch {
            switch error {
            case .inUse(let process):
                let holder = process.map { "process \($0)" } ?? "another process"
                throw StoreError(.inUse, "\(file) is in use by \(holder)")
            case .unusable(let error): throw StoreError(.failed, "\(path): \(error)")
            }
        }
    }

    /// Checks that nobody else can take the lock.
    /// - Throws: ``StoreError`` where its file was taken away or replaced.
    func check() throws(StoreError) {
        guard lock.isExclusive else {
            throw StoreError(
                .failed,
                "\(path) was removed or replaced, so that another process may use the store: nothing is stored any more; "
                    + "restart, and leave that file alone"
            )
        }
    }

    /// Takes the lock's file away, for a file that comes into use only once.
    func remove() {
        lock.remove()
    }

    /// Takes the lock's file away unless it was there before: the store's file is somebody else's.
    func removeIfNew() {
        if lock.isNew { lock.remove() }
    }
}
