import CLinux
import Foundation
import Testing

@testable import HostPathDriver

/// A folder for one test's trees, on a file system of its own or the machine's; all goes with it.
final class TreeFixture: Sendable {
    enum FileSystem {
        case machine
        case memory(bytes: Int)
        case ext4
        /// With reflinks.
        case xfs
    }

    let path: String
    private let folder: String

    init(on fileSystem: FileSystem = .machine) throws {
        folder = try makeTestFolder()
        path = folder + "/disk"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        switch fileSystem {
        case .machine: break
        case .memory(let bytes): try #require(mount("none", path, "tmpfs", 0, "size=\(bytes)") == 0)
        case .ext4: try mountImage("mkfs.ext4", bytes: 32 << 20)
        case .xfs: try mountImage("mkfs.xfs", bytes: 300 << 20)
        }
    }

    private func mountImage(_ program: String, bytes: Int) throws {
        let image = folder + "/image"
        try #require(FileManager.default.createFile(atPath: image, contents: nil) && truncate(image, bytes) == 0)
        try runTool(program, "-q", image)
        try runTool("mount", "-o", "loop", image, path)
    }

    deinit {
        // Foundation can't remove trees that no path leads into.
        try? Tree.remove(folder, work: LongWork())
        Leftovers(folder).remove()
    }

    /// A path in the folder.
    func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }

    @discardableResult
    func makeFolder(_ name: String) throws -> String {
        try FileManager.default.createDirectory(atPath: self(name), withIntermediateDirectories: true)
        return self(name)
    }

    /// Makes a file without waiting until it is on the disk.
    func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    /// Copies the tree `source` to `copy`.
    func copy(_ source: String = "source", to target: String = "copy", work: LongWork = LongWork()) throws {
        try Tree(of: self(source)).copy(to: self(target), scratch: self("scratch"), work: work)
    }

    func remove(_ name: String) throws {
        try Tree.remove(self(name), work: LongWork())
    }
}

/// What a file or folder is, beside its name.
struct Portrait: Hashable {
    var mode: mode_t
    var owner: uid_t
    var group: gid_t
    var size: Int64
    var links: Int
    var device: UInt64
    var times: [Int]
    var attributes: [String: [UInt8]]
    /// What a file holds, or a link says.
    var content: [UInt8]

    /// Looks at what lies at a path, a link being itself.
    init(_ path: [CChar]) throws {
        var status = stat()
        try #require(lstat(path, &status) == 0)
        let kind = status.st_mode & S_IFMT
        mode = status.st_mode
        owner = status.st_uid
        group = status.st_gid
        size = kind == S_IFDIR ? 0 : Int64(status.st_size)
        links = kind == S_IFDIR ? 0 : Int(status.st_nlink)
        device = UInt64(status.st_rdev)
        times = [status.st_atim.tv_sec, status.st_atim.tv_nsec, status.st_mtim.tv_sec, status.st_mtim.tv_nsec]
        content = kind == S_IFREG ? try bytes(of: path) : kind == S_IFLNK ? try linkText(path) : []
        attributes = [:]
        for name in filled({ llistxattr(path, $0.baseAddress, $0.count) }).split(separator: 0) {
            let name = String(decoding: name, as: UTF8.self)
            attributes[name] = filled { lgetxattr(path, name, $0.baseAddress, $0.count) }
        }
    }

    /// Looks at a folder and all that lies in it, by the names below it.
    static func tree(_ path: String) throws -> [[UInt8]: Portrait] {
        try tree(Array(path.utf8CString), below: [])
    }

    private static func tree(_ path: [CChar], below prefix: [UInt8]) throws -> [[UInt8]: Portrait] {
        var portraits = [prefix: try Portrait(path)]
        guard let mode = portraits[prefix]?.mode, mode & S_IFMT == S_IFDIR else { return portraits }
        for name in try names(in: path) {
            let inside = Array(path.dropLast()) + [47] + name.map(CChar.init(bitPattern:)) + [0]
            portraits.merge(try tree(inside, below: prefix + [47] + name)) { $1 }
        }
        return portraits
    }
}

/// The names in a folder, as bytes.
private func names(in path: [CChar]) throws -> [[UInt8]] {
    let stream = try #require(opendir(path))
    defer { closedir(stream) }
    var names: [[UInt8]] = []
    while let entry = readdir(stream) {
        let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
        if name != [46], name != [46, 46] { names.append(name) }
    }
    return names
}

/// The names in a folder.
func listing(_ path: String) throws -> Set<String> {
    Set(try names(in: Array(path.utf8CString)).map { String(decoding: $0, as: UTF8.self) })
}

func status(_ path: String) throws -> stat {
    var status = stat()
    try #require(lstat(path, &status) == 0, "\(path)")
    return status
}

private func bytes(of path: [CChar]) throws -> [UInt8] {
    let file = open(path, O_RDONLY | O_NOFOLLOW)
    try #require(file >= 0)
    defer { close(file) }
    return filled { read(file, $0.baseAddress, $0.count) }
}

private func linkText(_ path: [CChar]) throws -> [UInt8] {
    filled { room in
        room.withMemoryRebound(to: CChar.self) { text in
            text.baseAddress.map { readlink(path, $0, text.count) } ?? 0
        }
    }
}

/// What a call puts into a room of 64 KiB, of which it returns how much it fills.
func filled(_ call: (UnsafeMutableRawBufferPointer) -> Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 64 << 10) { room, count in
        count = max(0, call(UnsafeMutableRawBufferPointer(room)))
    }
}

/// Passes on to another visitor, and does something else before it comes to files and leaves folders.
final class Interruption: TreeVisitor {
    private let inner: any TreeVisitor
    private let beforeFile: (FileName) throws -> Void
    private let beforeLeaving: (FileName) throws -> Void

    init(
        _ inner: any TreeVisitor,
        beforeFile: @escaping (FileName) throws -> Void = { _ in },
        beforeLeaving: @escaping (FileName) throws -> Void = { _ in }
    ) {
        self.inner = inner
        self.beforeFile = beforeFile
        self.beforeLeaving = beforeLeaving
    }

    func visit(_ file: Entry, in folder: Descriptor) throws {
        try beforeFile(file.name)
        try inner.visit(file, in: folder)
    }

    func enter(_ folder: Entry) throws -> Bool { try inner.enter(folder) }

    func leave(_ folder: Descent.Level, in parent: Descriptor?) throws -> Bool {
        try beforeLeaving(folder.name)
        return try inner.leave(folder, in: parent)
    }

    func settle(_ name: FileName, in folder: Descriptor) throws -> Bool { try inner.settle(name, in: folder) }
    func uncover(_ name: FileName, in folder: Descriptor) throws -> Bool { try inner.uncover(name, in: folder) }

    /// Walks through the content of the folder at a path.
    func walk(_ path: String, _ work: LongWork = LongWork()) throws {
        try Tree(of: path).walk(self, work)
    }

    /// Removes what lies at a path.
    static func remove(
        _ path: String,
        _ work: LongWork = LongWork(),
        beforeLeaving: @escaping (FileName) throws -> Void
    ) throws {
        let (parent, name) = try #require(try Tree.place(of: path))
        let removal = Interruption(TreeRemoval(from: parent, path: path), beforeLeaving: beforeLeaving)
        try TreeWalk.run(removal, through: name, in: parent, work)
    }
}
