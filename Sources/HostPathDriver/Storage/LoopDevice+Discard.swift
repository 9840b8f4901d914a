internal import CLinux
internal import Glibc

/// What becomes of room that the users of a loop device give back.
extension LoopDevice {
    /// Lets nobody make holes in the image by `discard`. The kernel keeps that with the device's number, whatever file
    /// it gets next, until ``renew(_:)``.
    func forbidDiscards() throws(System.Failure) {
        let path = Self.discardLimit(number)
        try System.withDescriptor(path, O_WRONLY) { file throws(System.Failure) in
            guard write(file, "0", 1) == 1 else { throw System.Failure("write \(path)") }
        }
    }

    /// Makes a free number anew where an earlier device has left it without discards.
    static func renew(_ number: Int32) {
        guard let limit = try? System.contents(of: discardLimit(number)), limit.first == UInt8(ascii: "0") else {
            return
        }
        // Where another process is faster, it has the number and not we.
        try? System.withDescriptor("/dev/loop-control", O_RDWR) { control throws(System.Failure) in
            guard ioctl(control, UInt(LOOP_CTL_REMOVE), number) >= 0, ioctl(control, UInt(LOOP_CTL_ADD), number) >= 0
            else { throw System.Failure("renew loop device \(number)") }
        }
    }

    private static func discardLimit(_ number: Int32) -> String { "/sys/block/loop\(number)/queue/discard_max_bytes" }
}
