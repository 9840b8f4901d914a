import Agent
import Foundation

/// A folder of configuration files, which goes with whoever holds it.
final class Folder {
    let path = FileManager.default.temporaryDirectory.appending(path: "agent-\(UUID().uuidString)").path

    init(_ files: [String: String] = [:]) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        for (name, text) in files { try write(text, to: name) }
    }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }
}

/// What files and flags make.
func load(_ flags: [String: [String]]) throws -> Configuration {
    try Configuration.load(try Configuration.Flags { flags[$0] ?? [] })
}

/// What one file makes.
func load(_ text: String, as name: String = "a.hcl", flags: [String: [String]] = [:]) throws -> Configuration {
    let folder = try Folder([name: text])
    return try load(flags.merging(["config": ["\(folder.path)/\(name)"]]) { $1 })
}

/// What one file fails with, after the folder's name.
func failure(_ text: String, as name: String = "a.hcl", flags: [String: [String]] = [:]) -> String? {
    do {
        _ = try load(text, as: name, flags: flags)
        return nil
    } catch {
        return "\(error)".replacing(#/^/.*/(?=[a-z]+\.(hcl|json):)/#, with: "")
    }
}
