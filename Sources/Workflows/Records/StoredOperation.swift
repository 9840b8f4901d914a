package import JSON
internal import StateStore
package import Volumes

/// A workflow in the store: how it is told from others, and since when it is in hand.
package struct StoredOperation: Record {
    package let kind: String
    /// Nanoseconds since 1970.
    package let since: Int64
    package let workflow: JSON

    package init(_ workflow: any Workflow, since: Int64) {
        kind = type(of: workflow).kind
        self.since = since
        self.workflow = workflow.record
    }

    package init(json: JSON) throws(RecordError) {
        kind = try json.member("kind")
        since = try json.member("since", or: 0)
        guard case .object(let members) = json, let workflow = members["workflow"] else {
            throw RecordError("is missing", in: "workflow")
        }
        self.workflow = workflow
    }

    package var json: JSON {
        .object(["kind": kind.json, "since": since.json, "workflow": workflow])
    }

    /// The workflow itself.
    package func restored(secrets: Secrets) throws(RecordError) -> any Workflow {
        let kinds: [any Workflow.Type] = [
            CreateVolume.self, DeleteVolume.self, DeregisterVolume.self, UpdateVolume.self, CreateSnapshot.self,
            DeleteSnapshot.self,
        ]
        guard let type = kinds.first(where: { $0.kind == kind }) else {
            throw RecordError("is \"\(kind)\", which this version does not know", in: "kind")
        }
        return try type.init(record: workflow, secrets: secrets)
    }
}
