internal import Platform
internal import Synchronization

/// What a server's parts share: its handler and limits, and the requests under way.
final class Core: Sendable {
    let handler: Server.Handler
    let limits: Limits
    let requiresClientCertificate: Bool
    let watcher: Watcher
    private let draining = Atomic(false)
    private let connections = Atomic(0)
    private let locked = Mutex(Locked())

    private struct Locked {
        var lastID: UInt64 = 0
        var exchanges: [UInt64: Exchange] = [:]
        var isClosed = false
        var isGraceOver = false
        var waiter: CheckedContinuation<Void, Never>?

        mutating func takeWaiter() -> CheckedContinuation<Void, Never>? {
            defer { waiter = nil }
            return waiter
        }
    }

    init(handler: @escaping Server.Handler, limits: Limits, requiresClientCertificate: Bool) throws(Errno) {
        self.handler = handler
        self.limits = limits
        self.requiresClientCertificate = requiresClientCertificate
        watcher = try Watcher()
    }

    var isDraining: Bool { draining.load(ordering: .sequentiallyConsistent) }

    // MARK: Connections

    /// Counts a new connection. Where there are enough, the one that has been silent longest makes room.
    /// - Returns: Whether there is room.
    func admitConnection() -> Bool {
        connections.add(1, ordering: .relaxed)
        return !isFull || (watcher.cutOffMostSilent() && !isFull)
    }

    func connectionLeft() {
        connections.subtract(1, ordering: .relaxed)
    }

    /// Whether clients have taken all connections that are not spare.
    var isFull: Bool { connections.load(ordering: .relaxed) > limits.connections }

    // MARK: Requests

    func begin(on connection: Connection, target: UnsafeBufferPointer<UInt8>) -> Exchange {
        locked.withLock { locked in
            locked.lastID += 1
            let exchange = Exchange(id: locked.lastID, core: self, connection: connection, target: target)
            locked.exchanges[exchange.id] = exchange
            if locked.isClosed { exchange.abandon() }
            return exchange
        }
    }

    func end(_ exchange: Exchange) {
        locked.withLock { locked in
            locked.exchanges[exchange.id] = nil
            return locked.exchanges.isEmpty ? locked.takeWaiter() : nil
        }?.resume()
    }

    /// Tells handlers that only read to answer, and waits until all have answered or `grace` is over.
    func drain(grace: Duration) async {
        draining.store(true, ordering: .sequentiallyConsistent)
        for exchange in locked.withLock({ Array($0.exchanges.values) }) { exchange.drain() }
        let timer = Task {
            try await Task.sleep(for: grace)
            let waiter = locked.withLock { locked in
                locked.isGraceOver = true
                return locked.takeWaiter()
            }
            waiter?.resume()
        }
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let isOver = locked.withLock { locked in
                if locked.exchanges.isEmpty || locked.isGraceOver { return true }
                locked.waiter = continuation
                return false
            }
            if isOver { continuation.resume() }
        }
        timer.cancel()
    }

    /// Gives up what is under way. No connection is suspended from then on, as libmicrohttpd wants it of one that stops.
    func close() {
        let exchanges = locked.withLock { locked in
            locked.isClosed = true
            return Array(locked.exchanges.values)
        }
        for exchange in exchanges { exchange.abandon() }
    }
}
