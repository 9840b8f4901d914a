internal import Workflows
internal import StateStore
internal import Volumes

/// The row of the node that this agent runs on.
struct LocalNode: Sendable {
    let store: any Store
    let now: @Sendable () -> Int64

    /// Stores what is new of the node; the ID that it has in the store it keeps, and without one it gets one.
    func register(_ described: Node) async throws(StoreError) -> Node {
        let known = store.view.entries(in: Keys.nodes).compactMap { try? $0.value.record(Node.self) }
        let previous =
            if described.id.isEmpty {
                known.first { $0.name.isIdentical(to: described.name) } ?? known.first
            } else {
                known.first { $0.id.isIdentical(to: described.id) }
            }
        var node = described
        node.id = previous?.id ?? (described.id.isEmpty ? RandomID.uuid() : described.id)
        node.createTime = previous?.createTime ?? now()
        node.updateTime = previous?.updateTime ?? node.createTime
        guard node != previous else { return node }
        node.updateTime = now()
        _ = try await store.commit(Transaction([.put(Keys.node(node.id), Value(node))]))
        return node
    }
}
