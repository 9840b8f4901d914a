internal import Dispatch
internal import Glibc
internal import Platform
internal import Synchronization

/// Writes lines to standard error on a thread of its own: whoever reads them may be slow, and nobody else waits for it.
///
/// Lines are left out where too many wait, and how many is told when there is room again.
final class LogOutput: Sendable {
    /// How much waits to be written at most, in bytes.
    private static let backlog = 1 << 20

    private struct State {
        var waiting = 0
        var lost = 0
    }

    private let descriptor: CInt
    private let lossNote: @Sendable (Int) -> [UInt8]
    private let queue = DispatchQueue(label: "Log")
    private let state = Mutex(State())

    /// - Parameter lossNote: The line that tells how many were left out.
    init(to descriptor: CInt = STDERR_FILENO, lossNote: @escaping @Sendable (Int) -> [UInt8]) {
        self.descriptor = descriptor
        self.lossNote = lossNote
    }

    func write(_ line: [UInt8]) {
        let (isTaken, lost) = state.withLock { state in
            guard state.waiting + line.count <= Self.backlog else {
                state.lost += 1
                return (false, 0)
            }
            state.waiting += line.count
            defer { state.lost = 0 }
            return (true, state.lost)
        }
        guard isTaken else { return }
        queue.async { [self] in
            if lost > 0 { put(lossNote(lost)) }
            put(line)
            state.withLock { $0.waiting -= line.count }
        }
    }

    /// One write a line, so that those of several processes don't mix. Who reads the log may have gone, which ends nothing.
    private func put(_ line: [UInt8]) {
        try? File.write(line + [UInt8(ascii: "\n")], to: descriptor)
    }

    /// Waits until what came before is written, or so many seconds are over.
    func flush(seconds: Int) {
        let done = DispatchSemaphore(value: 0)
        queue.async { done.signal() }
        _ = done.wait(timeout: .now() + .seconds(seconds))
    }
}
