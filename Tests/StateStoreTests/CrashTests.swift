import Foundation
import StateStore
import TestSupport
import Testing

@Suite("A SQLite store whose process is killed")
struct CrashTests {
    @Test("has every transaction that was acknowledged, and none in part")
    func kill() async throws {
        try await withFolder { folder in
            let path = folder.file("store.db")
            var acknowledged: [Int: Int] = [:]
            var last: Revision = 0
            for _ in 0..<20 {
                let writer = try WriterProcess(path)
                for line in writer.lines(.random(in: 1...120)) + writer.kill() {
                    let numbers = line.split(separator: " ").compactMap { Int($0) }
                    try #require(numbers.count == 2, "\(line)")
                    acknowledged[numbers[0]] = numbers[1]
                }
                let store = try SQLiteStore(path: path)
                for task in 0..<8 {
                    let written = store.contents(Key("written/\(task)/"))
                    let counter = store.view[Key("counter/\(task)")].flatMap { Int($0.value.text) } ?? 0
                    // One more may be stored whose acknowledgement was cut off.
                    let known = acknowledged[task] ?? 0
                    #expect((known...(known + 1)).contains(counter), "task \(task)")
                    acknowledged[task] = counter
                    let kept = (max(counter - 9, 1)..<(counter + 1)).flatMap { number in
                        ["a", "b", "c"].map { ("written/\(task)/\(number)/\($0)", "\(number)") }
                    }
                    #expect(written == Dictionary(uniqueKeysWithValues: kept), "task \(task)")
                }
                #expect(store.view.revision > last)
                last = store.view.revision
                await store.close()
            }
        }
    }

    @Test("opens again when that happened while it was made or opened")
    func killAtStart() async throws {
        try await withFolder { folder in
            for round in 0..<20 {
                let path = folder.file("store\(round / 4).db")
                let writer = try WriterProcess(path)
                // The moment is random, not waited for.
                usleep(.random(in: 0...40_000))
                let lines = writer.kill()
                let store = try SQLiteStore(path: path)
                #expect(store.view.revision >= lines.count)
                await store.close()
            }
        }
    }

    @Test("is locked by it while it lives, and not longer")
    func secondProcess() async throws {
        try await withFolder { folder in
            let path = folder.file("store.db")
            let writer = try WriterProcess(path)
            _ = writer.lines(1)
            let error = #expect(throws: StoreError.self) { try SQLiteStore(path: path) }
            #expect(error?.code == .inUse)
            #expect(error?.message == "\(path) is in use by process \(writer.pid)")
            _ = writer.kill()
            let store = try SQLiteStore(path: path)
            let again = #expect(throws: StoreError.self) { try SQLiteStore(path: path) }
            #expect(again?.message.hasSuffix("process \(getpid())") == true)
            await store.close()
            try await SQLiteStore(path: path).close()
        }
    }
}
