internal import Platform
internal import Synchronization

/// One thread that watches what libmicrohttpd does not: clients that hang up while their requests are suspended, or with
/// the last that they send, and clients that take too long to send a head.
final class Watcher: Sendable {
    /// Connections are numbered from 1.
    private static let wakeTag: UInt64 = 0

    private let epoll: CInt
    private let wake: CInt
    private let locked = Mutex(Locked())

    private struct Locked {
        var connections: [UInt64: Connection] = [:]
        var lastID: UInt64 = 0
        /// When connections are cut off, by their descriptors.
        var deadlines: [CInt: ContinuousClock.Instant] = [:]
        /// When the thread looks at the deadlines again without being woken; nil for never.
        var nextLook: ContinuousClock.Instant?
        var isStopped = false
    }

    init() throws(Errno) {
        epoll = try System.makeEpoll()
        do throws(Errno) {
            wake = try System.makeEvent()
            try System.watch(wake, with: epoll, for: .readable, tag: Self.wakeTag)
        } catch {
            System.close(epoll)
            throw error
        }
        startThread { [self] in
            run()
            System.close(epoll)
            System.close(wake)
        }
    }

    /// A number that no other connection gets: descriptors are given away again, perhaps before an event is seen.
    func makeID() -> UInt64 {
        locked.withLock { locked in
            locked.lastID += 1
            return locked.lastID
        }
    }

    /// Tells `connection` once the client shuts its side of it down.
    func watch(_ connection: Connection) {
        locked.withLock { $0.connections[connection.id] = connection }
        // Where the system refuses, a hang-up is noticed when the answer is sent.
        try? System.watch(connection.descriptor, with: epoll, for: .hangUp, tag: connection.id)
    }

    func unwatch(_ connection: Connection) {
        System.unwatch(connection.descriptor, with: epoll)
        _ = locked.withLock { $0.connections.removeValue(forKey: connection.id) }
    }

    /// Cuts the connection off where ``expectNothing(on:)`` does not come in time.
    func expectHead(on descriptor: CInt, within time: Duration) {
        let deadline = ContinuousClock.now + time
        let isNext = locked.withLock { locked in
            locked.deadlines[descriptor] = deadline
            if let nextLook = locked.nextLook, nextLook <= deadline { return false }
            locked.nextLook = deadline
            return true
        }
        if isNext { System.signal(wake) }
    }

    func expectNothing(on descriptor: CInt) {
        _ = locked.withLock { $0.deadlines.removeValue(forKey: descriptor) }
    }

    func stop() {
        // Under the lock, for the thread closes what is signalled.
        locked.withLock { locked in
            locked.isStopped = true
            System.signal(wake)
        }
    }

    private func run() {
        while let milliseconds = cutOffLateOnes() {
            for tag in System.wait(on: epoll, milliseconds: milliseconds) {
                if tag == Self.wakeTag {
                    System.drain(wake)
                } else {
                    locked.withLock { $0.connections[tag] }?.hungUp()
                }
            }
        }
    }

    /// Nil where the watcher is stopped, else how many milliseconds there is nothing to cut off; -1 for ever.
    private func cutOffLateOnes() -> CInt? {
        locked.withLock { locked in
            if locked.isStopped { return nil }
            let now = ContinuousClock.now
            // Under the lock, which whoever closes a descriptor takes before.
            for (descriptor, deadline) in locked.deadlines where deadline <= now {
                System.cutOff(descriptor)
                locked.deadlines[descriptor] = nil
            }
            // Where nothing is due, the look that was planned is kept: the next request would plan one again.
            locked.nextLook = locked.deadlines.values.min() ?? locked.nextLook.flatMap { $0 > now ? $0 : nil }
            return locked.nextLook.map { CInt(clamping: ($0 - now).milliseconds + 1) } ?? -1
        }
    }
}

extension Duration {
    fileprivate var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}
