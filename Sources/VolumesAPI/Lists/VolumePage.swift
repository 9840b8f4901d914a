internal import HTTPServer
internal import StateStore
internal import Volumes

/// The rows of one answer.
struct VolumePage: Sendable {
    /// Those that are shown, in their order.
    let rows: Rows
    /// What the next page begins with; nil where there is none.
    let nextToken: String?

    enum Rows: Sendable {
        /// All in a range of the store, which are looked at while they are sent.
        case range(Slice<Entries>)
        /// Those that were found to be selected.
        case selected([Entry])
    }

    /// How long a filter may take for all rows.
    private static let filterTime = Duration.seconds(10)

    /// - Parameter size: How many rows there are at most; 0 for all.
    /// - Throws: ``FilterError``; ``HTTPError`` 504 where the filter takes too long; `CancellationError`.
    init(of selection: VolumeSelection, in view: View, from token: String, size: Int) async throws {
        let entries = selection.entries(in: view, from: token)
        guard !selection.isWholeRange else {
            let page = size > 0 ? entries.prefix(size) : entries[...]
            rows = .range(page)
            nextToken = page.endIndex < entries.endIndex ? try Self.token(entries[page.endIndex]) : nil
            return
        }
        var join = VolumeJoin(view)
        var selected: [Entry] = []
        let deadline = ContinuousClock.now + Self.filterTime
        for (count, entry) in entries.enumerated() {
            if count % 256 == 255 { try await Self.pause(until: deadline) }
            guard try selection.selects(join.answer(entry)) else { continue }
            if size > 0, selected.count == size {
                (rows, nextToken) = (.selected(selected), try Self.token(entry))
                return
            }
            selected.append(entry)
        }
        (rows, nextToken) = (.selected(selected), nil)
    }

    private static func token(_ entry: Entry) throws(HTTPError) -> String {
        try Row<Volume>(entry).record.id.pageToken
    }

    /// Lets others go on.
    private static func pause(until deadline: ContinuousClock.Instant) async throws {
        try Task.checkCancellation()
        guard ContinuousClock.now < deadline else {
            throw HTTPError(.gatewayTimeout, "the filter takes longer than \(filterTime)")
        }
        await Task.yield()
    }
}
