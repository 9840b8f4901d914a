internal import CMicroHTTPD
internal import CMicroHTTPDShims

/// A client's connection.
final class Connection: Sendable {
    // Safe although it is a pointer: it is used on libmicrohttpd's thread, and to resume what that has suspended.
    nonisolated(unsafe) let pointer: OpaquePointer
    let descriptor: CInt
    private let core: Core

    init(_ pointer: OpaquePointer, core: Core) {
        self.pointer = pointer
        self.core = core
        descriptor = cmhd_descriptor(pointer)
        if core.requiresClientCertificate { cmhd_require_client_certificate(pointer) }
        core.watcher.expectHead(on: descriptor, within: core.limits.headTime)
    }

    func headArrived() {
        core.watcher.expectNothing(on: descriptor)
    }

    /// The next request may begin after a while, but not take longer than the first.
    func requestEnded() {
        core.watcher.expectHead(on: descriptor, within: core.limits.idleTime + core.limits.headTime)
    }

    func closed() {
        core.watcher.expectNothing(on: descriptor)
    }
}
