internal import Glibc

/// A moment from which on nobody has written to a volume that can't be frozen.
enum Standstill {
    /// What the image was like; nil where it was being changed.
    case image(ImageStamp?)
    /// When it began, in nanoseconds since 1970.
    case folder(since: Int64)

    /// Begins now. What was written before, also to memory that shows a file, is on the disk.
    init(of volume: VolumeRecord, in storage: Storage) throws {
        try storage.flush(volume)
        if volume.layout.isImage {
            self = .image(try ImageStamp.settled(storage.path(volume)))
        } else {
            // A change from before is not to look like a later one.
            usleep(UInt32(2 * System.clockGranularity / 1000))
            self = .folder(since: System.now - System.clockGranularity)
        }
    }

    /// Whether it lasts until now.
    func lasts(_ volume: VolumeRecord, in storage: Storage, _ work: LongWork) throws -> Bool {
        switch self {
        case .image(let stamp):
            // What is only in the device's buffers does not show at the image.
            try storage.flush(volume)
            return try stamp?.isStill(storage.path(volume)) ?? false
        case .folder(let start):
            let moment = timespec(nanoseconds: start)
            return try !Tree(of: storage.path(volume)).hasChanged(since: moment, work: work)
        }
    }
}

/// What an image file was like at a moment, to see later whether anybody has written to it since.
struct ImageStamp {
    private let status: System.FileStatus

    /// - Returns: nil where that can't be seen: it is being changed, and a further change could have the same time.
    static func settled(_ path: String) throws(System.Failure) -> ImageStamp? {
        if let stamp = try ImageStamp(path) { return stamp }
        usleep(UInt32(2 * System.clockGranularity / 1000))
        return try ImageStamp(path)
    }

    private init?(_ path: String) throws(System.Failure) {
        let now = System.now
        guard let status = try System.status(path), status.changed < now - System.clockGranularity else { return nil }
        self.status = status
    }

    /// Whether the file at the path is the same, and nobody has written to it.
    func isStill(_ path: String) throws(System.Failure) -> Bool { try System.status(path) == status }
}
