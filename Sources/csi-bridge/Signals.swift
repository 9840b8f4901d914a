import Dispatch
import Glibc

/// Signals that a serving command takes as wishes.
final class Signals {
    /// One element for those that came since the last was taken.
    let arrivals: AsyncStream<Void>
    private let sources: [any DispatchSourceSignal]

    /// From now on these signals don't end the process.
    init(_ numbers: Int32...) {
        let (arrivals, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        self.arrivals = arrivals
        sources = numbers.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { continuation.yield() }
            source.resume()
            return source
        }
    }

    /// SIGTERM and SIGINT: the wish that the command ends in order.
    static func termination() -> Signals {
        Signals(SIGTERM, SIGINT)
    }

    /// Returns when the first signal has come.
    nonisolated(nonsending) func wait() async {
        for await _ in arrivals { return }
    }
}
