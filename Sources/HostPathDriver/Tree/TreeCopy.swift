internal import CLinux
internal import GRPC
internal import Glibc

/// Copies a tree into a new folder.
final class TreeCopy: TreeVisitor {
    private let name: FileName
    private var target: Descent
    private let content: FileContent
    private let links: HardLinks
    private let work: LongWork
    /// How much longer the copy waits for those who have leases on files.
    private var patience: Duration

    /// - Parameter patience: How long the whole copy waits for those who have leases on files. The kernel ends a lease
    ///   within its `lease-break-time`, which is 45 seconds where nobody changed it.
    init(
        to path: String,
        links: HardLinks,
        work: LongWork,
        patience: Duration = .seconds(90)
    ) throws(System.Failure) {
        guard let (parent, name) = try Tree.place(of: path) else {
            throw System.Failure("create \(path)", code: ENOENT)
        }
        self.name = name
        target = Descent(from: parent)
        content = FileContent(work: work)
        self.links = links
        self.work = work
        self.patience = patience
    }

    /// A name that is there already was met before: a folder's list may have what is renamed meanwhile twice.
    func visit(_ file: Entry, in folder: Descriptor) throws {
        let target = try folderOfCopies()
        if try links.give(file.name, in: target, toCopyOf: file) { return }
        switch file.status.kind {
        case S_IFREG:
            guard let copy = try target.makeFile(file.name) else { return }
            let source = try open(file)
            try content.copy(from: source, file.status, to: copy)
            try Attributes.copy(from: source, file.status, to: copy)
        case S_IFLNK:
            let text = try file.descriptor.linkText()
            guard try target.makeLink(file.name, saying: text) else { return }
            try copyAttributes(of: file, in: target)
        default:
            let (kind, device) = (file.status.kind, file.status.st_rdev)
            guard try target.makeNode(file.name, kind: kind, device: device) else { return }
            try copyAttributes(of: file, in: target)
        }
        try links.keep(file.name, in: target, asCopyOf: file)
    }

    func enter(_ folder: Entry) throws -> Bool {
        let isFirst = target.isAtBase
        let name = isFirst ? self.name : folder.name
        let parent = try folderOfCopies()
        guard try parent.makeFolder(name) else {
            if isFirst { throw System.Failure("create \(name)", code: EEXIST) }
            return false
        }
        guard let copy = try parent.entry(name) else { throw Self.lost }
        try target.enter(name, copy.status, copy.descriptor.openedFolder())
        return true
    }

    /// Sets the attributes now, when nothing that is made in the copy changes its times or takes over its access list.
    func leave(_ folder: Descent.Level, in parent: Descriptor?) throws -> Bool {
        try Attributes.copy(from: folder.descriptor, folder.status, to: folderOfCopies())
        _ = try target.leave()
        return false
    }

    private static let lost = System.Failure("find the copy of a folder", code: ESTALE)

    private func folderOfCopies() throws(System.Failure) -> Descriptor {
        guard let folder = target.folder else { throw Self.lost }
        return folder
    }

    private func copyAttributes(of file: Entry, in folder: Descriptor) throws(System.Failure) {
        guard let copy = try folder.entry(file.name) else { throw Self.lost }
        try Attributes.copy(from: file.descriptor, file.status, to: copy.descriptor)
    }

    /// Opens a file, and waits while somebody has a lease on it.
    /// - Throws: ABORTED where the copy has waited long enough, for this file and others.
    private func open(_ file: Entry) throws -> Descriptor {
        while true {
            let start = ContinuousClock.now
            do throws(System.Failure) {
                return try file.descriptor.openedFile()
            } catch {
                guard error.code == EAGAIN else { throw error }
            }
            guard patience > .zero else {
                throw RPCError(.aborted, "somebody has leases on files such as \(file.name) and does not give them up")
            }
            try work.advance()
            usleep(10_000)
            patience -= .now - start
        }
    }
}
