internal import Glibc

/// Starts a thread that runs `body`, and that nothing waits for.
package func startThread(_ body: @escaping @Sendable () -> Void) {
    let box = Unmanaged.passRetained(ThreadBody(body))
    var thread = pthread_t()
    let result = pthread_create(&thread, nil, runThreadBody, box.toOpaque())
    precondition(result == 0, "no thread can be started: \(Errno(code: result))")
    pthread_detach(thread)
}

/// The number of the thread that asks; never 0.
package var currentThread: UInt { UInt(pthread_self()) }

private final class ThreadBody: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) {
        self.run = run
    }
}

private func runThreadBody(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue().run()
    return nil
}
