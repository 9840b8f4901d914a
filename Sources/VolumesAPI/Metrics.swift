internal import HTTPServer
internal import Synchronization

/// What the API counts.
final class Metrics: Sendable {
    /// Requests of one kind.
    struct Kind: Hashable, Comparable, Sendable {
        /// The endpoint's name; `none` where there is none.
        let endpoint: String
        let status: Int

        static func < (left: Kind, right: Kind) -> Bool {
            (left.endpoint, left.status) < (right.endpoint, right.status)
        }
    }

    private let counts = Mutex<[Kind: Int]>([:])
    /// How many requests wait for a change.
    let blocked = Atomic(0)

    func count(_ endpoint: String, _ status: Status) {
        counts.withLock { $0[Kind(endpoint: endpoint, status: status.rawValue), default: 0] += 1 }
    }

    /// How many requests were answered, by kind and in order.
    var requests: [(kind: Kind, count: Int)] {
        counts.withLock { $0 }.sorted { $0.key < $1.key }.map { (kind: $0.key, count: $0.value) }
    }
}
