internal import CMicroHTTPD
internal import CMicroHTTPDShims

/// One of libmicrohttpd's daemons, with threads of its own, on one listening socket.
final class Daemon: Sendable {
    // Safe although they are pointers: a daemon may be stopped from any thread, and is stopped once; and `core` is kept.
    private nonisolated(unsafe) let pointer: OpaquePointer
    private let core: Unmanaged<Core>
    /// The listening socket, once more: libmicrohttpd closes what it is given.
    private let listener: CInt

    init?(listener: CInt, tls: Server.TLS?, core: Core) {
        guard let listener = try? System.duplicate(listener) else { return nil }
        self.listener = listener
        let context = Unmanaged.passRetained(core)
        var options = cmhd_options()
        options.listener = listener
        options.threads = Limits.threads
        options.connection_limit = CUnsignedInt(clamping: core.limits.connections + Limits.spareConnections)
        options.idle_seconds = CUnsignedInt(clamping: max(1, core.limits.idleTime.components.seconds))
        options.connection_memory = Limits.connectionMemory
        options.context = context.toOpaque()
        options.on_connection = connectionChanged
        options.on_target = targetArrived
        options.on_request = requestContinued
        options.on_end = requestEnded
        let started: OpaquePointer? =
            if let tls {
                tls.privateKey.withCString { key in
                    tls.certificateChain.withCString { certificates in
                        options.key = key
                        options.certificates = certificates
                        guard let roots = tls.clientRoots else { return cmhd_start(&options) }
                        return roots.withCString { roots in
                            options.trust_roots = roots
                            return cmhd_start(&options)
                        }
                    }
                }
            } else {
                cmhd_start(&options)
            }
        guard let started else {
            context.release()
            return nil
        }
        pointer = started
        self.core = context
    }

    /// Accepts no further connections.
    ///
    /// Not by `MHD_quiesce_daemon`, which races with the daemon's threads, and aborts the process where it loses.
    func quiesce() {
        System.deafen(listener)
    }

    /// Closes every connection and ends the threads, and waits for that.
    func stop() {
        MHD_stop_daemon(pointer)
        core.release()
    }
}

private func connectionChanged(
    _ context: UnsafeMutableRawPointer?,
    _ pointer: OpaquePointer?,
    _ place: UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
    _ change: MHD_ConnectionNotificationCode
) {
    guard let context, let pointer, let place else { return }
    if change == .CONNECTION_NOTIFY_STARTED {
        let core = Unmanaged<Core>.fromOpaque(context).takeUnretainedValue()
        place.pointee = Unmanaged.passRetained(Connection(pointer, core: core)).toOpaque()
    } else if let connection = place.pointee {
        place.pointee = nil
        Unmanaged<Connection>.fromOpaque(connection).takeRetainedValue().closed()
    }
}

private func targetArrived(
    _ context: UnsafeMutableRawPointer?,
    _ target: UnsafePointer<CChar>?,
    _ pointer: OpaquePointer?
) -> UnsafeMutableRawPointer? {
    guard let context, let target, let connection = cmhd_connection_context(pointer) else { return nil }
    let core = Unmanaged<Core>.fromOpaque(context).takeUnretainedValue()
    let bytes = UnsafeRawBufferPointer(start: target, count: System.length(of: target))
    return Unmanaged.passRetained(
        core.begin(
            on: Unmanaged<Connection>.fromOpaque(connection).takeUnretainedValue(),
            target: bytes.bindMemory(to: UInt8.self)
        )
    ).toOpaque()
}

private func requestContinued(
    _ context: UnsafeMutableRawPointer?,
    _ pointer: OpaquePointer?,
    _ url: UnsafePointer<CChar>?,
    _ method: UnsafePointer<CChar>?,
    _ version: UnsafePointer<CChar>?,
    _ data: UnsafePointer<CChar>?,
    _ count: UnsafeMutablePointer<Int>?,
    _ place: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> MHD_Result {
    guard let pointer, let url, let method, let version, let count, let current = place?.pointee else { return .NO }
    let exchange = Unmanaged<Exchange>.fromOpaque(current).takeUnretainedValue()
    if let data {
        let bytes = UnsafeRawBufferPointer(start: data, count: count.pointee)
        let (goesOn, isTaken) = exchange.receive(bytes)
        if isTaken { count.pointee = 0 }
        return goesOn ? .YES : .NO
    }
    guard exchange.isHeadDue else { return exchange.proceed() ? .YES : .NO }
    // Target and version stand in one buffer with one byte between them: where that does not add up, the target held
    // a NUL.
    let goesOn = exchange.headArrived(
        method: String(cString: method),
        headers: headers(of: pointer),
        length: version - url - 1
    )
    return goesOn ? .YES : .NO
}

private func requestEnded(
    _ context: UnsafeMutableRawPointer?,
    _ pointer: OpaquePointer?,
    _ place: UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
    _ reason: MHD_RequestTerminationCode
) {
    guard let place, let current = place.pointee else { return }
    place.pointee = nil
    Unmanaged<Exchange>.fromOpaque(current).takeRetainedValue().end()
}

private func headers(of connection: OpaquePointer) -> Headers {
    var headers = Headers()
    withUnsafeMutablePointer(to: &headers) { headers in
        _ = MHD_get_connection_values_n(
            connection,
            .HEADER_KIND,
            { context, _, name, nameLength, value, valueLength in
                guard let context, let name else { return .YES }
                let text = { (start: UnsafePointer<CChar>?, count: Int) in
                    String(
                        decoding: UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count),
                        as: UTF8.self
                    )
                }
                context.assumingMemoryBound(to: Headers.self).pointee
                    .add(text(name, nameLength), text(value, valueLength))
                return .YES
            },
            headers
        )
    }
    return headers
}
