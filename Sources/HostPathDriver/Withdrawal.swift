internal import GRPC

// For a state folder that is to go as a whole. Nobody may be served meanwhile.
extension HostPathDriver {
    /// Takes all volumes away from their paths, and their devices, as far as no process uses them.
    ///
    /// The data stays. A volume that is in use at one path stays at the others.
    /// - Returns: Why something is left; one sentence each, for people.
    public func withdraw() -> [String] {
        var reasons: [String] = []
        do {
            let mounts = Dictionary(grouping: try catalog.allMounts(), by: \.volumeID)
            for volume in try catalog.allVolumes() {
                // What is published may be seen by way of what is staged.
                let order = (mounts[volume.id] ?? []).sorted { $0.isPublication && !$1.isPublication }
                do {
                    for mount in order { try Node(driver: self, id: mount.nodeID).remove(mount, of: volume) }
                } catch {
                    reasons.append("\(volume.id) stays where it is: \(RPCError(from: error).message)")
                }
            }
            if reasons.isEmpty {
                reasons = try LoopTable.current().devices(in: storage.volumes).map { "\($0.path) is in use" }
            }
        } catch {
            reasons.append(RPCError(from: error).message)
        }
        return reasons
    }

    /// Deletes the data of all volumes and snapshots, after ``withdraw()`` has left nothing.
    /// - Throws: ``Failure`` where some can't be deleted.
    public func deleteData() throws(Failure) {
        do {
            for path in try Recovery.data(in: storage) { try storage.remove(path) }
        } catch {
            throw Failure(RPCError(from: error).message)
        }
    }
}
