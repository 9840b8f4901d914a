/// Room on the disk that is kept for the database: on a full one it could not even note a deletion, which makes room.
struct Reserve: Sendable {
    let path: String

    private static let bytes: Int64 = 1 << 20

    /// Takes the room, as far as there is any.
    func fill() {
        _ = try? System.makeFile(path)
        try? System.allocate(path, Self.bytes)
    }

    /// Gives the room to whoever is first.
    func release() throws(System.Failure) {
        try System.truncate(path)
    }

    /// Gives the room away where there is hardly any other.
    func releaseOnFullDisk() throws(System.Failure) {
        guard try System.status(path) != nil, try System.usage(path).available < Self.bytes else { return }
        try release()
    }
}
