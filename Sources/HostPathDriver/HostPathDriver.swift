public import GRPC
internal import CSI
internal import Glibc
internal import SQLite

/// A CSI driver for this machine: volumes are folders, or image files on loop devices.
///
/// Everything it knows and holds lies in one folder. It writes down what it is about to do before it does it, so that a
/// driver that starts after a crash, whenever that was, finishes or undoes what was under way.
public final class HostPathDriver: Sendable {
    /// The version that the driver reports.
    public static let version = "1.0.0"

    let configuration: Configuration
    let catalog: Catalog
    let storage: Storage
    let mounter: Mounter
    /// What the driver found when it started and left alone, and why; one sentence each, for people.
    public let notices: [String]
    let turns = Turns()
    let lanes = Lanes()
    let longWorks = LongWorks()
    let room = Room()

    /// Opens the state folder and brings it in order.
    ///
    /// This blocks; how long depends on what a crash left.
    /// - Throws: ``Failure`` where the configuration is wrong, another driver uses the folder, or it can't be read.
    public init(_ configuration: Configuration) throws(Failure) {
        try configuration.check()
        self.configuration = configuration
        do {
            let root = try Self.openRoot(configuration.stateDirectory)
            storage = Storage(root: root, lock: try Self.lock(root))
            mounter = Mounter(storage: storage)
            for folder in [storage.volumes, storage.snapshots, storage.replacements] {
                try System.makeDirectory(folder, mode: 0o700)
                guard try System.status(folder)?.kind == .directory else {
                    throw Failure("\(folder) is no folder")
                }
            }
            let isUnused = try Recovery.data(in: storage).isEmpty
            catalog = try Catalog(path: root + "/driver.db", mayBeNew: isUnused, node: configuration.nodeID)
            notices = try Recovery(
                catalog: catalog,
                storage: storage,
                mounter: mounter,
                nodeIDs: Set(configuration.nodeIDs)
            ).run()
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure("the state folder \(configuration.stateDirectory) can't be used: \(error)")
        }
    }

    deinit {
        System.closeDescriptor(storage.lock)
    }

    private static func openRoot(_ path: String) throws -> String {
        try System.makeDirectory(path, mode: 0o700)
        guard let root = try System.realPath(path), try System.status(root)?.kind == .directory else {
            throw Failure("the state folder \(path) is no folder")
        }
        return root
    }

    /// Takes the folder for this process. A predecessor that was killed may have programs that are still ending.
    private static func lock(_ root: String) throws -> CInt {
        let deadline = ContinuousClock.now + .seconds(5)
        while true {
            if let lock = try System.lock(root + "/lock") { return lock }
            guard ContinuousClock.now < deadline else {
                throw Failure("another driver uses the state folder \(root)")
            }
            usleep(20_000)
        }
    }

    /// The services, for a server of this node.
    public var handlers: Server.Handlers { handlers(ofNode: configuration.nodeID) }

    /// The services, for a server of one of the driver's nodes. They differ in the Node service alone.
    public func handlers(ofNode nodeID: String) -> Server.Handlers {
        var handlers = Server.Handlers()
        handlers.serve(identity: Identity(driver: self))
        handlers.serve(node: Node(driver: self, id: nodeID))
        if has(.controller) { handlers.serve(controller: Controller(driver: self)) }
        if has(.groupSnapshots) { handlers.serve(groupController: GroupController(driver: self)) }
        if has(.snapshotMetadata) { handlers.serve(snapshotMetadata: SnapshotMetadata(driver: self)) }
        return handlers
    }

    // MARK: For the services

    func has(_ feature: Feature) -> Bool { configuration.features.contains(feature) }

    /// - Throws: UNIMPLEMENTED where none of the features is on.
    func require(_ features: Feature..., for call: ServerCall) throws(RPCError) {
        guard features.contains(where: has) else {
            throw RPCError(.unimplemented, "\(call.method) is switched off")
        }
    }

    /// A volume that exists.
    /// - Throws: NOT_FOUND.
    func volume(_ id: String) throws -> VolumeRecord {
        guard let volume = try catalog.volume(id) else { throw RPCError(.notFound, "there is no volume of this ID") }
        return volume
    }

    /// A volume that lists show: one that exists, or that was deleted and whose data can't be removed.
    /// - Throws: NOT_FOUND.
    func listedVolume(_ id: String) throws -> VolumeRecord {
        guard let volume = try catalog.anyVolume(id), volume.state == .ready || volume.trouble != nil else {
            throw RPCError(.notFound, "there is no volume of this ID")
        }
        return volume
    }

    /// A node's place in the topology; nil where topology is off.
    func topology(ofNode id: String) -> Topology? {
        has(.topology) ? Topology(segments: [Topology.nodeKey: id]) : nil
    }

    /// The access modes that volumes can be used with.
    func supports(_ mode: VolumeCapability.AccessMode.Mode) -> Bool {
        switch mode {
        case .singleNodeWriter, .singleNodeReaderOnly, .multiNodeReaderOnly, .multiNodeSingleWriter,
            .multiNodeMultiWriter:
            true
        case .singleNodeSingleWriter, .singleNodeMultiWriter: has(.singleNodeMultiWriter)
        default: false
        }
    }
}

extension RPCError {
    /// The code that tells a caller of a failure.
    init(from error: any Error) {
        switch error {
        case let error as RPCError:
            self = error
        case let error as System.Failure:
            self.init(Self.code(ofSystemError: error.code), "\(error)")
        case let error as SQLiteError where error.isFull:
            self.init(.resourceExhausted, "\(error)")
        default:
            self.init(.internal, "\(error)")
        }
    }

    /// INTERNAL is only what is broken.
    private static func code(ofSystemError code: CInt) -> StatusCode {
        switch code {
        case ENOSPC, EDQUOT, EMFILE, ENFILE: .resourceExhausted
        // Somebody uses it, or wants it not to be written.
        case EBUSY, EROFS, ETXTBSY: .failedPrecondition
        // Somebody puts new files where a folder is removed.
        case ENOTEMPTY: .aborted
        default: .internal
        }
    }
}
