internal import CLinux
internal import Glibc

/// Adds up what a tree takes on the disk.
final class TreeUsage: TreeVisitor {
    private(set) var bytes: Int64 = 0
    private(set) var files: Int64 = 0
    /// Those with several names.
    private var counted: Set<FileIdentity> = []

    func visit(_ file: Entry, in folder: Descriptor) {
        if file.status.st_nlink > 1, !counted.insert(file.status.identity).inserted { return }
        count(file.status)
    }

    func enter(_ folder: Entry) -> Bool {
        count(folder.status)
        return true
    }

    func leave(_ folder: Descent.Level, in parent: Descriptor?) -> Bool { false }

    private func count(_ status: stat) {
        files += 1
        let (sum, isTooLarge) = bytes.addingReportingOverflow(status.allocated)
        bytes = isTooLarge ? .max : sum
    }
}
