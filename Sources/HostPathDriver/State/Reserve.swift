/// Room on the disk that is kept for the database: on a full one it could not even note a deletion, which makes room.
struct Reserve: Sendable {
    let path: String

    private static let bytes: Int64 = 1 << 20

    /// Takes the room, as far as there is any.
    func fill() {
        _ = try? System.makeFile(path)
        try? System.allocate(path, Self.bytes)
    }

    /// What it lacks, in bytes.
    func missingBytes() throws(System.Failure) -> Int64 {
        max(0, Self.bytes - (try System.status(path)?.allocated ?? 0))
    }

    /// Gives the room to whoever is first.
    func release() throws(System.Failure) {
        try System.truncate(path, to: 0)
    }

    /// Gives the room away where there is hardly any other.
    func releaseOnFullDisk() throws(System.Failure) {
        guard try System.status(path) != nil, try System.usage(path).available < Self.bytes else { return }
        try release()
    }
}
