internal import CGRPC

extension Duration {
    /// Longer waits are cut to this one, a year, so that no sum with a clock overflows.
    private static let longestWait = Duration.seconds(365 * 86_400)

    /// This duration, or the nearest one that can be waited for.
    var clampedToWait: Duration { max(.zero, min(self, Self.longestWait)) }
}

extension gpr_timespec {
    /// The clock that gRPC's deadlines are read on.
    static var now: gpr_timespec { gpr_now(GPR_CLOCK_MONOTONIC) }

    /// A moment that never comes.
    static let never = gpr_inf_future(GPR_CLOCK_MONOTONIC)

    /// The moment that lies a duration ahead; one that is not positive is now.
    func advanced(by duration: Duration) -> gpr_timespec {
        let (seconds, attoseconds) = duration.clampedToWait.components
        let span = gpr_timespec(
            tv_sec: seconds,
            tv_nsec: Int32(attoseconds / 1_000_000_000),
            clock_type: GPR_TIMESPAN
        )
        return gpr_time_add(self, span)
    }

    /// How far ahead this moment is; nil for one that never comes.
    var remaining: Duration? {
        guard gpr_time_cmp(self, gpr_inf_future(clock_type)) != 0 else { return nil }
        let span = gpr_time_sub(self, gpr_now(clock_type))
        return .seconds(span.tv_sec) + .nanoseconds(Int64(span.tv_nsec))
    }
}
