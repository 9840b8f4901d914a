internal import HTTPServer
internal import Platform
internal import StateStore
internal import Synchronization

extension VolumesAPI {
    /// The view that a request is to be answered from: for one that waits, as soon as something that it waits for has
    /// changed since the index it knows (http-api.md §3).
    ///
    /// At the end of its time, and where its task is cancelled because the server shuts down, the answer is what is there
    /// by then.
    /// - Parameters:
    ///   - scopes: What it looks at.
    ///   - concerns: Whether changes in these scopes change its answer, seen from the view at the beginning.
    func view(
        for parameters: ReadParameters,
        watching scopes: [Scope],
        concerns: (Changes, View) -> Bool = { _, _ in true }
    ) async -> View {
        let view = store.view
        guard parameters.index > 0, scopes.allSatisfy({ view.lastChange(in: $0) <= parameters.index }) else {
            return view
        }
        // Where the store is closed, or forgot what came since the view was taken, the answer is due as well.
        guard let watch = try? store.watch(scopes, after: max(view.revision, parameters.index)) else {
            return store.view
        }
        metrics.blocked.add(1, ordering: .relaxed)
        defer { metrics.blocked.subtract(1, ordering: .relaxed) }
        let alarm = alarms.set(in: parameters.jitteredWait()) { watch.cancel() }
        defer { alarms.cancel(alarm) }
        while let changes = try? await watch.next(), !concerns(changes, view) {}
        return store.view
    }
}

extension ReadParameters {
    /// The wait and a random part of a sixteenth of it, so that those who came together do not come again together.
    fileprivate func jitteredWait() -> Duration {
        let (seconds, attoseconds) = wait.components
        let sixteenth = (seconds * 1_000_000_000 + attoseconds / 1_000_000_000) / 16
        return wait + .nanoseconds(Int64.random(in: 0...max(0, sixteenth)))
    }
}
