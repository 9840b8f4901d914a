/// The latest transactions, in order.
struct History: Sendable {
    private let limit: Int
    private var transactions: [Changes] = []
    /// The oldest that counts is here; those before are dropped some at a time.
    private var start = 0
    /// The last transaction that is not known any more.
    private(set) var compacted: Revision

    /// - Parameters:
    ///   - limit: How many transactions are kept.
    ///   - revision: The last transaction before the history begins.
    init(limit: Int, after revision: Revision) {
        self.limit = limit
        compacted = revision
    }

    mutating func append(_ changes: Changes) {
        transactions.append(changes)
        guard transactions.count - start > limit else { return }
        compacted = transactions[start].revision
        start += 1
        guard start > limit else { return }
        transactions.removeFirst(start)
        start = 0
    }

    /// The transactions after a revision.
    func after(_ revision: Revision) -> ArraySlice<Changes> {
        var low = start
        var high = transactions.count
        while low < high {
            let middle = (low + high) / 2
            if transactions[middle].revision > revision { high = middle } else { low = middle + 1 }
        }
        return transactions[low...]
    }
}
