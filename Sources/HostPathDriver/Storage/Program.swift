internal import CLinux
internal import Glibc

/// Programs of the system that the driver runs: `mkfs`, `resize2fs`, `cp` and the like.
enum Program {
    /// A program that could not be run, failed or took too long.
    struct Failure: Error, Hashable, CustomStringConvertible {
        let program: String
        let reason: String
        /// What it printed, as far as that was kept.
        let output: String
        /// How it exited; nil where it did not by itself.
        var status: Int32?

        var description: String {
            output.isEmpty ? "\(program) \(reason)" : "\(program) \(reason): \(output)"
        }
    }

    /// How much of a program's output is kept, in bytes.
    private static let keptOutput = 4096

    /// Runs a program to its end, and ends it when the time is over.
    ///
    /// The program ends with this process as well, and holds the descriptor `inherited` open until it has ended, so that a
    /// successor that waits for a lock on it never meets a program that still writes.
    /// - Parameters:
    ///   - arguments: The program's name, looked up in PATH, and its arguments.
    ///   - inherited: A descriptor that the program keeps open; nil for none.
    /// - Returns: The beginning of what it printed, on standard output and standard error.
    @discardableResult
    static func run(_ arguments: [String], inheriting inherited: CInt?, timeout: Duration) throws(Failure) -> String {
        let name = arguments.first ?? ""
        let failure = { (reason: String, output: [UInt8]) in
            Failure(program: name, reason: reason, output: trimmed(output))
        }
        var ends: [CInt] = [-1, -1]
        guard clinux_pipe(&ends) == 0 else { throw failure("has no pipe: \(errorText(errno))", []) }
        defer { close(ends[0]) }

        let spawned = spawn(["setpriv", "--pdeathsig", "KILL", "--"] + arguments, output: ends[1], inherited)
        close(ends[1])
        guard case .success(let process) = spawned else {
            guard case .failure(let error) = spawned else { throw failure("can't be started", []) }
            throw failure("can't be started: \(error.description)", [])
        }
        let handle = pidfd_open(process, 0)
        defer { if handle >= 0 { close(handle) } }
        let (output, isInTime) = collect(ends[0], process: handle, until: ContinuousClock.now + timeout)
        if !isInTime { kill(process, SIGKILL) }
        var status: CInt = 0
        while waitpid(process, &status, 0) < 0 && errno == EINTR {}
        guard isInTime else { throw failure("took longer than \(timeout)", output) }
        // As WIFEXITED and WEXITSTATUS read it.
        guard status & 0x7F == 0 else { throw failure("was ended by signal \(status & 0x7F)", output) }
        let code = status >> 8 & 0xFF
        guard code == 0 else {
            var error = failure("failed with status \(code)", output)
            error.status = code
            throw error
        }
        return trimmed(output)
    }

    private static func spawn(
        _ arguments: [String],
        output: CInt,
        _ inherited: CInt?
    ) -> Result<pid_t, System.Failure> {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_adddup2(&actions, output, 2)
        if let inherited { posix_spawn_file_actions_adddup2(&actions, inherited, 3) }
        // Others' descriptors would keep what they point at in use.
        _ = clinux_close_from(&actions, inherited == nil ? 3 : 4)

        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        // Messages stay in one language, and nothing of this process's settings reaches the program.
        let settings = ["LC_ALL=C", "PATH=/usr/sbin:/usr/bin:/sbin:/bin"]
        var environment: [UnsafeMutablePointer<CChar>?] = settings.map { strdup($0) } + [nil]
        defer { for word in environment { free(word) } }
        var process = pid_t()
        let code = posix_spawnp(&process, arguments[0], &actions, nil, &words, &environment)
        return code == 0 ? .success(process) : .failure(System.Failure("start \(arguments[0])", code: code))
    }

    /// Reads what a program prints until it has ended, or the time is over.
    private static func collect(
        _ pipe: CInt,
        process: CInt,
        until deadline: ContinuousClock.Instant
    ) -> (output: [UInt8], isInTime: Bool) {
        var output: [UInt8] = []
        var isOpen = true
        while true {
            let remaining = deadline - .now
            guard remaining > .zero else { return (output, false) }
            var watched = [
                pollfd(fd: isOpen ? pipe : -1, events: Int16(POLLIN), revents: 0),
                pollfd(fd: process, events: Int16(POLLIN), revents: 0),
            ]
            let milliseconds = remaining / .milliseconds(1)
            if poll(&watched, 2, CInt(min(milliseconds.rounded(.up), 60_000))) <= 0 { continue }
            if watched[0].revents != 0 {
                let chunk = [UInt8](unsafeUninitializedCapacity: 16 << 10) { room, count in
                    count = max(0, read(pipe, room.baseAddress, room.count))
                }
                isOpen = !chunk.isEmpty
                output += chunk.prefix(max(0, keptOutput - output.count))
            } else if watched[1].revents != 0 {
                return (output, true)
            }
            if !isOpen && process < 0 { return (output, true) }
        }
    }

    private static func trimmed(_ output: [UInt8]) -> String {
        let text = String(decoding: output, as: UTF8.self)
        return text.split(whereSeparator: \.isNewline).joined(separator: "; ")
    }

    private static func errorText(_ code: CInt) -> String { String(cString: strerror(code)) }
}
