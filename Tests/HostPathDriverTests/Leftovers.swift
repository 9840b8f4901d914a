import Foundation
import Testing

/// What lies around of a driver: mounts, loop devices and files.
struct Leftovers: CustomStringConvertible {
    let folder: String

    init(_ folder: String) {
        self.folder = folder
    }

    var isEmpty: Bool { mounts.isEmpty && devices.isEmpty && data.isEmpty }

    /// Where something is mounted below the folder.
    var mounts: [String] {
        mountTable.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ")
            return fields.count > 4 && fields[4].hasPrefix(folder + "/") ? String(fields[4]) : nil
        }
    }

    /// The loop devices over files below the folder.
    var devices: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/sys/block")) ?? []
        return names.filter { name in
            guard name.hasPrefix("loop") else { return false }
            let file = try? String(contentsOfFile: "/sys/block/\(name)/loop/backing_file", encoding: .utf8)
            return file?.hasPrefix(folder + "/") ?? false
        }
    }

    /// The data of volumes and snapshots, by the state folder's names.
    var data: Set<String> {
        Set(
            ["volumes", "snapshots", "replacements"].flatMap { kind in
                (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/state/\(kind)")) ?? []
            }
        )
    }

    var description: String { "mounts \(mounts), devices \(devices), data \(data)" }

    func remove() {
        for mount in mounts.reversed() where mount != folder + "/state" { umount2(mount, Int32(MNT_DETACH)) }
        // The kernel names a device's file by where it is mounted, so the state's own disk goes last.
        for device in devices { _ = try? runTool("losetup", "--detach", "/dev/\(device)") }
        for mount in mounts.reversed() { umount2(mount, Int32(MNT_DETACH)) }
        try? FileManager.default.removeItem(atPath: folder)
    }
}

/// The kernel's list of mounts, which comes in pieces.
var mountTable: String {
    guard let file = FileHandle(forReadingAtPath: "/proc/self/mountinfo") else { return "" }
    defer { try? file.close() }
    var table = Data()
    while let piece = try? file.read(upToCount: 4096), !piece.isEmpty { table += piece }
    return String(decoding: table, as: UTF8.self)
}

/// Runs a program of the system, which has to succeed. - Returns: What it printed.
@discardableResult
func runTool(_ arguments: String...) throws -> String { try runTool(arguments) }

@discardableResult
func runTool(_ arguments: [String]) throws -> String {
    let (process, output) = (Process(), Pipe())
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "\(arguments)")
    return text
}

/// Waits until something is so.
func eventually(_ comment: Comment, at location: SourceLocation = #_sourceLocation, _ condition: () throws -> Bool)
    async throws
{
    let deadline = ContinuousClock.now + timeout
    while try !condition() {
        try #require(ContinuousClock.now < deadline, comment, sourceLocation: location)
        await Task.yield()
    }
}

/// A new folder for a driver.
func makeTestFolder() throws -> String {
    let folder = FileManager.default.temporaryDirectory.path + "/hp-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return folder
}

func write(_ text: String, to path: String) throws {
    let handle = try #require(FileHandle(forUpdatingAtPath: path) ?? created(path))
    try handle.write(contentsOf: Data(text.utf8))
    try handle.synchronize()
    try handle.close()
}

private func created(_ path: String) -> FileHandle? {
    FileManager.default.createFile(atPath: path, contents: nil) ? FileHandle(forUpdatingAtPath: path) : nil
}

func read(_ count: Int, from path: String) throws -> String {
    let handle = try #require(FileHandle(forReadingAtPath: path))
    defer { try? handle.close() }
    return String(decoding: try handle.read(upToCount: count) ?? Data(), as: UTF8.self)
}

func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path)
}
