public import CSI

extension InMemoryDriver {
    /// All volumes, in the order in which they were made.
    public var volumes: [Volume] {
        state.volumes.values.sorted { $0.number < $1.number }.map(\.volume.content)
    }

    /// The ID of the volume that was made under a name; nil where there is none.
    public func volumeID(named name: String) -> String? {
        state.volumeIDs[name]
    }

    /// The mutable parameters of a volume; none where there is no such volume.
    public func mutableParameters(ofVolume id: String) -> [String: String] {
        state.volumes[id]?.mutableParameters ?? [:]
    }

    /// All snapshots, in the order in which they were made.
    public var snapshots: [Snapshot] {
        state.snapshots.values.sorted { $0.number < $1.number }.map(\.snapshot.content)
    }

    /// The IDs of the nodes that volumes are attached to, by volume ID; other volumes are not there.
    public var attachments: [String: Set<String>] { places { Set($0.attachments.keys) } }

    /// Where volumes are staged, such as `node-1:/staging`, by volume ID; other volumes are not there.
    public var staged: [String: Set<String>] { places { Set($0.staged.keys) } }

    /// Where volumes are published, such as `node-1:/target`, by volume ID; other volumes are not there.
    public var published: [String: Set<String>] { places { Set($0.published.keys) } }

    private func places(_ of: (InMemoryState.VolumeRecord) -> Set<String>) -> [String: Set<String>] {
        state.volumes.mapValues(of).filter { !$0.value.isEmpty }
    }
}
