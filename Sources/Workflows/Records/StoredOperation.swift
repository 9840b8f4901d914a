package import JSON
package import Volumes

/// A workflow in the store: how it is told from others, and since when it is in hand.
package struct StoredOperation: Record {
    package let kind: String
    /// Nanoseconds since 1970.
    package let since: Int64
    package let workflow: JSON
    /// What may be left of it where it was abandoned; nil while it is in hand.
    package let leftover: String?
    /// Why it was abandoned.
    package let lastError: String?

    package init(_ workflow: any Workflow, since: Int64, leftover: String? = nil, lastError: String? = nil) {
        kind = type(of: workflow).kind
        self.since = since
        self.workflow = workflow.record
        self.leftover = leftover
        self.lastError = lastError
    }

    package init(json: JSON) throws(RecordError) {
        kind = try json.member("kind")
        since = try json.member("since", or: 0)
        leftover = try json.member("leftover", or: nil)
        lastError = try json.member("lastError", or: nil)
        guard case .object(let members) = json, let workflow = members["workflow"] else {
            throw RecordError("is missing", in: "workflow")
        }
        self.workflow = workflow
    }

    package var json: JSON {
        var members: [(key: String, value: JSON)] = [
            ("kind", kind.json), ("since", since.json), ("workflow", workflow),
        ]
        if let leftover { members.append(("leftover", leftover.json)) }
        if let lastError { members.append(("lastError", lastError.json)) }
        return .object(JSON.Members(members))
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
