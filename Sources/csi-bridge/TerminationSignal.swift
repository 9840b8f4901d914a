import Dispatch
import Foundation

/// SIGTERM or SIGINT: the wish that a serving command ends in order.
final class TerminationSignal {
    private let signals: AsyncStream<Void>
    private let sources: [any DispatchSourceSignal]

    /// From now on the two signals don't end the process.
    init() {
        let (signals, continuation) = AsyncStream<Void>.makeStream()
        self.signals = signals
        sources = [SIGTERM, SIGINT].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { continuation.yield() }
            source.resume()
            return source
        }
    }

    /// Returns when the first signal has come.
    nonisolated(nonsending) func wait() async {
        for await _ in signals { return }
    }
}
