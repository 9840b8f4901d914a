import Foundation
import TestSupport

@testable public import StateStore

/// The engines that keep the store's contract; every test of it runs against each.
enum Engine: CaseIterable, Sendable {
    case sqlite

    /// A new, empty store.
    func withStore(history: Int = 4096, _ body: (any Store, TemporaryFolder) async throws -> Void) async throws {
        try await withFolder { folder in
            let store: any Store =
                switch self {
                case .sqlite: try SQLiteStore(path: folder.file("store.db"), history: history)
                }
            try await body(store, folder)
            await store.close()
        }
    }
}

/// A SQLite store while `body` runs, closed afterwards.
@discardableResult
func withSQLiteStore<Result>(
    _ path: String,
    schema: Schema = .current,
    _ body: (SQLiteStore) async throws -> Result
) async throws -> Result {
    let store = try SQLiteStore(path: path, schema: schema)
    let result = try await body(store)
    await store.close()
    return result
}

/// A folder that is there while `body` runs.
func withFolder(_ body: (TemporaryFolder) async throws -> Void) async throws {
    try await body(try TemporaryFolder())
}

extension Value: ExpressibleByStringLiteral {
    /// A value of text.
    public init(stringLiteral text: String) {
        self.init(Array(text.utf8))
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension Store {
    /// Commits operations and gives the revision.
    @discardableResult
    func change(_ operations: Transaction.Operation...) async throws -> Revision {
        guard case .committed(let revision) = try await commit(Transaction(operations)) else { throw Refused() }
        return revision
    }

    func contents(_ prefix: Key = Key("")) -> [String: String] {
        Dictionary(uniqueKeysWithValues: view.entries(in: prefix).map { ("\($0.key)", $0.value.text) })
    }
}

struct Refused: Error {}
