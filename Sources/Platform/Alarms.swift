internal import Dispatch
internal import Synchronization

/// Calls back at times. However many are set, there is one timer, and none while nothing is.
///
/// Tasks that sleep would do the same, but those that are cancelled stay with the system until their time has come.
package final class Alarms: Sendable {
    /// A time that is set.
    package struct Alarm: Hashable, Comparable, Sendable {
        /// Nanoseconds of uptime.
        let deadline: UInt64
        let number: UInt64

        package static func < (left: Alarm, right: Alarm) -> Bool {
            (left.deadline, left.number) < (right.deadline, right.number)
        }
    }

    private struct State {
        /// In order.
        var alarms: [(alarm: Alarm, ring: @Sendable () -> Void)] = []
        var lastNumber: UInt64 = 0
        /// When the timer fires; nil while it is off.
        var next: UInt64?

        /// The place of an alarm, or where it would be.
        func index(of alarm: Alarm) -> Int {
            var range = 0..<alarms.count
            while !range.isEmpty {
                let middle = range.lowerBound + range.count / 2
                range = alarms[middle].alarm < alarm ? middle + 1..<range.upperBound : range.lowerBound..<middle
            }
            return range.lowerBound
        }
    }

    private let state = Mutex(State())
    // Safe although it is no Sendable type: Dispatch's objects can be used from any thread.
    private nonisolated(unsafe) let timer = DispatchSource.makeTimerSource(queue: .global())

    /// No alarm is set.
    package init() {
        timer.setEventHandler { [weak self] in self?.ring() }
        timer.activate()
    }

    deinit {
        timer.cancel()
    }

    /// Calls back once, in so long a time.
    package func set(in time: Duration, _ ring: @escaping @Sendable () -> Void) -> Alarm {
        let (seconds, attoseconds) = time.components
        let nanoseconds = UInt64(clamping: seconds) * 1_000_000_000 + UInt64(clamping: attoseconds / 1_000_000_000)
        return state.withLock { state in
            state.lastNumber += 1
            let deadline = DispatchTime.now().uptimeNanoseconds + nanoseconds
            let alarm = Alarm(deadline: deadline, number: state.lastNumber)
            state.alarms.insert((alarm, ring), at: state.index(of: alarm))
            arm(&state)
            return alarm
        }
    }

    /// Forgets an alarm that may have rung.
    package func cancel(_ alarm: Alarm) {
        state.withLock { state in
            let index = state.index(of: alarm)
            guard index < state.alarms.count, state.alarms[index].alarm == alarm else { return }
            state.alarms.remove(at: index)
            arm(&state)
        }
    }

    private func ring() {
        let due = state.withLock { state in
            state.next = nil
            let now = DispatchTime.now().uptimeNanoseconds
            let due = state.alarms.prefix { $0.alarm.deadline <= now }
            state.alarms.removeFirst(due.count)
            arm(&state)
            return due
        }
        for alarm in due { alarm.ring() }
    }

    /// A timer that is too early finds nothing due and is armed again, so that only earlier alarms need it moved.
    private func arm(_ state: inout State) {
        guard let first = state.alarms.first?.alarm.deadline else {
            if state.next != nil { timer.schedule(deadline: .distantFuture) }
            state.next = nil
            return
        }
        if let next = state.next, next <= first { return }
        state.next = first
        timer.schedule(deadline: DispatchTime(uptimeNanoseconds: first), leeway: .milliseconds(1))
    }
}
