internal import CLinux
internal import Glibc

/// What a file has beside its content: owner, mode, extended attributes with access lists and capabilities, times.
enum Attributes {
    /// The largest value, and list of names, that Linux knows, in bytes.
    private static let limit = 64 << 10

    /// Gives a copy what its source has.
    /// - Parameter source: nil where it is gone; what `status` does not tell is lost then.
    static func copy(from source: Descriptor?, _ status: stat, to copy: Descriptor) throws(System.Failure) {
        // A change of owner takes setuid bits and capabilities away, so it comes first.
        try copy.setOwner(user: status.st_uid, group: status.st_gid)
        if status.kind != S_IFLNK { try copy.setMode(status.permissions) }
        if let source { try copyExtended(from: source, to: copy) }
        try copy.setTimes(status.st_atim, status.st_mtim)
    }

    private static func copyExtended(from source: Descriptor, to copy: Descriptor) throws(System.Failure) {
        let names = try read(source, "list attributes") { listxattr($0, $1.baseAddress, $1.count) } ?? []
        for name in names.split(separator: 0) {
            let name = FileName(bytes: name)
            let value = try read(source, "read \(name)") { getxattr($0, name.bytes, $1.baseAddress, $1.count) }
            guard let value else { continue }
            try copy.run("set \(name)") { _ in
                let result = copy.withPath { setxattr($0, name.bytes, value, value.count, 0) }
                return result < 0 && errno == ENOTSUP ? 0 : result
            }
        }
    }

    /// - Returns: nil where the file system has no such attributes, or the attribute is gone.
    private static func read(
        _ file: Descriptor,
        _ action: @autoclosure () -> String,
        _ body: (UnsafePointer<CChar>, UnsafeMutableRawBufferPointer) -> Int
    ) throws(System.Failure) -> [UInt8]? {
        let nothing = UnsafeMutableRawBufferPointer(start: nil, count: 0)
        var code: CInt = 0
        if file.call({ _ in file.withPath { body($0, nothing) } }) == 0 { return [] }
        let bytes = [UInt8](unsafeUninitializedCapacity: limit) { room, count in
            let length = file.call { _ in file.withPath { body($0, UnsafeMutableRawBufferPointer(room)) } }
            code = length < 0 ? errno : 0
            count = max(0, length)
        }
        if code == ENOTSUP || code == ENODATA { return nil }
        guard code == 0 else { throw System.Failure(action(), code: code) }
        return bytes
    }
}
