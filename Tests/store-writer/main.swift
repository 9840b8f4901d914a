import Glibc
import StateStore

// Writes to a store until it is killed, for the tests. Each of 8 tasks counts: transaction `number` makes three keys, moves
// the task's counter and deletes the keys of an older number, and is named on standard output once it is acknowledged.

/// Says a line at once.
func say(_ line: String) {
    let bytes = Array("\(line)\n".utf8)
    write(STDOUT_FILENO, bytes, bytes.count)
}

guard CommandLine.arguments.count == 2 else {
    say("usage: store-writer FILE")
    exit(2)
}
do {
    let store = try SQLiteStore(path: CommandLine.arguments[1])
    try await withThrowingTaskGroup(of: Void.self) { group in
        for task in 0..<8 {
            group.addTask { try await count(store, task) }
        }
        try await group.waitForAll()
    }
} catch {
    say("error: \(error)")
    exit(1)
}

func count(_ store: SQLiteStore, _ task: Int) async throws {
    let counter = Key("counter/\(task)")
    while true {
        let last = store.view[counter]
        let number = (last.flatMap { Int(String(decoding: $0.value.bytes, as: UTF8.self)) } ?? 0) + 1
        let value = Value(Array("\(number)".utf8))
        let outcome = try await store.commit(
            Transaction(
                guards: [last.map { .unchanged(counter, $0.modifyRevision) } ?? .absent(counter)],
                [.put(counter, value), .deletePrefix(Key("written/\(task)/\(number - 10)/"))]
                    + ["a", "b", "c"].map { .put(Key("written/\(task)/\(number)/\($0)"), value) }
            )
        )
        guard case .committed = outcome else {
            say("error: \(outcome)")
            exit(1)
        }
        say("\(task) \(number)")
    }
}
