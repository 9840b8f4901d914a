import Foundation
import Glibc

/// The system calls of the scripted driver.
enum System {
    /// Closes the connections that a server of this process has taken on a unix socket.
    ///
    /// gRPC offers no way to do that. So the connections are found among the process's files, by the name that they
    /// share with the socket, and shut down under gRPC's hands, which sees its peer gone.
    static func closeConnections(toSocketAt path: String) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        for original in names.compactMap({ CInt($0) }) {
            // A copy stays what it is, even where the original is closed meanwhile and its number given away.
            let copy = fcntl(original, F_DUPFD_CLOEXEC, 0)
            guard copy >= 0 else { continue }
            defer { close(copy) }
            if isConnection(copy, toSocketAt: path) {
                shutdown(copy, CInt(SHUT_RDWR))
            }
        }
    }

    private static func isConnection(_ descriptor: CInt, toSocketAt path: String) -> Bool {
        var address = sockaddr_un()
        var length = socklen_t(MemoryLayout<sockaddr_un>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        guard result == 0, address.sun_family == sa_family_t(AF_UNIX) else { return false }
        var isListening: CInt = 0
        var size = socklen_t(MemoryLayout<CInt>.size)
        guard getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &isListening, &size) == 0, isListening == 0 else {
            return false
        }
        return withUnsafeBytes(of: address.sun_path) { $0.prefix { $0 != 0 }.elementsEqual(path.utf8) }
    }

    /// Ends a process, this one where none is named, as `kill -9` does.
    static func kill(_ process: pid_t = getpid()) {
        _ = Glibc.kill(process, SIGKILL)
    }
}
