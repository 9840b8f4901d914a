internal import Dispatch

/// Runs work that blocks on a thread that may, so that Swift's own few threads, which everybody shares, never do.
///
/// It is not cancelled with its task.
package func onBackground<Value: Sendable, Failure: Error>(
    _ work: @escaping @Sendable () throws(Failure) -> Value
) async throws(Failure) -> Value {
    try await withCheckedContinuation { (answer: CheckedContinuation<Result<Value, Failure>, Never>) in
        DispatchQueue.global().async {
            answer.resume(returning: Result(catching: work))
        }
    }.get()
}
