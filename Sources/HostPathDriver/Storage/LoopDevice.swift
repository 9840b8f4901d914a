internal import CLinux
internal import Glibc

/// A loop device: a block device over an image file.
struct LoopDevice: Hashable {
    let number: Int32
    let isReadOnly: Bool

    var path: String { "/dev/loop\(number)" }
    /// The device number, as ``System/FileStatus`` has it.
    var device: UInt { UInt(clinux_makedev(UInt32(loopMajor), UInt32(number))) }

    /// All loop devices over one image file, by the file itself and not by its name.
    static func all(over image: String) throws(System.Failure) -> [LoopDevice] {
        guard let file = try System.status(image) else { return [] }
        var devices: [LoopDevice] = []
        for number in try numbersInUse() {
            guard let status = try status(ofNumber: number) else { continue }
            if UInt(status.lo_inode) == file.inode && UInt(status.lo_device) == file.device {
                devices.append(LoopDevice(number: number, status))
            }
        }
        return devices
    }

    /// All loop devices over files below a folder, those whose file is deleted included.
    static func all(below folder: String) throws(System.Failure) -> [LoopDevice] {
        var devices: [LoopDevice] = []
        for number in try numbersInUse() {
            guard let name = try System.contents(of: "/sys/block/loop\(number)/loop/backing_file"),
                String(decoding: name, as: UTF8.self).hasPrefix(folder + "/"),
                let status = try status(ofNumber: number)
            else { continue }
            devices.append(LoopDevice(number: number, status))
        }
        return devices
    }

    /// Makes a block device of an image file, or finds the one that is there.
    static func attach(_ image: String, isReadOnly: Bool) throws(System.Failure) -> LoopDevice {
        if let device = try all(over: image).first(where: { $0.isReadOnly == isReadOnly }) { return device }
        let file = open(image, (isReadOnly ? O_RDONLY : O_RDWR) | O_NOFOLLOW | O_CLOEXEC)
        guard file >= 0 else { throw System.Failure("open \(image)") }
        defer { close(file) }
        // Another process may take the number between the two calls.
        for _ in 0..<64 {
            let number = try System.withDescriptor("/dev/loop-control", O_RDWR) { control throws(System.Failure) in
                let number = ioctl(control, UInt(LOOP_CTL_GET_FREE), 0)
                guard number >= 0 else { throw System.Failure("find a free loop device") }
                return number
            }
            var configuration = loop_config()
            configuration.fd = UInt32(file)
            configuration.info.lo_flags = isReadOnly ? UInt32(LO_FLAGS_READ_ONLY) : 0
            let device = LoopDevice(number: number, isReadOnly: isReadOnly)
            // Where nobody fills /dev, as in a container, the node is ours to make.
            if try System.status(device.path) == nil {
                guard mknod(device.path, S_IFBLK | 0o600, dev_t(device.device)) == 0 || errno == EEXIST else {
                    throw System.Failure("mknod \(device.path)")
                }
            }
            let isTaken = try System.withDescriptor(device.path, isReadOnly ? O_RDONLY : O_RDWR) {
                descriptor throws(System.Failure) in
                if ioctl(descriptor, UInt(LOOP_CONFIGURE), &configuration) == 0 { return false }
                if errno == EBUSY { return true }
                throw System.Failure("attach \(image) to \(device.path)")
            }
            if !isTaken { return device }
        }
        throw System.Failure("attach \(image)", code: EBUSY)
    }

    /// Takes the device away from its file; the kernel waits for the last user.
    func detach() throws(System.Failure) {
        try System.withDescriptor(path, O_RDONLY) { descriptor throws(System.Failure) in
            guard ioctl(descriptor, UInt(LOOP_CLR_FD), 0) == 0 || errno == ENXIO else {
                throw System.Failure("detach \(path)")
            }
        }
    }

    /// Takes over the size that the image file has by now.
    func takeOverSize() throws(System.Failure) {
        try System.withDescriptor(path, O_RDONLY) { descriptor throws(System.Failure) in
            guard ioctl(descriptor, UInt(LOOP_SET_CAPACITY), 0) == 0 else { throw System.Failure("resize \(path)") }
        }
    }

    private init(number: Int32, isReadOnly: Bool) {
        self.number = number
        self.isReadOnly = isReadOnly
    }

    private init(number: Int32, _ status: loop_info64) {
        self.init(number: number, isReadOnly: status.lo_flags & UInt32(LO_FLAGS_READ_ONLY) != 0)
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

    /// What the kernel says of a device; nil where it has no file by now.
    private static func status(ofNumber number: Int32) throws(System.Failure) -> loop_info64? {
        guard try System.status("/dev/loop\(number)") != nil else { return nil }
        return try System.withDescriptor("/dev/loop\(number)", O_RDONLY) {
            descriptor throws(System.Failure) -> loop_info64? in
            var status = loop_info64()
            if ioctl(descriptor, UInt(LOOP_GET_STATUS64), &status) == 0 { return status }
            if errno == ENXIO { return nil }
            throw System.Failure("status of /dev/loop\(number)")
        }
    }
}

/// The major number of loop devices, fixed in Linux.
private let loopMajor = 7
