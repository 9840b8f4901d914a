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
    private let locked = Mutex(Locked())

    private struct Locked {
        /// What is under way, where its handler has begun.
        var exchange: Exchange?
        var hasHungUp = false
        var isClosed = false
    }

    init(_ pointer: OpaquePointer, core: Core) {
        self.pointer = pointer
        self.core = core
        id = core.watcher.makeID()
        descriptor = cmhd_descriptor(pointer)
        if core.requiresClientCertificate { cmhd_require_client_certificate(pointer) }
        core.watcher.expectHead(on: descriptor, within: core.limits.headTime)
        core.watcher.watch(self)
    }

    func headArrived() {
        core.watcher.expectNothing(on: descriptor)
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
        core.watcher.expectHead(on: descriptor, within: core.limits.idleTime + core.limits.headTime)
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

    func closed() {
        locked.withLock { $0.isClosed = true }
        core.watcher.expectNothing(on: descriptor)
        core.watcher.unwatch(self)
    }
}
