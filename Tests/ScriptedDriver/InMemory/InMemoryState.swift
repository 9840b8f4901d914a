import CSI
import Foundation
import GRPC
import Glibc

/// All that an in-memory driver holds.
struct InMemoryState: Codable, Hashable, Sendable {
    struct VolumeRecord: Codable, Hashable {
        let number: Int
        /// How it was asked for, without secrets.
        let request: Stored<CreateVolumeRequest>
        var volume: Stored<Volume>
        var mutableParameters: [String: String]
        /// By node ID: how it is attached, without secrets.
        var attachments: [String: Stored<ControllerPublishVolumeRequest>] = [:]
        /// By node and path: how it is staged, without secrets.
        var staged: [String: Stored<NodeStageVolumeRequest>] = [:]
        /// By node and path: how it is published, without secrets.
        var published: [String: Stored<NodePublishVolumeRequest>] = [:]

        var isInUse: Bool { !attachments.isEmpty || !staged.isEmpty || !published.isEmpty }

        /// Notes that the volume is used somewhere in some way, which must not differ from how it is used there already.
        /// - Parameter mayBegin: Checks whether it may be used there, where it is not yet.
        mutating func use<Request: Message>(
            _ uses: WritableKeyPath<Self, [String: Stored<Request>]>,
            at place: String,
            as request: Request,
            mayBegin: () throws -> Void = {}
        ) throws {
            if let existing = self[keyPath: uses][place] {
                guard existing.content == request else {
                    throw RPCError(.alreadyExists, "the volume is at \(place) in another way")
                }
            } else {
                try mayBegin()
                self[keyPath: uses][place] = Stored(request)
            }
        }
    }

    struct SnapshotRecord: Codable, Hashable {
        let number: Int
        let name: String
        let snapshot: Stored<Snapshot>
    }

    struct GroupRecord: Codable, Hashable {
        let number: Int
        let request: Stored<CreateVolumeGroupSnapshotRequest>
        let snapshotIDs: [String]
    }

    var volumes: [String: VolumeRecord] = [:]
    // Kept beside the volumes, so that making one takes hardly longer where there are many: their IDs by name, and the
    // room that they take.
    var volumeIDs: [String: String] = [:]
    var usedBytes: Int64 = 0
    var snapshots: [String: SnapshotRecord] = [:]
    var groups: [String: GroupRecord] = [:]
    private var lastNumber = 0

    mutating func nextNumber() -> Int {
        lastNumber += 1
        return lastNumber
    }

    func volume(_ id: String) throws -> VolumeRecord {
        try InMemoryDriver.require(!id.isEmpty, "volume_id")
        guard let record = volumes[id] else { throw RPCError(.notFound, "there is no volume \(id)") }
        return record
    }

    /// Replaces the file in one step.
    func write(to path: String) throws {
        let temporary = path + ".new"
        let isMade = FileManager.default.createFile(
            atPath: temporary,
            contents: try JSONEncoder().encode(self),
            attributes: [.posixPermissions: 0o600]
        )
        guard isMade, rename(temporary, path) == 0 else { throw RPCError(.internal, "the state can't be written") }
    }
}

/// A message in JSON, as its bytes.
struct Stored<Content: Message>: Codable, Hashable, Sendable {
    var content: Content

    init(_ content: Content) {
        self.content = content
    }

    init(from decoder: any Decoder) throws {
        content = try Content(decoding: Array(try decoder.singleValueContainer().decode(Data.self)))
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Data(try content.encoded()))
    }
}

/// One page of a list, whose token is the number of the last entry: entries that come and go meanwhile shift nothing.
struct Page<Entry> {
    let entries: [Entry]
    let nextToken: String

    init(_ all: [(number: Int, entry: Entry)], maximum: Int32, token: String, pageSize: Int) throws {
        guard maximum >= 0 else { throw RPCError(.invalidArgument, "max_entries is negative") }
        guard let last = token.isEmpty ? 0 : Int(token), last >= 0 else {
            throw RPCError(.aborted, "the token \(token) is none of this driver's")
        }
        let rest = all.filter { $0.number > last }.sorted { $0.number < $1.number }
        let limits = [Int(maximum), pageSize].filter { $0 > 0 }
        let page = rest.prefix(limits.min() ?? rest.count)
        entries = page.map(\.entry)
        nextToken = page.count < rest.count ? page.last.map { String($0.number) } ?? "" : ""
    }
}
