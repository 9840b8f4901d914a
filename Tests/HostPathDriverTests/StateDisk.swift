import Foundation
import Testing

/// A file system of its own for a driver's state, in an image on a loop device, whose power can fail.
struct StateDisk {
    private let image: String
    let mountPoint: String

    /// Makes one in a new folder of a driver, ext4 or xfs.
    init(_ fileSystem: String, in folder: String) throws {
        (image, mountPoint) = (folder + "/disk", folder + "/state")
        try Data().write(to: URL(fileURLWithPath: image))
        try #require(truncate(image, 512 << 20) == 0)
        try runTool("mkfs.\(fileSystem)", "-q", image)
        try FileManager.default.createDirectory(atPath: mountPoint, withIntermediateDirectories: false)
        try mount()
    }

    func mount() throws {
        try runTool("mount", "-o", "loop", image, mountPoint)
    }

    /// From now on nothing reaches the disk, neither data nor the journal; what did not yet is lost.
    func failPower() throws {
        let descriptor = open(mountPoint, O_RDONLY | O_CLOEXEC)
        defer { close(descriptor) }
        // FS_IOC_SHUTDOWN, without a flush of the log.
        var flags: UInt32 = 2
        try #require(ioctl(descriptor, 0x8004_587D, &flags) == 0)
    }
}
