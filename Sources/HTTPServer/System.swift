internal import CMicroHTTPDShims
internal import Glibc
internal import Platform

/// The system calls that this module makes, each with its error as a value.
enum System {
    // MARK: Sockets

    /// How many connections wait to be accepted; more are refused.
    private static let queueLength: CInt = 4096

    private static func makeSocket(_ family: CInt) throws(Errno) -> CInt {
        let kind = CInt(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(family, kind, 0)
        guard descriptor >= 0 else { throw .current }
        return descriptor
    }

    /// Listens on a path where there is no file, and gives the socket to its owner (mode 0600), or a group too (0660).
    static func listen(atPath path: String, group: String?) throws(Errno) -> CInt {
        let descriptor = try makeSocket(AF_UNIX)
        var isBound = false
        do throws(Errno) {
            // On Linux the file gets the mode of the socket it is bound to, so it is at no time open to others.
            guard fchmod(descriptor, 0o600) == 0 else { throw .current }
            guard try UnixSocket.withAddress(path, { bind(descriptor, $0, $1) }) == 0 else { throw .current }
            isBound = true
            if let group { try UnixSocket.restrict(path, toGroup: group) }
            guard Glibc.listen(descriptor, queueLength) == 0 else { throw .current }
            return descriptor
        } catch {
            close(descriptor)
            if isBound { unlink(path) }
            throw error
        }
    }

    /// Listens on the first of a host's addresses that can be bound.
    /// - Returns: Also the port, which the system chooses where `port` is 0.
    static func listen(onHost host: String, port: UInt16) throws(ListenFailure) -> (descriptor: CInt, port: UInt16) {
        var hints = addrinfo()
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let result = getaddrinfo(host, String(port), &hints, &list)
        guard result == 0 else { throw ListenFailure(text: String(cString: gai_strerror(result))) }
        defer { freeaddrinfo(list) }
        var failure = Errno(code: EADDRNOTAVAIL)
        for entry in sequence(first: list, next: { $0?.pointee.ai_next }) {
            guard let entry else { break }
            do throws(Errno) {
                return try listen(on: entry.pointee)
            } catch {
                failure = error
            }
        }
        throw ListenFailure(text: failure.text)
    }

    struct ListenFailure: Error {
        let text: String
    }

    private static func listen(on entry: addrinfo) throws(Errno) -> (descriptor: CInt, port: UInt16) {
        let descriptor = try makeSocket(entry.ai_family)
        do throws(Errno) {
            var yes: CInt = 1
            let size = socklen_t(MemoryLayout<CInt>.size)
            guard setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, size) == 0,
                bind(descriptor, entry.ai_addr, entry.ai_addrlen) == 0,
                Glibc.listen(descriptor, queueLength) == 0
            else { throw .current }
            return (descriptor, try port(of: descriptor))
        } catch {
            close(descriptor)
            throw error
        }
    }

    private static func port(of descriptor: CInt) throws(Errno) -> UInt16 {
        var address = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return try withUnsafeMutablePointer(to: &address) { pointer throws(Errno) in
            let raw = UnsafeMutableRawPointer(pointer)
            guard getsockname(descriptor, raw.assumingMemoryBound(to: sockaddr.self), &length) == 0 else {
                throw .current
            }
            // The port is at the same place in addresses of IPv4 and IPv6.
            return UInt16(bigEndian: raw.assumingMemoryBound(to: sockaddr_in.self).pointee.sin_port)
        }
    }

    /// Ends a connection, or a socket's listening, whoever holds its descriptor.
    static func cutOff(_ descriptor: CInt) {
        shutdown(descriptor, CInt(SHUT_RDWR))
    }

    /// Has whoever waits for a connection whose client sends no more look at it once more.
    static func announceEnd(of descriptor: CInt) {
        shutdown(descriptor, CInt(SHUT_RD))
    }

    static func duplicate(_ descriptor: CInt) throws(Errno) -> CInt {
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else { throw .current }
        return copy
    }

    /// Puts something where nobody ever knocks in place of a listening socket, whoever holds its descriptor.
    static func deafen(_ descriptor: CInt) {
        guard let silence = try? makeEvent() else { return cutOff(descriptor) }
        dup2(silence, descriptor)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        close(silence)
    }

    static func close(_ descriptor: CInt) {
        Glibc.close(descriptor)
    }

    static func remove(fileAt path: String) {
        unlink(path)
    }

    // MARK: Waiting

    static func makeEpoll() throws(Errno) -> CInt {
        let descriptor = epoll_create1(CInt(EPOLL_CLOEXEC))
        guard descriptor >= 0 else { throw .current }
        return descriptor
    }

    /// The tags of what has happened; none where nothing does in time. -1 waits for ever.
    static func wait(on epoll: CInt, milliseconds: CInt) -> [UInt64] {
        var events = [epoll_event](repeating: epoll_event(), count: 256)
        let count = epoll_wait(epoll, &events, CInt(events.count), milliseconds)
        return events.prefix(Int(max(0, count))).map(\.data.u64)
    }

    static func unwatch(_ descriptor: CInt, with epoll: CInt) {
        epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, nil)
    }

    /// What is waited for on a descriptor.
    enum Event {
        case readable
        /// The other side sends no more; said once.
        case hangUp

        fileprivate var bits: UInt32 {
            switch self {
            case .readable: EPOLLIN.rawValue
            case .hangUp: EPOLLRDHUP.rawValue | EPOLLONESHOT.rawValue
            }
        }
    }

    static func watch(_ descriptor: CInt, with epoll: CInt, for event: Event, tag: UInt64) throws(Errno) {
        var event = epoll_event(events: event.bits, data: epoll_data_t(u64: tag))
        guard epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event) == 0 else { throw .current }
    }

    /// A descriptor that can be read once it is signalled.
    static func makeEvent() throws(Errno) -> CInt {
        let descriptor = eventfd(0, CInt(EFD_CLOEXEC | EFD_NONBLOCK))
        guard descriptor >= 0 else { throw .current }
        return descriptor
    }

    static func signal(_ event: CInt) {
        eventfd_write(event, 1)
    }

    static func drain(_ event: CInt) {
        var count: eventfd_t = 0
        eventfd_read(event, &count)
    }

    // MARK: Memory

    static func length(of text: UnsafePointer<CChar>) -> Int { strlen(text) }
}
