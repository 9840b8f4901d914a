internal import CLinux
internal import Glibc

/// The folders from a base down to one of any depth. The last of them are kept open, and some of those before.
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

    /// How many folders are kept open at the end of the way, and at most about so many before.
    private static let openLevels = 64

    /// Stays open. What lies above it is never touched.
    let base: Descriptor
    private var levels: [Level] = []
    /// Of the levels before the last ones, each whose number is a multiple of this is kept open.
    private var spacing = openLevels

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
        let index = levels.count - 1 - Self.openLevels
        guard index > 0 else { return }
        if index % spacing != 0 { levels[index].descriptor = nil }
        if index / spacing > Self.openLevels {
            for other in stride(from: spacing, through: index, by: 2 * spacing) { levels[other].descriptor = nil }
            spacing *= 2
        }
    }

    /// Goes up by one folder, which is opened again where it was closed. - Returns: The folder that was left.
    mutating func leave() throws(System.Failure) -> Level? {
        guard let left = levels.popLast() else { return nil }
        if let last = levels.last, last.descriptor == nil { try reopen(from: left.descriptor) }
        return left
    }

    /// Opens the last levels again, by their names and from one that is open, or else the last alone, by way of a
    /// folder in it. Where it is at neither place it stays closed.
    ///
    /// The kernel walks all the way up to see whether `..` may be entered, so that comes second.
    private mutating func reopen(from child: Descriptor?) throws(System.Failure) {
        let start = levels.lastIndex { $0.descriptor != nil }
        var folder = start.flatMap { levels[$0].descriptor } ?? base
        for index in (start.map { $0 + 1 } ?? 0)..<levels.count {
            let level = levels[index]
            guard let entry = try folder.entry(level.name), entry.status.identity == level.status.identity else {
                if let parent = try child?.openedParent(),
                    try parent.status().identity == levels[levels.count - 1].status.identity
                {
                    levels[levels.count - 1].descriptor = parent
                }
                return
            }
            folder = entry.descriptor
            if levels.count - index <= Self.openLevels {
                folder = try folder.openedFolder()
                levels[index].descriptor = folder
            }
        }
    }
}
