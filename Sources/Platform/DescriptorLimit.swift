internal import Glibc

/// How many files and sockets this process may have open.
package enum DescriptorLimit {
    /// The number now.
    package static var current: Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1024 }
        return Int(clamping: limit.rlim_cur)
    }

    /// Raises the number as far as the system lets this process. Many systems begin with 1,024 for the sake of programs
    /// that use `select`.
    package static func raise() throws(Errno) {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { throw .current }
        limit.rlim_cur = limit.rlim_max
        guard setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { throw .current }
    }
}
