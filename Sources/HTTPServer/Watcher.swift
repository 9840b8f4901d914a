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

    private struct Silence {
        let connection: Connection
        let since: ContinuousClock.Instant
        /// When the connection is cut off.
        let deadline: ContinuousClock.Instant
    }

    private struct Locked {
        var connections: [UInt64: Connection] = [:]
        var lastID: UInt64 = 0
        /// Connections that a head is expected on.
        var silences: [UInt64: Silence] = [:]
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
    func expectHead(on connection: Connection, within time: Duration) {
        let now = ContinuousClock.now
        let deadline = now + time
        let isNext = locked.withLock { locked in
            locked.silences[connection.id] = Silence(connection: connection, since: now, deadline: deadline)
            if let nextLook = locked.nextLook, nextLook <= deadline { return false }
            locked.nextLook = deadline
            return true
        }
        if isNext { System.signal(wake) }
    }

    /// Cuts off the connection that a head has been expected on for longest.
    /// - Returns: Whether there was one.
    func cutOffMostSilent() -> Bool {
        locked.withLock { locked in
            guard let silence = locked.silences.values.min(by: { $0.since < $1.since }) else { return false }
            silence.connection.cutOff()
            locked.silences[silence.connection.id] = nil
            return true
        }
    }

    func expectNothing(on connection: Connection) {
        _ = locked.withLock { $0.silences.removeValue(forKey: connection.id) }
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
            for (id, silence) in locked.silences where silence.deadline <= now {
                silence.connection.cutOff()
                locked.silences[id] = nil
            }
            // Where nothing is due, the look that was planned is kept: the next request would plan one again.
            locked.nextLook =
                locked.silences.values.map(\.deadline).min() ?? locked.nextLook.flatMap { $0 > now ? $0 : nil }
            return locked.nextLook.map { CInt(clamping: ($0 - now).milliseconds + 1) } ?? -1
        }
    }
}

extension Duration {
    fileprivate var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}
