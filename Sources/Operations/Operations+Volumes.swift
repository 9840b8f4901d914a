internal import Plugins
internal import Workflows
internal import struct CSI.RPC
public import StateStore
public import Volumes

extension Operations {
    /// Checks what can be checked of a wish before anything is done: the plugin, the namespace, the record.
    /// - Parameters:
    ///   - isMade: Whether the plugin is to make the volume.
    ///   - update: Whether one that is registered is to be reconciled.
    public func check(_ wish: VolumeWish, isMade: Bool, update: Bool) throws(VolumeError) {
        let volume = wish.volume
        try VolumeValidation.check(volume)
        try VolumeValidation.check(wish.secrets ?? Secrets(), of: volume.id, plugin: volume.pluginID)
        guard namespaces().contains(where: { $0.isIdentical(to: volume.id.namespace) }) else {
            throw VolumeError(
                .notFound,
                "volume \(volume.id) is in nonexistent namespace \(volume.id.namespace)",
                volume: volume.id.name
            )
        }
        let plugin = try plugin(for: volume)
        if isMade {
            guard plugin.hasController else {
                throw volume.failure(.unsupported, "plugin has no controller")
            }
            guard plugin.serves(.createVolume) else {
                throw volume.failure(.unsupported, "plugin does not support creating volumes")
            }
        }
        if !update, try store.view.volume(volume.id) != nil {
            throw volume.alreadyExists
        }
    }

    /// Makes a volume at its plugin, and registers it. With `update`, one that is registered is reconciled.
    public func create(_ wish: VolumeWish, update: Bool) async throws(VolumeError) -> VolumeOutcome {
        try await volume(wish.volume.id, wish.secrets) { view throws(VolumeError) in
            if let stored = try view.volume(wish.volume.id) {
                return try self.update(of: stored, to: wish, view, update, isMade: true, prefix: "")
            }
            try self.check(wish, isMade: true, update: update)
            do throws(VolumeError) {
                try VolumeValidation.checkCreation(of: wish.volume)
                var volume = wish.volume
                // These are the plugin's to say.
                (volume.externalID, volume.context, volume.topologies) = ("", [:], [])
                let name = self.newName(of: volume)
                try VolumeValidation.check(name, is: "name at the plugin", of: volume.id, plugin: volume.pluginID)
                return try CreateVolume(
                    volume,
                    name: name,
                    secrets: wish.secrets ?? Secrets(),
                    plugin: try self.plugin(for: volume)
                )
            } catch {
                throw error.prefixed("controller create volume: CSI.ControllerCreateVolume: ")
            }
        }
    }

    /// Registers a volume that its plugin has. With `update`, one that is registered is reconciled.
    public func register(_ wish: VolumeWish, update: Bool) async throws(VolumeError) -> VolumeOutcome {
        try await volume(wish.volume.id, wish.secrets) { view throws(VolumeError) in
            if let stored = try view.volume(wish.volume.id) {
                return try self.update(
                    of: stored,
                    to: wish,
                    view,
                    update,
                    isMade: false,
                    prefix: "unable to update volume: "
                )
            }
            try self.check(wish, isMade: false, update: update)
            var volume = wish.volume
            if volume.topologies.isEmpty { volume.topologies = volume.requestedTopologies?.required ?? [] }
            return try self.registration(
                of: volume,
                isNew: true,
                secrets: wish.secrets ?? Secrets(),
                storesSecrets: true
            )
        }
    }

    /// Grows a volume.
    /// - Parameters:
    ///   - required: The least bytes; 0 for no wish.
    ///   - limit: The most bytes; 0 for no limit.
    ///   - secrets: What the plugin is told instead of the stored secrets; nil for those.
    public func expand(
        _ id: VolumeID,
        required: Int64,
        limit: Int64,
        secrets: Secrets?
    ) async throws(VolumeError) -> VolumeOutcome {
        try await volume(id, secrets) { view throws(VolumeError) in
            guard let volume = try view.volume(id) else { throw .missing(id) }
            try VolumeValidation.check(secrets ?? Secrets(), of: id, plugin: volume.pluginID)
            let expansion = try Expansion(of: volume, min: required, max: limit)
            let stored = try view.secrets(of: id)
            return try self.update(
                volume,
                expansion,
                isValidated: false,
                secrets: secrets ?? stored,
                storesSecrets: false,
                prefix: ""
            )
        }
    }

    /// Forgets a volume, which stays at its plugin.
    /// - Parameter force: Whether past claims are dropped.
    public func deregister(_ id: VolumeID, force: Bool) async throws(VolumeError) -> Revision {
        try await perform(on: id, secrets: nil) { view throws(VolumeError) in
            guard let volume = try view.volume(id) else { throw .missing(id) }
            return DeregisterVolume(volume)
        }.revision
    }

    /// Deletes a volume at its plugin, and forgets it.
    /// - Parameter secrets: Laid over the stored ones.
    public func delete(_ id: VolumeID, secrets: Secrets) async throws(VolumeError) -> Revision {
        try await perform(on: id, secrets: secrets.isEmpty ? nil : secrets) { view throws(VolumeError) in
            guard let volume = try view.volume(id) else { throw .missing(id) }
            guard let plugin = self.plugins.status(of: volume.pluginID) else {
                throw volume.failure(.notFound, "plugin not found: \(volume.pluginID)")
            }
            if plugin.isKnown, !plugin.hasController {
                throw volume.failure(
                    .unsupported,
                    "plugin \"\(volume.pluginID)\" for volume \"\(id)\" not found"
                )
            }
            let ready = try self.plugin(for: volume)
            guard ready.serves(.deleteVolume) else {
                throw volume.failure(.unsupported, "plugin does not support deleting volumes")
            }
            guard !volume.externalID.isEmpty else {
                throw volume.failure(
                    .invalid,
                    "controller delete volume: CSI.ControllerDeleteVolume: missing ExternalVolumeID"
                )
            }
            try VolumeValidation.check(secrets, of: id, plugin: volume.pluginID)
            let others = self.index.owners(of: volume.externalID, pluginID: volume.pluginID, besides: id)
            guard others.isEmpty else {
                let names = others.map { "\($0) in namespace \($0.namespace)" }.joined(separator: ", ")
                throw volume.failure(.inUse, "the storage is also that of other volumes: \(names)")
            }
            return DeleteVolume(volume, secrets: try view.secrets(of: id).merging(secrets))
        }.revision
    }

    /// Takes a volume from a node: a success where nothing of ours is there.
    ///
    /// Claims come with a later piece of work, so no volume is attached or mounted through us yet.
    public func detach(_ id: VolumeID, node: String) async throws(VolumeError) -> Revision {
        let view = store.view
        guard try view.volume(id) != nil else {
            throw VolumeError(.notFound, "no such volume", volume: id.name, node: node)
        }
        guard view[Keys.node(node)] != nil else {
            throw VolumeError(.notFound, "node not found: \(node)", volume: id.name, node: node)
        }
        return view[Keys.volume(id)]?.modifyRevision ?? view.revision
    }

    // MARK: - Parts

    private func volume(
        _ id: VolumeID,
        _ secrets: Secrets?,
        _ make: @Sendable (View) throws(VolumeError) -> any Workflow
    ) async throws(VolumeError) -> VolumeOutcome {
        let done = try await perform(on: id, secrets: secrets, make)
        guard case .volume(let volume, let isNew) = done.product else {
            throw VolumeError(.pluginFailed, "the operation brought no volume", volume: id.name)
        }
        return VolumeOutcome(
            volume: volume,
            createIndex: done.createRevision ?? done.revision,
            modifyIndex: done.revision,
            isNew: isNew
        )
    }

    private func update(
        of stored: Volume,
        to wish: VolumeWish,
        _ view: View,
        _ isWanted: Bool,
        isMade: Bool,
        prefix: String
    ) throws(VolumeError) -> any Workflow {
        guard isWanted else { throw stored.alreadyExists }
        let kept = try view.secrets(of: stored.id)
        try check(wish, isMade: isMade, update: true)
        if !isMade {
            do throws(VolumeError) {
                try VolumeValidation.checkModes(of: wish.volume)
            } catch {
                throw error.prefixed("controller validate volume: CSI.ControllerValidateVolume: ")
            }
        }
        do throws(VolumeError) {
            let update = try VolumeUpdate(of: stored, to: wish.volume, modesInUse: nil)
            return try self.update(
                update.volume,
                update.expansion,
                isValidated: !isMade,
                secrets: wish.secrets ?? kept,
                storesSecrets: wish.secrets != nil,
                prefix: prefix
            )
        } catch {
            throw error.message.hasPrefix(prefix) ? error : error.prefixed(prefix)
        }
    }

    /// The change of a volume that is registered.
    private func update(
        _ volume: Volume,
        _ expansion: Expansion,
        isValidated: Bool,
        secrets: Secrets,
        storesSecrets: Bool,
        prefix: String
    ) throws(VolumeError) -> any Workflow {
        var volume = volume
        var growth: UpdateVolume.Growth?
        let plugin = try plugin(for: volume)
        switch expansion {
        case .none: break
        case .bounds(let min, let max): (volume.requestedCapacityMin, volume.requestedCapacityMax) = (min, max)
        case .growth(let min, let max):
            guard plugin.serves(.controllerExpandVolume) else {
                throw volume.failure(.unsupported, "expand is not implemented by this controller plugin")
            }
            guard !volume.externalID.isEmpty else {
                throw volume.failure(
                    .invalid,
                    "unable to expand volume: controller expand volume: CSI.ControllerExpandVolume: "
                        + "missing ExternalVolumeID"
                )
            }
            growth = UpdateVolume.Growth(min: min, max: max)
        }
        return try UpdateVolume(
            volume,
            isNew: false,
            isValidated: isValidated && plugin.hasController,
            growth: growth,
            secrets: secrets,
            storesSecrets: storesSecrets,
            plugin: plugin,
            prefix: prefix
        )
    }

    private func registration(
        of volume: Volume,
        isNew: Bool,
        secrets: Secrets,
        storesSecrets: Bool
    ) throws(VolumeError) -> any Workflow {
        let plugin = try plugin(for: volume)
        do throws(VolumeError) {
            try VolumeValidation.checkModes(of: volume)
            return try UpdateVolume(
                volume,
                isNew: isNew,
                isValidated: plugin.hasController,
                growth: nil,
                secrets: secrets,
                storesSecrets: storesSecrets,
                plugin: plugin,
                prefix: ""
            )
        } catch {
            throw error.prefixed("controller validate volume: CSI.ControllerValidateVolume: ")
        }
    }

    /// What CSI is to know a new volume by (CONTRACT.md, "One storage, several volumes").
    private func newName(of volume: Volume) -> String {
        let name = settings.volumeName(volume.pluginID).name(of: volume)
        let isTaken = isTaken(name, pluginID: volume.pluginID, besides: volume.id)
        return isTaken ? CreateVolume.suffixed(name, for: volume.id) : name
    }

    /// The plugin of a volume, where it can be asked.
    private func plugin(for volume: Volume) throws(VolumeError) -> Plugin {
        guard let plugin = plugins.status(of: volume.pluginID) else {
            throw volume.failure(.notFound, "no CSI plugin named: \(volume.pluginID) could be found")
        }
        guard plugin.isHealthy || plugin.isKnown && !plugin.hasController else {
            throw volume.failure(.unavailable, "no healthy controllers for CSI plugin: \(volume.pluginID)")
        }
        return plugin
    }
}

extension Volume {
    /// CONTRACT.md, "Register or create of a registered volume".
    fileprivate var alreadyExists: VolumeError {
        failure(.exists, "volume already exists: \(id); update=true reconciles it")
    }

    func failure(_ code: VolumeError.Code, _ message: String) -> VolumeError {
        VolumeError(code, message, volume: id.name, plugin: pluginID)
    }
}

extension VolumeError {
    static func missing(_ id: VolumeID) -> VolumeError {
        VolumeError(.notFound, "volume not found: \(id)", volume: id.name)
    }
}

extension View {
    /// A volume that is registered.
    /// - Throws: ``VolumeError`` with the code `unavailable` where the record can't be read.
    func volume(_ id: VolumeID) throws(VolumeError) -> Volume? {
        do throws(RecordError) {
            return try self[Keys.volume(id)]?.value.record(Volume.self)
        } catch {
            throw VolumeError(.unavailable, "the record of volume \(id) cannot be read: \(error)", volume: id.name)
        }
    }

    /// The secrets that are stored with a volume.
    /// - Throws: ``VolumeError`` with the code `unavailable` where the record can't be read.
    func secrets(of id: VolumeID) throws(VolumeError) -> Secrets {
        do throws(RecordError) {
            return try self[Keys.secrets(of: id)]?.value.record(Secrets.self) ?? Secrets()
        } catch {
            throw VolumeError(.unavailable, "the secrets of volume \(id) cannot be read: \(error)", volume: id.name)
        }
    }
}
