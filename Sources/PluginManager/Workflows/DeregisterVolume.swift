internal import JSON
internal import Volumes

/// Forgets a volume, and remembers that its storage is kept on purpose. No plugin is called.
struct DeregisterVolume: Workflow {
    static let kind = "deregister volume"
    let target: Volume
    let secrets = Secrets()

    init(_ volume: Volume) {
        target = volume
    }

    init(record: JSON, secrets: Secrets) throws(RecordError) {
        target = try record.member("volume")
    }

    var record: JSON { .record(["volume": target]) }
    var wish: JSON { record }
    var pluginID: String { target.pluginID }
    var volume: VolumeID? { target.id }
    var turns: Set<Turn> { [.volume(target.id)] }
    var phase: String { "deregistering" }

    mutating func renew(with secrets: Secrets) -> Bool { true }

    mutating func next(_ event: WorkflowEvent) -> [WorkflowAction] {
        switch event {
        case .begun, .resumed: [.commit([.releaseVolume(target)], .nothing)]
        default: []
        }
    }
}
