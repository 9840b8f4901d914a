internal import CMicroHTTPD
internal import CMicroHTTPDShims
internal import Synchronization

/// A client's connection.
final class Connection: Sendable {
    let id: UInt64
    // Safe although it is a pointer: it is used on libmicrohttpd's thread, and to resume what that has suspended.
    nonisolated(unsafe) let pointer: OpaquePointer
    let descriptor: CInt
    private let core: Core
    /// Whether it was taken although there are as many as the server takes.
    private let isSpare: Bool
    private let locked = Mutex(Locked())

    private struct Locked {
        /// What is under way, where its handler has begun.
        var exchange: Exchange?
        var hasHungUp = false
        var isClosed = false
        /// Whether it takes up room.
        var counts = true
    }

    init(_ pointer: OpaquePointer, core: Core) {
        self.pointer = pointer
        self.core = core
        id = core.watcher.makeID()
        descriptor = cmhd_descriptor(pointer)
        if core.requiresClientCertificate { cmhd_require_client_certificate(pointer) }
        isSpare = !core.admitConnection()
        let headTime = core.limits.headTime
        core.watcher.expectHead(on: self, within: isSpare ? min(headTime, Limits.spareHeadTime) : headTime)
        core.watcher.watch(self)
    }

    /// Whether it is to be answered only what is vital.
    var isConfined: Bool { isSpare && core.isFull }

    func headArrived() {
        core.watcher.expectNothing(on: self)
    }

    /// The handler of a request has begun. Says whether the client is gone by now.
    func carries(_ exchange: Exchange) -> Bool {
        locked.withLock { locked in
            locked.exchange = exchange
            return locked.hasHungUp
        }
    }

    /// The next request may begin after a while, but not take longer than the first.
    func requestEnded() {
        locked.withLock { $0.exchange = nil }
        core.watcher.expectHead(on: self, within: core.limits.idleTime + core.limits.headTime)
    }

    /// The client sends no more.
    func hungUp() {
        let exchange = locked.withLock { locked in
            locked.hasHungUp = true
            // Where the end came along with data, libmicrohttpd has taken the data and waits for more.
            if !locked.isClosed { System.announceEnd(of: descriptor) }
            return locked.exchange
        }
        exchange?.hungUp()
    }

    /// Ends it, from outside of its thread; it is closed soon.
    func cutOff() {
        System.cutOff(descriptor)
        leave()
    }

    /// Makes room for another.
    private func leave() {
        let counted = locked.withLock { locked in
            defer { locked.counts = false }
            return locked.counts
        }
        if counted { core.connectionLeft() }
    }

    func closed() {
        locked.withLock { $0.isClosed = true }
        core.watcher.expectNothing(on: self)
        core.watcher.unwatch(self)
        leave()
    }
}
