import Foundation
import TestSupport
import Testing

@testable import Agent

@Suite("The folder that holds an agent's state")
struct DataFolderTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test(
        "is not taken where somebody else's files are in it, and they stay",
        arguments: ["scratch/thesis.txt", "notes.txt", ".hidden"]
    )
    func foreign(file: String) throws {
        let data = folder.file("data")
        let path = "\(data)/\(file)"
        try FileManager.default.createDirectory(
            at: URL(fileURLWithPath: path).deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try folder.write("theirs", to: "data/\(file)")
        let error = #expect(throws: AgentError.self) { try DataFolder.prepare(data) }
        #expect(error?.description.contains(file) == true)
        try DataFolder.prepareScratch(in: data)
        #expect(try folder.text(of: "data/\(file)") == "theirs")
    }

    @Test("may have what is put there before the first start")
    func prepared() throws {
        try PrivateFolder.make(folder.file("data/host_volume_plugins"))
        try PrivateFolder.make(folder.file("data/lost+found"))
        try DataFolder.prepare(folder.file("data"))
    }

    @Test("loses what is left of backups with the next start, and nothing else")
    func leftovers() throws {
        let data = folder.file("data")
        try PrivateFolder.make(data + "/scratch")
        for name in ["backup-1", "backup-1-wal", "backup-2.lock", "kept"] {
            try folder.write("", to: "data/scratch/\(name)")
        }
        try PrivateFolder.make(data + "/scratch/backup-of-the-user")
        try DataFolder.prepareScratch(in: data)
        let kept = try FileManager.default.contentsOfDirectory(atPath: data + "/scratch")
        #expect(Set(kept) == ["kept", "backup-of-the-user"])
    }
}
