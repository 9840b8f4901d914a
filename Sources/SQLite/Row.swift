internal import CSQLite

/// One row of a result, read while its statement stands on it.
///
/// Columns count from 0. Values convert as SQLite converts them: NULL reads as 0, as empty text and as no bytes.
public struct Row: ~Copyable {
    private let statement: OpaquePointer

    init(_ statement: OpaquePointer) {
        self.statement = statement
    }

    /// Whether a column is NULL.
    public func isNull(_ column: Int32) -> Bool {
        check(column)
        return sqlite3_column_type(statement, column) == SQLITE_NULL
    }

    /// A column as an integer.
    public func integer(_ column: Int32) -> Int64 {
        check(column)
        return sqlite3_column_int64(statement, column)
    }

    /// A column as text; what is not UTF-8 is repaired.
    public func text(_ column: Int32) -> String {
        check(column)
        guard let pointer = sqlite3_column_text(statement, column) else { return "" }
        let length = Int(sqlite3_column_bytes(statement, column))
        return String(decoding: UnsafeBufferPointer(start: pointer, count: length), as: UTF8.self)
    }

    /// A column as text, or nil for NULL.
    public func optionalText(_ column: Int32) -> String? {
        isNull(column) ? nil : text(column)
    }

    /// A column as bytes.
    public func blob(_ column: Int32) -> [UInt8] {
        check(column)
        guard let pointer = sqlite3_column_blob(statement, column) else { return [] }
        return [UInt8](UnsafeRawBufferPointer(start: pointer, count: Int(sqlite3_column_bytes(statement, column))))
    }

    /// SQLite would read a column that is not there as NULL.
    private func check(_ column: Int32) {
        assert(0 <= column && column < sqlite3_data_count(statement), "the row has no column \(column)")
    }
}
