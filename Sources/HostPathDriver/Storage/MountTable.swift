/// The mounts that this process sees, as `/proc/self/mountinfo` lists them.
struct MountTable: Hashable {
    /// One mount.
    struct Mount: Hashable {
        /// The mount's number, and that of the mount it lies on.
        let id: UInt32
        let parent: UInt32
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
    /// Where in ``mounts`` those are that lie on a mount; under nil those that lie on none of the table's.
    private let children: [UInt32?: [Int]]

    /// Reads the kernel's table.
    static func current() throws(System.Failure) -> MountTable {
        MountTable(parsing: try System.contents(of: "/proc/self/mountinfo") ?? [])
    }

    /// Reads a table in the kernel's form; a line that has another form is left out.
    init(parsing text: [UInt8]) {
        let mounts = text.split(separator: UInt8(ascii: "\n")).compactMap(Mount.init(line:))
        let ids = Set(mounts.map(\.id))
        self.mounts = mounts
        children = Dictionary(grouping: mounts.indices) { index in
            let mount = mounts[index]
            return ids.contains(mount.parent) && mount.parent != mount.id ? mount.parent : nil
        }
    }

    /// The mount that is seen at a path; nil where the path is none, or another mount hides it.
    func top(at path: String) -> Mount? {
        mount(holding: path).flatMap { $0.point.isSame(as: path) ? $0 : nil }
    }

    /// The mount that a path without symbolic links leads to.
    ///
    /// This goes the way of the kernel, from mount to mount, without a look at any file system.
    func mount(holding path: String) -> Mount? {
        var found: Mount?
        // A table that goes in circles is none of the kernel's, but must not hang us.
        for _ in mounts {
            let next = (children[found?.id] ?? []).map { mounts[$0] }.filter { path.isSame(asOrBelow: $0.point) }
            // What is mounted nearer to the root hides what lies below it.
            guard let next = next.min(by: { $0.point.utf8.count < $1.point.utf8.count }) else { break }
            found = next
        }
        return found
    }

    /// The mounts that lie on a mount, and those on them, the deepest first.
    func mounts(inside mount: Mount) -> [Mount] {
        var found: [Mount] = []
        var next = [mount.id]
        while let id = next.popLast(), found.count < mounts.count {
            let inner = (children[id] ?? []).map { mounts[$0] }
            found += inner
            next += inner.map(\.id)
        }
        return found.reversed()
    }
}

extension String {
    /// Whether two paths or IDs have the same bytes. Swift's `==` takes texts for equal that Unicode takes for equal.
    func isSame(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }

    /// Whether a path is a folder's own, or one of something in it.
    func isSame(asOrBelow folder: String) -> Bool {
        guard folder != "/", utf8.starts(with: folder.utf8) else { return folder == "/" }
        return [nil, UInt8(ascii: "/")].contains(utf8.dropFirst(folder.utf8.count).first)
    }
}

extension MountTable.Mount {
    fileprivate init?(line: ArraySlice<UInt8>) {
        let fields = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        // id, parent, device, root, point, options, any number of tags, a dash, type, source, the rest.
        guard fields.count >= 10, let dash = fields[6...].firstIndex(where: { $0.elementsEqual("-".utf8) }),
            fields.count > dash + 2
        else { return nil }
        let device = fields[2].split(separator: UInt8(ascii: ":")).map { UInt32(String(decoding: $0, as: UTF8.self)) }
        guard device.count == 2, let major = device[0], let minor = device[1],
            let id = UInt32(String(decoding: fields[0], as: UTF8.self)),
            let parent = UInt32(String(decoding: fields[1], as: UTF8.self))
        else { return nil }
        self.init(
            id: id,
            parent: parent,
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
