/// What the driver reads of an ext4 file system itself.
enum Ext4 {
    /// How large the file system on a device or in an image file is, in bytes.
    /// - Throws: ``System/Failure`` where the device can't be read or holds no such file system.
    static func size(on device: String) throws(System.Failure) -> Int64 {
        let superblock = try System.bytes(of: device, at: 1024, count: 1024)
        let number = { (offset: Int, bytes: Int) in
            superblock[offset..<(offset + bytes)].reversed().reduce(0) { $0 << 8 | Int64($1) }
        }
        let (magic, logBlockSize) = (number(0x38, 2), number(0x18, 4))
        guard magic == 0xEF53, logBlockSize <= 6 else { throw System.Failure("read ext4 on \(device)", code: 22) }
        let has64Bits = number(0x60, 4) & 0x80 != 0
        let blocks = number(0x04, 4) | (has64Bits ? number(0x150, 4) << 32 : 0)
        let (size, overflows) = blocks.multipliedReportingOverflow(by: 1024 << logBlockSize)
        guard !overflows, size > 0 else { throw System.Failure("read ext4 on \(device)", code: 22) }
        return size
    }

    /// Whether a volume's file system lags behind its size. Less than a group of blocks may stay unused.
    static func isSmaller(than volume: VolumeRecord, on device: String) throws(System.Failure) -> Bool {
        try size(on: device) < volume.capacity
    }
}
