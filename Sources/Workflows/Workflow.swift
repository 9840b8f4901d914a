package import JSON
package import Volumes

/// An operation from its intent to its outcome, as a value: what was asked for, and how far it has come.
///
/// It performs nothing: ``next(_:)`` says what is to be done after each event, and ``Operations`` does it. The value is
/// stored before any call is made, and with every change of its phase, so that an agent that is killed goes on from there.
package protocol Workflow: Sendable {
    /// The kind of operation, such as `create volume`.
    static var kind: String { get }
    /// The plugin that is called.
    var pluginID: String { get }
    /// The volume that it is about.
    var volume: VolumeID? { get }
    /// What no other operation may have in hand meanwhile.
    var turns: Set<Turn> { get }
    /// How far it has come, in a word.
    var phase: String { get }
    /// What the plugin has to be told and nobody else; stored apart from the rest.
    var secrets: Secrets { get }
    /// A workflow as it was stored.
    /// - Throws: `RecordError` where the record is none.
    init(record: JSON, secrets: Secrets) throws(RecordError)
    /// All but the secrets.
    var record: JSON { get }
    /// What was asked for, secrets apart: who asks for the same again waits for the operation that is in hand.
    var wish: JSON { get }
    /// What may be left behind where it is abandoned, in words.
    var leftover: String { get }
    /// Somebody asks for the same again, and waits; their secrets count from now on, where they have some.
    /// - Returns: Whether it still leads to what they want.
    mutating func renew(with secrets: Secrets?) -> Bool
    /// Somebody asks for something else in its place, and waits.
    /// - Returns: Whether it leads to that now.
    mutating func supersede(with wish: any Workflow, secrets: Secrets?) -> Bool
    /// Takes an event in.
    mutating func next(_ event: WorkflowEvent) -> [WorkflowAction]
}

extension Workflow {
    package mutating func supersede(with wish: any Workflow, secrets: Secrets?) -> Bool { false }
}

/// What happens to a workflow.
package enum WorkflowEvent: Hashable, Sendable {
    /// Its intent is stored.
    case begun
    /// The agent was started again.
    case resumed
    /// The plugin answered the last call.
    case answered(Answer)
    /// The last call brought no answer.
    case failed(CallFailure)
    /// The call was not made: somebody has what it was to remove.
    case withheld
    /// Whoever asked for it waits no longer.
    /// - Parameter isCalling: Whether a call is in flight.
    case expired(isCalling: Bool)
    /// Somebody wants it stopped. No call is in flight.
    case cancelled
    /// The outcome was not stored: what nobody else may have is a volume's of ours.
    case taken(by: VolumeID)
    /// The outcome can never be stored, and why.
    case unstorable(String)
}

/// What a workflow wants done; one after the other.
package enum WorkflowAction: Hashable, Sendable {
    /// Stores how far it has come, and begins other operations in the same transaction.
    case save(beginning: [CreateVolume] = [])
    /// Calls the plugin: now, or after a while that grows with every try.
    case call(Call, isDelayed: Bool = false)
    /// Calls the plugin after a while, once nobody else has in hand what the call removes, unless it is to be kept.
    case callUnlessKept(Call, Kept)
    /// Stores the outcome and forgets the workflow, in one transaction; then tells whoever waits.
    /// - Parameter sole: What no other record of ours may have.
    case commit([StateChange], Product, sole: Kept? = nil)
    /// Tells whoever waits that it failed, or that it goes on without them.
    case fail(VolumeError)
    /// Forgets the workflow.
    case end
    /// Gives up: the workflow is kept with what may be left of it, until somebody forgets it.
    case abandon(String)
}

/// What an operation brought.
package enum Product: Hashable, Sendable {
    /// A volume that is registered now, or has changed.
    case volume(Volume, isNew: Bool)
    /// A snapshot that was made.
    case snapshot(Snapshot)
    /// Nothing to show.
    case nothing
}

/// Something in a provider that must not be removed where somebody has it.
package enum Kept: Hashable, Sendable {
    /// A volume, by the plugin's ID.
    case volume(String)
    /// A snapshot, by the plugin's ID.
    case snapshot(String)

    /// What nobody else may have in hand while it is looked at and removed.
    package func turn(ofPlugin pluginID: String) -> Turn {
        switch self {
        case .volume(let id): .backing(id, pluginID: pluginID)
        case .snapshot(let id): .snapshot(id, pluginID: pluginID)
        }
    }
}

/// A change of what is stored.
package enum StateChange: Hashable, Sendable {
    case putVolume(Volume)
    /// Nil keeps the secrets that are stored.
    case putVolumeSecrets(VolumeID, Secrets?)
    /// Forgets a volume that its plugin, by its ID there, has no more.
    case deleteVolume(VolumeID, externalID: String, pluginID: String)
    /// Forgets the volume, and remembers that its storage is kept.
    case releaseVolume(Volume)
    case putSnapshot(Snapshot, Secrets)
    case deleteSnapshot(String, pluginID: String)
    /// Notes that something has changed in a plugin's storage.
    case changeProvider(String)
}

/// What one operation at a time may have in hand.
package enum Turn: Hashable, Sendable {
    /// A volume of ours.
    case volume(VolumeID)
    /// A name that a plugin makes a volume by, which is one volume whoever asks for it.
    case name(String, pluginID: String)
    /// A volume of a plugin, under whatever name we have it.
    case backing(String, pluginID: String)
    /// A snapshot of a plugin.
    case snapshot(String, pluginID: String)
    /// A name that a plugin makes a snapshot by.
    case snapshotName(String, pluginID: String)
}
