internal import CGRPC

extension gpr_timespec {
    /// The moment that lies a duration ahead; one that is not positive is now.
    init(after duration: Duration) {
        let (seconds, attoseconds) = duration.components
        let span = gpr_timespec(
            tv_sec: max(0, seconds), tv_nsec: Int32(max(0, attoseconds) / 1_000_000_000), clock_type: GPR_TIMESPAN)
        self = gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC), span)
    }

    /// How far ahead this moment is; nil for one that never comes.
    var remaining: Duration? {
        guard gpr_time_cmp(self, gpr_inf_future(clock_type)) != 0 else { return nil }
        let span = gpr_time_sub(self, gpr_now(clock_type))
        return .seconds(span.tv_sec) + .nanoseconds(Int64(span.tv_nsec))
    }
}
