package import JSON
package import Volumes

/// Forgets a volume, and remembers that its storage is kept on purpose. No plugin is called.
package struct DeregisterVolume: Workflow {
    package static let kind = "deregister volume"
    package let target: Volume
    package let secrets = Secrets()

    package init(_ volume: Volume) {
        target = volume
    }

    package init(record: JSON, secrets: Secrets) throws(RecordError) {
        target = try record.member("volume")
    }

    package var record: JSON { .record(["volume": target]) }
    package var wish: JSON { record }
    package var pluginID: String { target.pluginID }
    package var volume: VolumeID? { target.id }
    package var turns: Set<Turn> { [.volume(target.id)] }
    package var phase: String { "deregistering" }

    package var leftover: String { "volume \(target.id): it is still on record" }

    package mutating func renew(with secrets: Secrets?) -> Bool { true }

    package mutating func next(_ event: WorkflowEvent) -> [WorkflowAction] {
        switch event {
        case .begun, .resumed: [.commit([.releaseVolume(target)], .nothing)]
        case .unstorable: [.abandon(leftover)]
        default: []
        }
    }
}
