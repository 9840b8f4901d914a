/// Ordered keys with revisions, transactions that are guarded by them, and watches: etcd's model.
///
/// Every transaction that changes something has a revision of its own, higher than all before, and its changes become
/// visible together once they are safe. Reading never waits.
public protocol Store: Sendable {
    /// The store as it is now. Whoever was told of a transaction's commit finds it in the view.
    var view: View { get }

    /// Performs a transaction; when this returns, what it did survives a crash.
    ///
    /// It is not cancelled with its task: once begun, it is performed.
    /// - Throws: ``StoreError``, with ``StoreError/Code/invalid`` where the transaction breaks a limit or puts a key that
    ///   it puts or deletes elsewhere.
    func commit(_ transaction: Transaction) async throws(StoreError) -> Transaction.Outcome

    /// Watches what changes in some scopes after a revision, which may be one that is yet to come.
    /// - Throws: ``StoreError``, with ``StoreError/Code/compacted`` where it is not known any more what came after.
    func watch(_ scopes: [Scope], after revision: Revision) throws(StoreError) -> Watch

    /// Writes the store as it is now to a new file of mode 0600, which ``restore(from:keeping:)`` takes.
    /// - Throws: ``StoreError``, with ``StoreError/Code/invalid`` where the file exists.
    func backUp(to path: String) async throws(StoreError)

    /// Becomes what a backup holds, in one transaction that watches see. A backup that is not whole, or that
    /// whoever opened the store does not accept (``StoreError/Code/invalid``), changes nothing.
    /// - Parameter kept: What begins so stays as it is, whatever the backup has there.
    /// - Returns: The transaction's revision, higher than all in the store and in the backup.
    func restore(from path: String, keeping kept: [Key]) async throws(StoreError) -> Revision

    /// Finishes the transactions in hand and lets the store go. Watches fail then, and the view stays what it was.
    func close() async
}

extension Store {
    /// Becomes what a backup holds, and nothing else.
    public func restore(from path: String) async throws(StoreError) -> Revision {
        try await restore(from: path, keeping: [])
    }
}
