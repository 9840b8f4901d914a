internal import StateStore
internal import Synchronization
internal import Volumes
internal import Workflows

/// Which volumes have which storage and were made by which names, without looking at all of them.
///
/// Whoever stores volumes tells it afterwards; their turns keep changes of one volume in order.
final class VolumeIndex: Sendable {
    private struct Places {
        var storage: Key
        var name: Key?
    }

    private struct State {
        var places: [VolumeID: Places] = [:]
        var byStorage: [Key: Set<VolumeID>] = [:]
        var byName: [Key: Set<VolumeID>] = [:]
        /// What is wrong with the volumes that can't be read, by the text of their keys; each may be any.
        var unreadable: [String: String] = [:]

        mutating func put(_ volume: Volume) {
            remove(volume.id)
            let storage = VolumeIndex.key(volume.remoteID, volume.pluginID)
            let name = volume.nameAtPlugin.isEmpty ? nil : VolumeIndex.key(volume.nameAtPlugin, volume.pluginID)
            places[volume.id] = Places(storage: storage, name: name)
            byStorage[storage, default: []].insert(volume.id)
            if let name { byName[name, default: []].insert(volume.id) }
        }

        mutating func remove(_ id: VolumeID) {
            guard let places = places.removeValue(forKey: id) else { return }
            byStorage[places.storage]?.remove(id)
            if byStorage[places.storage]?.isEmpty == true { byStorage[places.storage] = nil }
            guard let name = places.name else { return }
            byName[name]?.remove(id)
            if byName[name]?.isEmpty == true { byName[name] = nil }
        }
    }

    private let state = Mutex(State())

    /// Reads all volumes anew.
    func rebuild(from view: View) {
        var fresh = State()
        for entry in view.entries(in: Keys.volumes) {
            do throws(RecordError) {
                fresh.put(try entry.value.record(Volume.self))
            } catch {
                let parts = "\(entry.key)".split(separator: "\0").joined(separator: "/")
                fresh.unreadable[parts] = "\(error)"
            }
        }
        let state = fresh
        self.state.withLock { $0 = state }
    }

    /// Takes in what was stored.
    func take(_ changes: [StateChange]) {
        state.withLock { state in
            for change in changes {
                switch change {
                case .putVolume(let volume): state.put(volume)
                case .deleteVolume(let id, _, _): state.remove(id)
                case .releaseVolume(let volume): state.remove(volume.id)
                case .putVolumeSecrets, .putSnapshot, .deleteSnapshot, .changeProvider: break
                }
            }
        }
    }

    /// The other volumes that have a storage, in the order of their names.
    func owners(of externalID: String, pluginID: String, besides id: VolumeID?) -> [VolumeID] {
        let owners = state.withLock { $0.byStorage[Self.key(externalID, pluginID)] ?? [] }
        return owners.filter { $0 != id }.sorted { ($0.namespace, $0.name) < ($1.namespace, $1.name) }
    }

    /// Whether another volume was made by a name.
    func isMade(by name: String, pluginID: String, besides id: VolumeID) -> Bool {
        state.withLock { $0.byName[Self.key(name, pluginID)] ?? [] }.contains { $0 != id }
    }

    /// What is wrong with the volumes that can't be read, by the text of their keys; each may be any.
    var unreadable: [String: String] { state.withLock { $0.unreadable } }

    /// By bytes: Swift takes texts for equal that Unicode takes for equal.
    private static func key(_ text: String, _ pluginID: String) -> Key {
        Key(bytes: Array(pluginID.utf8) + [0] + Array(text.utf8))
    }
}
