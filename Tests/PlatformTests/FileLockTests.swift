import Foundation
import Platform
import TestSupport
import Testing

@Suite("A lock on a file")
struct FileLockTests {
    @Test("is had by one at a time, who is named, and is known to be lost with its file")
    func exclusive() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("lock")
        do {
            let lock = try FileLock(at: path)
            #expect(lock.isNew && lock.isExclusive)
            #expect(throws: FileLock.Failure.self) { try FileLock(at: path) }
            do {
                _ = try FileLock(at: path)
            } catch FileLock.Failure.inUse(let process) {
                #expect(process == getpid())
            }
            try folder.write("", to: "other")
            #expect(rename(folder.file("other"), path) == 0)
            #expect(!lock.isExclusive)
        }
        let lock = try FileLock(at: path)
        #expect(!lock.isNew)
        lock.remove()
        #expect(!lock.isExclusive)
    }
}
