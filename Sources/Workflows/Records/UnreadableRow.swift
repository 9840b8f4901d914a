public import StateStore
internal import Volumes

/// A row of the store that holds something else than what lies at such a key.
public struct UnreadableRow: Hashable, Sendable, CustomStringConvertible {
    /// Where it lies.
    public let key: Key
    /// What is wrong with it; never what it holds.
    public let reason: String

    /// The key, with a slash where it has a NUL that no text of ours shows, and the reason.
    public var description: String { "\(Keys.name(of: key)): \(reason)" }
}

extension View {
    /// The rows that this version can't read, in the order of their keys.
    public var unreadableRows: [UnreadableRow] {
        entries(in: "").compactMap { entry in
            do throws(RecordError) {
                try check(entry.value, at: entry.key)
                return nil
            } catch {
                return UnreadableRow(key: entry.key, reason: error.description)
            }
        }
    }

    /// Reads a value as what lies at such a key.
    func check(_ value: Value, at key: Key) throws(RecordError) {
        func isIn(_ prefix: Key) -> Bool { key.hasPrefix(prefix) }
        if isIn(Keys.volumes) {
            _ = try value.record(Volume.self)
        } else if isIn(Keys.snapshots) {
            _ = try value.record(Snapshot.self)
        } else if isIn(Keys.plugins) {
            // Earlier versions had a row for each plugin, which is replaced by those of its instances.
            if (try? value.record(PluginInstance.self)) == nil { _ = try value.record(Plugin.self) }
        } else if isIn(Keys.nodes) {
            _ = try value.record(Node.self)
        } else if isIn(Keys.secrets) {
            _ = try value.record(Secrets.self)
        } else if isIn(Keys.operations) {
            let secrets = try? self[Keys.secrets(ofRowAt: key)]?.value.record(Secrets.self)
            _ = try value.record(StoredOperation.self).restored(secrets: secrets ?? Secrets())
        } else if !Keys.ofMarks.contains(where: isIn), !isIn(Keys.aside) {
            throw RecordError("is of a kind that this version does not know")
        }
    }
}
