internal import CLinux
internal import Glibc

/// The folders from a base down to one of any depth. Only the last of them are kept open.
struct Descent {
    struct Level {
        let name: FileName
        /// What the folder was when it was entered.
        let status: stat
        /// nil where it is closed for now, or was moved or removed meanwhile.
        fileprivate(set) var descriptor: Descriptor?
        /// Whether it is the first one below the base.
        let isFirst: Bool
    }

    /// How many folders are kept open.
    private static let openLevels = 64

    /// Stays open. What lies above it is never touched.
    let base: Descriptor
    private var levels: [Level] = []

    init(from base: Descriptor) {
        self.base = base
    }

    var isAtBase: Bool { levels.isEmpty }

    /// The folder that was entered last, or the base; nil where it was moved or removed meanwhile.
    var folder: Descriptor? {
        guard let last = levels.last else { return base }
        return last.descriptor
    }

    /// Goes down into a folder of ``folder``.
    mutating func enter(_ name: FileName, _ status: stat, _ descriptor: Descriptor) {
        levels.append(Level(name: name, status: status, descriptor: descriptor, isFirst: levels.isEmpty))
        let closed = levels.count - 1 - Self.openLevels
        if closed >= 0 { levels[closed].descriptor = nil }
    }

    /// Goes up by one folder, which is opened again where it was closed. - Returns: The folder that was left.
    mutating func leave() throws(System.Failure) -> Level? {
        guard let left = levels.popLast() else { return nil }
        if let last = levels.last, last.descriptor == nil {
            levels[levels.count - 1].descriptor = try reopened(last, from: left.descriptor)
        }
        return left
    }

    /// Opens the last level again, by way of a folder in it or from the base; nil where it is at neither place.
    private func reopened(_ level: Level, from child: Descriptor?) throws(System.Failure) -> Descriptor? {
        if let parent = try child?.openedParent(), try parent.status().identity == level.status.identity {
            return parent
        }
        var folder = base
        for level in levels {
            guard let entry = try folder.entry(level.name), entry.status.identity == level.status.identity else {
                return nil
            }
            folder = entry.descriptor
        }
        return try folder.openedFolder()
    }
}
