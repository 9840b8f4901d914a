internal import Glibc
internal import HTTPServer
internal import Operations
internal import Platform
internal import Workflows
internal import StateStore

extension VolumesAPI {
    /// The largest backup that is taken, in bytes.
    private static var maximumBackupBytes: Int { 1 << 30 }
    /// How long a backup may take to come.
    private static var maximumBackupTime: Duration { .seconds(600) }

    /// `GET /v1/operator/snapshot`: the store as it is, to be kept elsewhere. It holds every secret.
    func saveStore(_ request: Request) async throws -> Response {
        try checkRegion(request.query.text("region"))
        let scratch = ScratchFile(in: settings.scratchFolder, id: settings.makeRequestID())
        try await store.backUp(to: scratch.path)
        let file = try await onBackground { [path = scratch.path] in try File(reading: path) }
        return Response(headers: ["Content-Type": "application/octet-stream"], streaming: FileContents(file: file))
    }

    /// `PUT /v1/operator/snapshot`: the store becomes what a backup holds. Plugins and the node stay what they are now.
    func restoreStore(_ request: Request) async throws -> Response {
        try checkRegion(request.query.text("region"))
        let scratch = ScratchFile(in: settings.scratchFolder, id: settings.makeRequestID())
        let file = try await onBackground { [path = scratch.path] in try File(creating: path) }
        var count = 0
        try await request.body.read(upTo: Self.maximumBackupBytes, within: Self.maximumBackupTime) { piece in
            count += piece.count
            try await onBackground { try file.write(piece) }
        }
        guard count > 0 else { throw HTTPError(.badRequest, "Request body is empty") }
        do {
            let index = try await operations.whileIdle {
                try await store.restore(from: scratch.path, keeping: [Keys.plugins, Keys.nodes])
            }
            return Response(index: index)
        } catch let error as StoreError where error.code == .invalid {
            throw HTTPError(.badRequest, "the backup cannot be restored: \(error.message)")
        } catch let error as StoreError where [.damaged, .newer].contains(error.code) {
            // The message would name the scratch file.
            throw HTTPError(.badRequest, "the body is no backup that can be restored: it is \(error.code.rawValue)")
        }
    }
}

/// A file that is gone when nothing refers to it any more.
private final class ScratchFile: Sendable {
    let path: String

    init(in folder: String, id: String) {
        path = "\(folder)/backup-\(id)"
    }

    deinit {
        unlink(path)
    }
}

/// What is in a file, from where it stands.
private struct FileContents: AsyncSequence, AsyncIteratorProtocol, Sendable {
    let file: File

    func makeAsyncIterator() -> FileContents { self }

    func next() async throws -> [UInt8]? {
        let bytes = try await onBackground { [file] in try file.read(256 << 10) }
        return bytes.isEmpty ? nil : bytes
    }
}
