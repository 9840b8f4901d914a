internal import CLinux
internal import Glibc

/// What is done with the files and folders that a ``TreeWalk`` comes to.
protocol TreeVisitor: AnyObject {
    /// Comes to what is no folder.
    func visit(_ file: Entry, in folder: Descriptor) throws

    /// Comes into a folder, before all that lies in it. - Returns: Whether to go through it.
    func enter(_ folder: Entry) throws -> Bool

    /// Has been through all that lies in a folder.
    /// - Parameter parent: What it lay in; nil where that was moved or removed meanwhile.
    /// - Returns: Whether to come back to its name.
    func leave(_ folder: Descent.Level, in parent: Descriptor?) throws -> Bool

    /// Does all that there is to do with a name that is not a folder's, without a look at what has it.
    /// - Returns: Whether it could.
    func settle(_ name: FileName, in folder: Descriptor) throws -> Bool

    /// Takes away what is mounted at a name in a folder. - Returns: Whether it did.
    func uncover(_ name: FileName, in folder: Descriptor) throws -> Bool
}

extension TreeVisitor {
    func settle(_ name: FileName, in folder: Descriptor) throws -> Bool { false }
    func uncover(_ name: FileName, in folder: Descriptor) throws -> Bool { false }
}

/// A walk through a folder with all that lies in it, however deep, by descriptors.
///
/// It follows no link and enters no mount. Whatever is moved, exchanged or removed meanwhile is no error: each name
/// counts as what it stands for when the walk comes to it. Few descriptors are open at a time, and of a folder's names
/// only the subfolders' wait in memory.
struct TreeWalk {
    private let visitor: any TreeVisitor
    private let work: LongWork
    private var descent: Descent
    /// The folders to come, of the base and of each level of the descent.
    private var waiting: [FileNames] = [FileNames()]

    /// Walks through what has a name in a folder.
    /// - Throws: What the visitor or a system call throws, and CANCELLED where the work was called off.
    static func run(_ visitor: any TreeVisitor, through name: FileName, in base: Descriptor, _ work: LongWork) throws {
        var walk = TreeWalk(visitor: visitor, work: work, descent: Descent(from: base))
        walk.waiting[0].append(name)
        try walk.run()
    }

    private init(visitor: any TreeVisitor, work: LongWork, descent: Descent) {
        self.visitor = visitor
        self.work = work
        self.descent = descent
    }

    private mutating func run() throws {
        while true {
            if let folder = descent.folder, let name = waiting[waiting.count - 1].popLast() {
                try work.advance()
                try comeTo(name, in: folder)
            } else {
                waiting.removeLast()
                guard let left = try descent.leave() else { return }
                if try visitor.leave(left, in: descent.folder) { waiting[waiting.count - 1].append(left.name) }
            }
        }
    }

    /// Goes into a folder, or visits what has the folder's name by now.
    private mutating func comeTo(_ name: FileName, in parent: Descriptor) throws {
        guard let entry = try entry(name, in: parent) else { return }
        guard entry.status.isFolder else { return try visitor.visit(entry, in: parent) }
        guard try visitor.enter(entry) else { return }
        let folder = try entry.descriptor.openedFolder()
        descent.enter(name, entry.status, folder)
        waiting.append(FileNames())
        try folder.forEachName { name, isFolder in
            if isFolder { return waiting[waiting.count - 1].append(name) }
            try work.advance()
            if try visitor.settle(name, in: folder) { return }
            guard let entry = try self.entry(name, in: folder) else { return }
            if entry.status.isFolder {
                waiting[waiting.count - 1].append(name)
            } else {
                try visitor.visit(entry, in: folder)
            }
        }
    }

    private func entry(_ name: FileName, in folder: Descriptor) throws -> Entry? {
        while true {
            do throws(System.Failure) {
                return try folder.entry(name)
            } catch {
                guard error.code == EXDEV, try visitor.uncover(name, in: folder) else { throw error }
            }
        }
    }
}
