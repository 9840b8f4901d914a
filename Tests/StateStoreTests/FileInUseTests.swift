import Foundation
import TestSupport
import Testing

@testable import StateStore

@Suite("A store whose files are taken away while it is in use")
struct FileInUseTests {
    /// What somebody does to a file.
    enum Deed: CaseIterable {
        case removed, replaced, emptied, movedWithItsFolder
    }

    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.file("data"), withIntermediateDirectories: false)
        path = folder.file("data/store.db")
    }

    private func perform(_ deed: Deed, on path: String) throws {
        switch deed {
        case .removed: try FileManager.default.removeItem(atPath: path)
        case .replaced:
            try FileManager.default.copyItem(atPath: path, toPath: path + ".copy")
            try #require(rename(path + ".copy", path) == 0)
        case .emptied: try #require(truncate(path, 0) == 0)
        case .movedWithItsFolder: try #require(rename(folder.file("data"), folder.file("elsewhere")) == 0)
        }
    }

    @Test("stores nothing more, says why, and shows what it had", arguments: Deed.allCases, ["", "-wal"])
    func notice(deed: Deed, suffix: String) async throws {
        let store = try SQLiteStore(path: path)
        try await store.change(.put("a", "1"))
        try perform(deed, on: path + suffix)
        let error = await #expect(throws: StoreError.self) { try await store.change(.put("a", "2")) }
        #expect(error?.code == .failed)
        #expect(error?.message.contains("nothing is stored any more") == true)
        #expect(store.contents() == ["a": "1"])
        await store.close()
    }

    @Test(
        "stores nothing more where its lock is gone, since another may have it",
        arguments: [Deed.removed, .replaced]
    )
    func lock(deed: Deed) async throws {
        let store = try SQLiteStore(path: path)
        try await store.change(.put("a", "1"))
        try perform(deed, on: path + ".lock")
        let error = await #expect(throws: StoreError.self) { try await store.change(.put("a", "2")) }
        #expect(error?.message.contains("another process may use the store") == true)
        await store.close()
    }

    @Test("goes on when they are put back")
    func putBack() async throws {
        let store = try SQLiteStore(path: path)
        try perform(.movedWithItsFolder, on: path)
        await #expect(throws: StoreError.self) { try await store.change(.put("a", "1")) }
        try #require(rename(folder.file("elsewhere"), folder.file("data")) == 0)
        try await store.change(.put("a", "2"))
        await store.close()
        try await withSQLiteStore(path) { #expect($0.contents() == ["a": "2"]) }
    }
}
