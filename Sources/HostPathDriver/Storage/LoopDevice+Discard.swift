internal import CLinux
internal import Glibc

/// What becomes of room that the users of a loop device give back.
extension LoopDevice {
    /// Lets nobody make holes in the image by `discard`. The kernel keeps that with the device's number, whatever file
    /// it gets next, until ``forget()``.
    func forbidDiscards() throws(System.Failure) {
        let path = "/sys/block/loop\(number)/queue/discard_max_bytes"
        try System.withDescriptor(path, O_WRONLY) { file throws(System.Failure) in
            guard write(file, "0", 1) == 1 else { throw System.Failure("write \(path)") }
        }
    }

    /// Whether users of the device can give room back.
    var allowsDiscards: Bool {
        let bytes = try? System.contents(of: "/sys/block/loop\(number)/queue/discard_max_bytes")
        return bytes?.first.map { $0 != UInt8(ascii: "0") } ?? false
    }

    /// Removes the number of a device that was taken away. The kernel makes it anew for the next file.
    func forget() throws(System.Failure) {
        try System.withDescriptor("/dev/loop-control", O_RDWR) { control throws(System.Failure) in
            guard ioctl(control, UInt(LOOP_CTL_REMOVE), number) >= 0 else { throw System.Failure("remove \(path)") }
        }
    }
}
