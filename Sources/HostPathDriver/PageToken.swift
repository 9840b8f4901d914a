internal import GRPC

/// Where a list goes on: after the last place that was given out, so that what comes and goes moves nothing.
struct PageToken {
    let sequence: Int64

    private static let prefix = "after-"

    /// The beginning of the list.
    static let start = PageToken(sequence: 0)

    init(sequence: Int64) {
        self.sequence = sequence
    }

    /// Reads a token; an empty one is the beginning.
    /// - Parameter last: The last place that was ever given to an object.
    /// - Throws: ABORTED where it is none of ours.
    init(_ text: String, last: Int64) throws(RPCError) {
        if text.isEmpty {
            self = .start
            return
        }
        guard text.hasPrefix(Self.prefix), let sequence = Int64(text.dropFirst(Self.prefix.count)),
            (1...max(1, last)).contains(sequence), PageToken(sequence: sequence).text == text
        else { throw RPCError(.aborted, "starting_token is not one that this list gave out") }
        self.sequence = sequence
    }

    var text: String { Self.prefix + String(sequence) }

    /// One page of what was read with one element more than the page has.
    /// - Parameter size: How many a page has; 0 for all.
    static func page<Element>(
        _ elements: [Element],
        size: Int32,
        sequence: (Element) -> Int64
    ) -> (elements: [Element], nextToken: String) {
        let count = size == 0 ? Int.max : Int(size)
        guard elements.count > count, let last = elements.prefix(count).last else { return (elements, "") }
        return (Array(elements.prefix(count)), PageToken(sequence: sequence(last)).text)
    }

    /// How many elements to read for a page.
    static func limit(_ size: Int32) -> Int { size == 0 ? .max : Int(size) + 1 }
}
