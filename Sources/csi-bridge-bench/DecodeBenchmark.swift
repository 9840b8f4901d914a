import CSI
import Dispatch

/// Reads one long list of volumes from its bytes, again and again.
struct DecodeBenchmark {
    private static let volumes = 100_000
    private static let rounds = 9

    /// The median of the rounds.
    func fieldsPerSecond() throws -> Double {
        let bytes = try Self.list.encoded()
        var nanoseconds: [UInt64] = []
        for _ in 0..<Self.rounds {
            let start = DispatchTime.now().uptimeNanoseconds
            let response = try ListVolumesResponse(decoding: bytes)
            nanoseconds.append(DispatchTime.now().uptimeNanoseconds - start)
            guard response.entries.count == Self.volumes else { throw BenchError(description: "the list is not whole") }
        }
        return Double(Self.volumes * Self.fieldsOfEntry) * 1e9 / Double(nanoseconds.sorted()[Self.rounds / 2])
    }

    /// Each value on the wire, and each message around values, is a field: entries; volume, capacity_bytes, volume_id,
    /// two volume_context with key and value; accessible_topology, segments with key and value; status and
    /// published_node_ids.
    private static let fieldsOfEntry = 1 + 3 + 2 * 3 + 1 + 3 + 2

    private static var list: ListVolumesResponse {
        ListVolumesResponse(
            entries: (0..<volumes).map { index in
                .init(
                    volume: Volume(
                        capacityBytes: 10 << 30,
                        volumeID: "vol-0123456789abcdef-\(index)",
                        volumeContext: ["storage.kubernetes.io/pool": "pool-1", "fs": "ext4"],
                        accessibleTopology: [Topology(segments: ["topology.example.com/zone": "zone-a"])]
                    ),
                    status: .init(publishedNodeIDs: ["node-\(index % 100)"])
                )
            }
        )
    }
}
