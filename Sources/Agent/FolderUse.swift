internal import Platform

/// Who uses a folder beyond this program: mounts of it, and of loop devices over its files, in any mount namespace.
///
/// The folder is known by its name alone, which has to be a random one: paths differ between namespaces.
struct FolderUse {
    /// `/name/`.
    private let part: String
    private let own: [Mount]

    init(folderNamed name: String) throws(Errno) {
        part = "/\(name)/"
        own = try Self.mounts(ofProcess: "self")
    }

    /// Why it is in use in another mount namespace, for people; nil where it is not.
    ///
    /// There nothing would keep a mount from being taken away: that ends, in use or not, with the folder or file that it
    /// lies at, unless it follows this namespace. Then its use is seen here.
    func elsewhere() throws(Errno) -> String? {
        let devices = try devices()
        let groups = Set(own.flatMap(\.groups))
        var seen = [System.target(ofLink: "/proc/self/ns/mnt")]
        for process in try System.names(inFolder: "/proc") ?? [] where process.allSatisfy(\.isNumber) {
            // Of processes that end just now, and of other users', nothing can be read.
            guard let namespace = System.target(ofLink: "/proc/\(process)/ns/mnt"), !seen.contains(namespace),
                let mounts = try? Self.mounts(ofProcess: process)
            else { continue }
            seen.append(namespace)
            let following = Set(mounts.filter { !groups.isDisjoint(with: $0.groups) }.map(\.id))
            if mounts.contains(where: { shows($0, devices) && !following.contains($0.parent) }) {
                return "something of it is mounted in the mount namespace of process \(process)"
            }
        }
        return nil
    }

    /// Why it is in use in this mount namespace, for people; nil where it is not.
    func here() throws(Errno) -> String? {
        let devices = try devices()
        if let device = devices.first { return "/dev/\(device.name) is a device over a file in it" }
        let mount = own.first { shows($0, devices) || ($0.point + "/").contains(part) }
        return mount.map { "something of it is mounted at \($0.point)" }
    }

    private func shows(_ mount: Mount, _ devices: [Device]) -> Bool {
        (mount.root + "/").contains(part)
            || devices.contains { $0.number == mount.device || mount.root == "/\($0.name)" }
    }

    // MARK: The system's lists

    private struct Device {
        let name: String
        /// The device number's two halves, as the kernel writes them.
        let number: String
    }

    private func devices() throws(Errno) -> [Device] {
        try (System.names(inFolder: "/sys/block") ?? []).compactMap { name in
            let folder = "/sys/block/\(name)"
            guard let file = Self.text("\(folder)/loop/backing_file"), file.contains(part),
                let number = Self.text("\(folder)/dev")
            else { return nil }
            return Device(name: name, number: number.filter { !$0.isWhitespace })
        }
    }

    private static func text(_ path: String) -> String? {
        (try? System.contents(of: path, limit: 64 << 10)).map { String(decoding: $0, as: UTF8.self) }
    }

    /// A line of `mountinfo`. Blanks in paths are escaped, which a random name does not hold.
    private struct Mount {
        let id: Substring
        let parent: Substring
        let device: Substring
        /// What is mounted: a folder or file of a file system.
        let root: Substring
        /// Where it is mounted.
        let point: Substring
        /// The groups in which what is mounted and unmounted in one place is so in all.
        let groups: [Substring]

        init?(line: Substring) {
            let fields = line.split(separator: " ")
            guard fields.count > 6 else { return nil }
            (id, parent, device, root, point) = (fields[0], fields[1], fields[2], fields[3], fields[4])
            groups = fields[6...].prefix { $0 != "-" }.compactMap { tag in
                guard tag.hasPrefix("shared:") || tag.hasPrefix("master:") else { return nil }
                return tag.split(separator: ":").last
            }
        }
    }

    private static func mounts(ofProcess process: String) throws(Errno) -> [Mount] {
        let table = try System.contents(of: "/proc/\(process)/mountinfo", limit: 64 << 20)
        return String(decoding: table, as: UTF8.self).split(separator: "\n").compactMap(Mount.init)
    }
}
