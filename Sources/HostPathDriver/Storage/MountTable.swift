/// The mounts that this process sees, as `/proc/self/mountinfo` lists them.
struct MountTable: Hashable {
    /// One mount.
    struct Mount: Hashable {
        /// The device number's two halves.
        let major: UInt32
        let minor: UInt32
        /// Which folder or file of the file system is shown.
        let root: String
        /// Where it is shown.
        let point: String
        /// Options of this mount alone, such as `ro`.
        let options: [String]
        let fileSystem: String
        let source: String
        /// Options of the file system, such as `shutdown` where the kernel has given it up.
        let fileSystemOptions: [String]
    }

    /// In the order in which they were mounted, as the kernel lists them.
    let mounts: [Mount]

    /// Reads the kernel's table.
    static func current() throws(System.Failure) -> MountTable {
        MountTable(parsing: try System.contents(of: "/proc/self/mountinfo") ?? [])
    }

    /// Reads a table in the kernel's form; a line that has another form is left out.
    init(parsing text: [UInt8]) {
        mounts = text.split(separator: UInt8(ascii: "\n")).compactMap(Mount.init(line:))
    }

    /// The mount that is seen at a path; nil where the path is none.
    func top(at point: String) -> Mount? {
        mounts.last { $0.point.isSame(as: point) }
    }
}

extension String {
    /// Whether two paths or IDs have the same bytes. Swift's `==` takes texts for equal that Unicode takes for equal.
    func isSame(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}

extension MountTable.Mount {
    fileprivate init?(line: ArraySlice<UInt8>) {
        let fields = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        // id, parent, device, root, point, options, any number of tags, a dash, type, source, the rest.
        guard fields.count >= 10, let dash = fields[6...].firstIndex(where: { $0.elementsEqual("-".utf8) }),
            fields.count > dash + 2
        else { return nil }
        let device = fields[2].split(separator: UInt8(ascii: ":")).map { UInt32(String(decoding: $0, as: UTF8.self)) }
        guard device.count == 2, let major = device[0], let minor = device[1] else { return nil }
        self.init(
            major: major,
            minor: minor,
            root: Self.unescape(fields[3]),
            point: Self.unescape(fields[4]),
            options: Self.options(fields[5]),
            fileSystem: Self.unescape(fields[dash + 1]),
            source: Self.unescape(fields[dash + 2]),
            fileSystemOptions: fields.count > dash + 3 ? Self.options(fields[dash + 3]) : []
        )
    }

    private static func options(_ field: ArraySlice<UInt8>) -> [String] {
        String(decoding: field, as: UTF8.self).split(separator: ",").map(String.init)
    }

    /// The kernel writes space, tab, line feed and backslash as a backslash and three octal digits.
    private static func unescape(_ field: ArraySlice<UInt8>) -> String {
        var bytes: [UInt8] = []
        var rest = field
        while let byte = rest.popFirst() {
            let digits = rest.prefix(3)
            if byte == UInt8(ascii: "\\"), digits.count == 3,
                let escaped = UInt8(String(decoding: digits, as: UTF8.self), radix: 8)
            {
                bytes.append(escaped)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
