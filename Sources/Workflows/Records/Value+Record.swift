public import StateStore
public import Volumes

extension Value {
    /// The value that a record is kept as.
    public init(_ record: some Record) {
        self.init(record.stored, decoded: record)
    }

    /// The record that the value is, read once.
    /// - Throws: `RecordError` where it is another.
    public func record<Kept: Record>(_ type: Kept.Type = Kept.self) throws(RecordError) -> Kept {
        try decoded { (bytes) throws(RecordError) in try Kept(stored: bytes) }
    }
}
