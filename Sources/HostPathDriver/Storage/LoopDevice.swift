internal import CLinux
internal import GRPC
internal import Glibc

/// A loop device: a block device over an image file.
struct LoopDevice: Hashable {
    let number: Int32
    let isReadOnly: Bool
    /// Whether the kernel takes the device away from its file as soon as nobody has it open.
    let isEnding: Bool
    /// Whether the device shows its file from the beginning to the end.
    private let isWhole: Bool
    /// The image file: its file system's device number, and its number there.
    fileprivate let image: Image
    /// What ``attach(_:isReadOnly:)`` wrote to the device of its image file.
    fileprivate let label: String

    fileprivate struct Image: Hashable {
        let device: UInt
        let inode: UInt
    }

    var path: String { Self.path(number) }
    /// The device number, as ``System/FileStatus`` has it.
    var device: UInt { Self.device(number) }

    private static func path(_ number: Int32) -> String { "/dev/loop\(number)" }
    private static func device(_ number: Int32) -> UInt { UInt(clinux_makedev(UInt32(loopMajor), UInt32(number))) }

    /// All loop devices of the machine that have a file.
    static func all() throws(System.Failure) -> [LoopDevice] {
        var devices: [LoopDevice] = []
        for number in try numbersInUse() {
            if let device = try LoopDevice(inUseAt: number) { devices.append(device) }
        }
        return devices
    }

    /// Whether the device was made of a file in a folder, also where that file is deleted.
    func isOver(fileInFolder label: String) -> Bool { self.label.hasPrefix(label + "/") }

    /// Tells a folder from all others of the machine, those of other mount namespaces included.
    fileprivate static func label(folder: String) throws(System.Failure) -> String {
        guard let folder = try System.status(folder) else { throw System.Failure("lstat \(folder)", code: ENOENT) }
        return String(folder.device, radix: 16) + ":" + String(folder.inode, radix: 16)
    }

    /// What the driver calls the device of an image file.
    fileprivate static func label(image: String) throws(System.Failure) -> String {
        let name = image.utf8.lastIndex(of: UInt8(ascii: "/")) ?? image.startIndex
        return try label(folder: String(image[..<name])) + image[name...]
    }

    /// Makes a block device of an image file, or finds the one that is there.
    /// - Throws: FAILED_PRECONDITION where somebody still uses one that was taken away.
    static func attach(_ image: String, isReadOnly: Bool, needsDiscards: Bool) throws -> LoopDevice {
        let devices = try LoopTable.current().devices(over: image)
        // The kernel gives the number of an ending device to another file when its last user is gone.
        for device in devices where device.isEnding { try device.detach() }
        let file = open(image, (isReadOnly ? O_RDONLY : O_RDWR) | O_NOFOLLOW | O_CLOEXEC)
        guard file >= 0 else { throw System.Failure("open \(image)") }
        defer { close(file) }
        let status = try System.status(image).map { Image(device: $0.device, inode: $0.inode) }
        let label = try label(image: image)
        let live = devices.filter { !$0.isEnding && $0.image == status }
        if let other = live.first(where: { !$0.isOurs(label) }) {
            throw RPCError(.failedPrecondition, "somebody else has made \(other.path) of the volume's image")
        }
        if let fit = live.first(where: { $0.isReadOnly == isReadOnly }) { return fit }
        for _ in 0..<64 {
            let number = try System.withDescriptor("/dev/loop-control", O_RDWR) { control throws(System.Failure) in
                let number = ioctl(control, UInt(LOOP_CTL_GET_FREE), 0)
                guard number >= 0 else { throw System.Failure("find a free loop device") }
                return number
            }
            var configuration = loop_config()
            configuration.fd = UInt32(file)
            withUnsafeMutableBytes(of: &configuration.info.lo_file_name) { room in
                for (index, byte) in zip(room.indices.dropLast(), label.utf8) { room[index] = byte }
            }
            configuration.info.lo_flags = isReadOnly ? UInt32(LO_FLAGS_READ_ONLY) : 0
            if needsDiscards { renew(number) }
            do throws(System.Failure) {
                if let device = try configure(number, &configuration, isReadOnly: isReadOnly) { return device }
            } catch {
                // Another process may take the number or remove it between the calls.
                guard goneCodes.contains(error.code) || error.code == EBUSY else { throw error }
            }
        }
        throw System.Failure("attach \(image)", code: EBUSY)
    }

    /// Gives a free device its file.
    private static func configure(
        _ number: Int32,
        _ configuration: inout loop_config,
        isReadOnly: Bool
    ) throws(System.Failure) -> LoopDevice? {
        let path = path(number)
        try makeNode(number)
        return try System.withDescriptor(path, isReadOnly ? O_RDONLY : O_RDWR) { descriptor throws(System.Failure) in
            guard ioctl(descriptor, UInt(LOOP_CONFIGURE), &configuration) == 0 else {
                throw System.Failure("attach a file to \(path)")
            }
            return try LoopDevice(number: number, descriptor)
        }
    }

    /// How an open of a device fails that is removed, or is taken away from its file just now.
    private static let goneCodes = [ENOENT, ENXIO, ENODEV]

    /// Whether the driver made this device of an image.
    func isMade(of image: String) throws(System.Failure) -> Bool { isOurs(try Self.label(image: image)) }

    private func isOurs(_ label: String) -> Bool { isWhole && self.label.isSame(as: label) }

    /// Where nobody fills /dev, as in a container, the nodes are ours to make.
    private static func makeNode(_ number: Int32) throws(System.Failure) {
        let path = path(number)
        guard try System.status(path) == nil else { return }
        guard mknod(path, S_IFBLK | 0o600, dev_t(device(number))) == 0 || errno == EEXIST else {
            throw System.Failure("mknod \(path)")
        }
    }

    /// Takes the device away from its file.
    ///
    /// Whoever looks at a device has it open for a moment, so this waits for a while.
    /// - Throws: FAILED_PRECONDITION where somebody still uses it: the kernel then only marks it as ending.
    func detach(until deadline: ContinuousClock.Instant = .now + .seconds(1)) throws {
        while try isInUse() {
            do throws(System.Failure) {
                try System.withDescriptor(path, O_RDONLY) { descriptor throws(System.Failure) in
                    guard ioctl(descriptor, UInt(LOOP_CLR_FD), 0) == 0 else { throw System.Failure("detach \(path)") }
                }
            } catch {
                // Another is faster.
                guard error.code == ENXIO else { throw error }
            }
            guard try isInUse() else { return }
            guard ContinuousClock.now < deadline else {
                throw RPCError(.failedPrecondition, "the volume's device is in use")
            }
            usleep(10_000)
        }
    }

    /// Whether the device is still there, its number not having gone to another file.
    private func isInUse() throws(System.Failure) -> Bool { try LoopDevice(inUseAt: number)?.image == image }

    /// Takes over the size that the image file has by now.
    func takeOverSize() throws(System.Failure) {
        try System.withDescriptor(path, O_RDONLY) { descriptor throws(System.Failure) in
            guard ioctl(descriptor, UInt(LOOP_SET_CAPACITY), 0) == 0 else { throw System.Failure("resize \(path)") }
        }
    }

    /// What the kernel says of an open device; nil where it has no file by now.
    private init?(number: Int32, _ descriptor: CInt) throws(System.Failure) {
        var status = loop_info64()
        guard ioctl(descriptor, UInt(LOOP_GET_STATUS64), &status) == 0 else {
            // EIO: the file lies on a file system that is no more, so that it is no image of a disk that we work with.
            if errno == ENXIO || errno == EIO { return nil }
            throw System.Failure("status of \(Self.path(number))")
        }
        self.number = number
        isReadOnly = status.lo_flags & UInt32(LO_FLAGS_READ_ONLY) != 0
        isEnding = status.lo_flags & UInt32(LO_FLAGS_AUTOCLEAR) != 0
        isWhole = status.lo_offset == 0 && status.lo_sizelimit == 0
        image = Image(device: UInt(status.lo_device), inode: UInt(status.lo_inode))
        label = withUnsafeBytes(of: &status.lo_file_name) { room in
            String(decoding: room.prefix { $0 != 0 }, as: UTF8.self)
        }
    }

    private init?(inUseAt number: Int32) throws(System.Failure) {
        let path = Self.path(number)
        // A device that can't be looked at is none that is not there.
        try Self.makeNode(number)
        let device: LoopDevice?
        do throws(System.Failure) {
            device = try System.withDescriptor(path, O_RDONLY) { descriptor throws(System.Failure) in
                try LoopDevice(number: number, descriptor)
            }
        } catch {
            guard Self.goneCodes.contains(error.code) else { throw error }
            return nil
        }
        guard let device else { return nil }
        self = device
    }

    private static func numbersInUse() throws(System.Failure) -> [Int32] {
        var numbers: [Int32] = []
        for name in try System.names(in: "/sys/block") where name.hasPrefix("loop") {
            guard let number = Int32(name.dropFirst("loop".count)),
                try System.status("/sys/block/\(name)/loop") != nil
            else { continue }
            numbers.append(number)
        }
        return numbers.sorted()
    }
}

/// The loop devices of the machine, looked at once.
struct LoopTable {
    private let devices: [LoopDevice]
    private let byImage: [LoopDevice.Image: [LoopDevice]]
    private let byLabel: [String: [LoopDevice]]

    /// Looks at all devices.
    static func current() throws(System.Failure) -> LoopTable {
        LoopTable(devices: try LoopDevice.all())
    }

    private init(devices: [LoopDevice]) {
        self.devices = devices
        byImage = Dictionary(grouping: devices, by: \.image)
        byLabel = Dictionary(grouping: devices, by: \.label)
    }

    /// The devices over one image file: over the file itself, whoever made them, and those that this driver made of a
    /// file that lay there and does not any more.
    func devices(over image: String) throws(System.Failure) -> [LoopDevice] {
        let file = try System.status(image).map { LoopDevice.Image(device: $0.device, inode: $0.inode) }
        let named = byLabel[try LoopDevice.label(image: image)] ?? []
        return (file.flatMap { byImage[$0] } ?? []) + named.filter { $0.image != file }
    }

    /// The devices that were made of files in a folder, those whose file is deleted included.
    func devices(in folder: String) throws(System.Failure) -> [LoopDevice] {
        let label = try LoopDevice.label(folder: folder)
        return devices.filter { $0.isOver(fileInFolder: label) }
    }
}

/// The major number of loop devices, fixed in Linux.
private let loopMajor = 7
