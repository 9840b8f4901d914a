internal import HTTPServer
internal import JSON
internal import StateStore
internal import Volumes

/// A JSON array of volumes that is written while it is sent, some rows at a time.
struct StreamedList<Rows: IteratorProtocol<Entry> & Sendable>: AsyncSequence, AsyncIteratorProtocol, Sendable {
    private var rows: Rows
    private var join: VolumeJoin
    private var stubs = StubWriter()
    private var printer: PrettyPrinter?
    private var hasBegun = false
    private var isAtEnd = false
    /// The first piece, which is written before the answer begins.
    private var first: [UInt8]?

    /// How large a piece is, about, in bytes.
    private static var pieceSize: Int { 64 << 10 }

    /// - Throws: ``HTTPError`` 500 where one of the first rows can't be read.
    init(_ rows: Rows, in view: View, isPretty: Bool) throws(HTTPError) {
        self.rows = rows
        join = VolumeJoin(view)
        printer = isPretty ? PrettyPrinter() : nil
        first = try piece()
    }

    /// All of it, where one piece is enough.
    var whole: [UInt8]? { isAtEnd ? first : nil }

    func makeAsyncIterator() -> StreamedList { self }

    mutating func next() async throws -> [UInt8]? {
        if let first {
            self.first = nil
            return first
        }
        return isAtEnd ? nil : try piece()
    }

    private mutating func piece() throws(HTTPError) -> [UInt8] {
        stubs.writer = JSONWriter()
        stubs.writer.reserveCapacity(Self.pieceSize + Self.pieceSize / 8)
        if !hasBegun { stubs.writer.piece("[") }
        while stubs.writer.bytes.count < Self.pieceSize, let entry = rows.next() {
            if hasBegun { stubs.writer.piece(",") }
            hasBegun = true
            let row = try Row<Volume>(entry)
            stubs.write(row, try join.health(of: row.record))
        }
        if stubs.writer.bytes.count < Self.pieceSize {
            isAtEnd = true
            stubs.writer.piece("]")
        }
        let bytes = stubs.writer.bytes
        guard printer != nil else { return bytes }
        var pretty: [UInt8] = []
        printer?.format(bytes, into: &pretty)
        if isAtEnd { pretty.append(UInt8(ascii: "\n")) }
        return pretty
    }
}
