import Foundation
import StateStore
import TestSupport
import Testing

extension StoreContractTests {
    @Suite("Backup and restore")
    struct Backup {
        @Test("bring back what was, in a transaction that watches see", arguments: Engine.allCases)
        func restore(engine: Engine) async throws {
            try await engine.withStore { store, folder in
                try await store.change(.put("same", "1"), .put("changed", "1"), .put("lost", "1"))
                try await store.change(.put("changed", "2"))
                try await store.backUp(to: folder.file("backup"))
                try await store.change(.put("changed", "3"), .delete("lost"), .put("new", "3"))
                let watch = try store.watch([.prefix("")], after: 3)
                let quiet = try store.watch([.key("same")], after: 3)
                #expect(try await store.restore(from: folder.file("backup")) == 4)
                #expect(store.contents() == ["same": "1", "changed": "2", "lost": "1"])
                let changes = try await watch.next()
                #expect(changes.revision == 4)
                #expect(Set(changes.changes.map(\.key)) == ["changed", "lost", "new"])
                let changed = try #require(store.view["changed"])
                #expect((changed.createRevision, changed.modifyRevision, changed.version) == (1, 4, 2))
                #expect(store.view["same"]?.modifyRevision == 1)
                #expect(store.view.lastChange(in: .key("new")) == 4)
                try await store.change(.put("same", "5"))
                #expect(try await quiet.next().revision == 5)
            }
        }

        @Test("leave what is kept as it is", arguments: Engine.allCases)
        func keeping(engine: Engine) async throws {
            try await engine.withStore { store, folder in
                try await store.change(.put("kept/old", "1"), .put("kept/changed", "1"), .put("other", "1"))
                try await store.backUp(to: folder.file("backup"))
                try await store.change(.delete("kept/old"), .put("kept/changed", "2"), .put("kept/new", "2"))
                try await store.change(.delete("other"))
                _ = try await store.restore(from: folder.file("backup"), keeping: ["kept/", "none/"])
                #expect(store.contents() == ["kept/changed": "2", "kept/new": "2", "other": "1"])
                #expect(store.view["kept/changed"]?.modifyRevision == 2)
            }
        }

        @Test("carry a store to a new one, whose revisions go on from there", arguments: Engine.allCases)
        func move(engine: Engine) async throws {
            try await engine.withStore { old, folder in
                for number in 1...9 { try await old.change(.put("a", Value([UInt8(number)]))) }
                try await old.backUp(to: folder.file("backup"))
                try await engine.withStore { new, _ in
                    let restored = try await new.restore(from: folder.file("backup"))
                    #expect(restored == 10)
                    #expect(new.view["a"]?.value == Value([9]))
                    let next = try await new.change(.put("b", ""))
                    #expect(next == 11)
                }
            }
        }

        @Test("take one consistent state while others write", arguments: Engine.allCases)
        func underWrites(engine: Engine) async throws {
            try await engine.withStore { store, folder in
                let writers = Task {
                    var number = 0
                    while !Task.isCancelled {
                        number += 1
                        let value = Value(Array("\(number)".utf8))
                        try await store.change(.put("a", value), .put("b/c", value), .put(Key("n/\(number)"), value))
                    }
                    return number
                }
                let watch = try store.watch([.key("a")], after: 0)
                var last = 0
                for round in 0..<5 {
                    _ = try await watch.next()
                    try await store.backUp(to: folder.file("backup\(round)"))
                    try await engine.withStore { copy, _ in
                        _ = try await copy.restore(from: folder.file("backup\(round)"))
                        let number = try #require(Int(copy.view["a"]?.value.text ?? ""))
                        #expect(copy.view["b/c"]?.value == copy.view["a"]?.value)
                        #expect(copy.view.entries(in: "n/").count == number)
                        #expect(number > last)
                        last = number - 1
                    }
                }
                // And a restore among writes is one transaction among them.
                let revision = try await store.restore(from: folder.file("backup4"))
                writers.cancel()
                #expect(try await writers.value > last)
                #expect(store.view.revision >= revision)
                #expect(store.view["b/c"]?.value == store.view["a"]?.value)
            }
        }

        @Test("change nothing where the backup is not whole, and overwrite no file", arguments: Engine.allCases)
        func damaged(engine: Engine) async throws {
            try await engine.withStore { store, folder in
                for number in 0..<300 { try await store.change(.put(Key("v/\(number)"), "some text for each volume")) }
                let path = folder.file("backup")
                try await store.backUp(to: path)
                let whole = try Data(contentsOf: URL(fileURLWithPath: path))
                let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
                #expect(mode == 0o600)
                let exists = await #expect(throws: StoreError.self) { try await store.backUp(to: path) }
                #expect(exists?.code == .invalid)
                var overwritten = whole
                overwritten.replaceSubrange(8192..<12288, with: Data(repeating: 0x5a, count: 4096))
                for damaged in [
                    Data(), Data("not a backup".utf8), whole.prefix(10_000), whole.prefix(8192), overwritten,
                ] {
                    try damaged.write(to: URL(fileURLWithPath: path))
                    let error = await #expect(throws: StoreError.self) { try await store.restore(from: path) }
                    #expect(error?.code == .damaged, "\(damaged.count) bytes")
                }
                await #expect(throws: StoreError.self) { try await store.restore(from: folder.file("none")) }
                #expect(!FileManager.default.fileExists(atPath: folder.file("none")))
                #expect(store.view.revision == 300 && store.view.entries(in: "").count == 300)
            }
        }
    }
}
