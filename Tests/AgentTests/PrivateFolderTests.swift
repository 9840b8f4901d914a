import Foundation
import TestSupport
import Testing

@testable import Agent

@Suite("The agent's own folders")
struct PrivateFolderTests {
    private let scratch: TemporaryFolder

    init() throws {
        scratch = try TemporaryFolder()
    }

    @Test("are removed with all that is in them, and what links point to stays")
    func removed() throws {
        let kept = try scratch.write("data", to: "kept")
        let folder = scratch.file("folder")
        try PrivateFolder.make(folder + "/a/b")
        symlink(kept, folder + "/a/link")
        #expect(PrivateFolder.remove(folder))
        #expect(!FileManager.default.fileExists(atPath: folder))
        #expect(FileManager.default.contents(atPath: kept) == Data("data".utf8))
    }

    @Test("are left while something is mounted in them", arguments: ["plain", "with blank", #"with\backslash"#])
    func mounted(name: String) async throws {
        let data = scratch.file("data")
        try PrivateFolder.make(data)
        let kept = try scratch.write("data", to: "data/kept")
        let folder = scratch.file(name)
        try PrivateFolder.make(folder + "/mount")
        // By way of a link, since the folder for temporary files may be one.
        let link = scratch.file("link")
        symlink(folder, link)
        try #require(try await run(["mount", "--bind", data, folder + "/mount"]).status == 0)
        let (isRemoved, isRemovedByLink) = (PrivateFolder.remove(folder), PrivateFolder.remove(link + "/"))
        try #require(try await run(["umount", folder + "/mount"]).status == 0)
        #expect(!isRemoved && !isRemovedByLink)
        #expect(FileManager.default.contents(atPath: kept) == Data("data".utf8))
        #expect(PrivateFolder.remove(folder))
    }
}
