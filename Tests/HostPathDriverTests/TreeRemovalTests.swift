import CLinux
import Foundation
import Glibc
import GRPC
import Testing

@testable import HostPathDriver

@Suite("Removal of trees")
struct TreeRemovalTests {
    @Test("a file, a link, a folder or nothing is removed, and what a link points at stays")
    func kinds() throws {
        let fixture = try TreeFixture()
        try fixture.write("x", to: fixture.makeFolder("outside") + "/file")
        try fixture.write("x", to: fixture("file"))
        try #require(symlink(fixture("outside"), fixture("link")) == 0)
        try fixture.write("x", to: fixture.makeFolder("folder/a/b") + "/file")
        try #require(symlink(fixture("outside"), fixture("folder/link")) == 0)
        try #require(mkfifo(fixture("folder/fifo"), 0) == 0 && chmod(fixture("folder/a"), 0) == 0)
        for name in ["file", "link", "folder", "nothing", "nothing/at/all"] { try fixture.remove(name) }
        #expect(try listing(fixture.path) == ["outside"])
        #expect(try listing(fixture("outside")) == ["file"])
        for path in [fixture.path + "/", fixture.path + "/.", "/", "relative", fixture("outside/..")] {
            let error = #expect(throws: System.Failure.self) { try Tree.remove(path, work: LongWork()) }
            #expect(error?.code == EINVAL)
        }
    }

    @Test("what chattr protects is removed", arguments: ["+i", "+a"])
    func protected(flag: String) throws {
        let fixture = try TreeFixture()
        try fixture.write("x", to: fixture.makeFolder("tree/folder/inner") + "/file")
        try fixture.write("x", to: fixture("tree/folder/other"))
        try fixture.write("x", to: fixture("file"))
        try runTool("chattr", flag, fixture("file"))
        try runTool("chattr", "-R", flag, fixture("tree"))
        // The folder around is none of what is removed.
        try runTool("chattr", "+a", fixture.path)
        #expect(throws: System.Failure.self) { try fixture.remove("tree") }
        try runTool("chattr", "-a", fixture.path)
        try fixture.remove("tree")
        try fixture.remove("file")
        #expect(try listing(fixture.path).isEmpty)
    }

    @Test("mounts inside are taken away, whatever they are called, and what they show stays")
    func mountInside() throws {
        let fixture = try TreeFixture()
        let foreign = try fixture.makeFolder("foreign")
        try fixture.write("x", to: fixture.makeFolder("foreign/folder") + "/file")
        try fixture.makeFolder("tree/a b/c\\040\n")
        try fixture.write("x", to: fixture("tree/file"))
        let root = open(fixture("tree"), O_RDONLY)
        defer { close(root) }
        try #require(mkdirat(root, [-1, -2, 0], 0o700) == 0)
        let folder = try #require(try Tree.place(of: fixture("tree") + "/x")).parent
        let odd = try #require(try folder.entry(FileName(bytes: [0xFF, 0xFE]))).descriptor
        #expect(odd.withPath { mount(foreign, $0, nil, UInt(Glibc.MS_BIND), nil) } == 0)
        try System.bind(foreign, at: fixture("tree/a b"), MountAttributes())
        try System.bind(foreign, at: fixture("tree/a b/folder"), MountAttributes())
        try System.bind(foreign, at: fixture("tree/a b"), MountAttributes())
        try System.bind(foreign + "/folder/file", at: fixture("tree/file"), MountAttributes())
        try #require(mount("none", fixture("tree/a b/folder"), "tmpfs", 0, "size=1m") == 0)
        try fixture.remove("tree")
        #expect(try listing(fixture.path) == ["foreign"])
        #expect(try read(1, from: foreign + "/folder/file") == "x")
        #expect(Leftovers(fixture.path).mounts.isEmpty)
    }

    @Test("a folder or file that something is mounted at is not removed")
    func mountPoint() throws {
        let fixture = try TreeFixture()
        try fixture.write("x", to: fixture.makeFolder("foreign") + "/file")
        try fixture.makeFolder("tree")
        try System.bind(fixture("foreign"), at: fixture("tree"), MountAttributes())
        let error = #expect(throws: System.Failure.self) { try fixture.remove("tree") }
        #expect(error?.code == EBUSY)
        #expect(error?.description.contains("is mounted") == true)
        #expect(try listing(fixture("tree")) == ["file"])
    }

    @Test("new files are removed too")
    func newFiles() throws {
        let fixture = try TreeFixture()
        let folder = try fixture.makeFolder("tree/folder")
        var left = 3
        try Interruption.remove(fixture("tree")) { name in
            guard left > 0, name.description == "folder" else { return }
            left -= 1
            try fixture.write("x", to: folder + "/file")
        }
        #expect(left == 0 && !exists(fixture("tree")))
    }

    /// What somebody adds while a folder is removed.
    enum Growth: CaseIterable {
        /// Two folders for each that is removed.
        case folders
        /// Twice as many files each time that the folder is empty.
        case files
    }

    @Test("a removal ends where somebody adds more than is removed, with ABORTED", arguments: Growth.allCases)
    func growing(_ growth: Growth) throws {
        let fixture = try TreeFixture(on: .memory(bytes: 1 << 20))
        let folder = try fixture.makeFolder("tree")
        try fixture.makeFolder("tree/first")
        var count = 0
        let work = LongWork(until: .now + .seconds(20))
        let error = #expect(throws: System.Failure.self) {
            try Interruption.remove(folder, work) { name in
                switch growth {
                case .folders where name.description != "tree":
                    for side in ["a", "b"] { mkdir("\(folder)/\(side)-\(count)", 0o700) }
                    count += 1
                case .files where name.description == "tree":
                    for number in 0..<1 << min(count, 16) { mknod("\(folder)/\(number)", S_IFREG | 0o600, 0) }
                    count += 1
                default: break
                }
            }
        }
        #expect(error?.code == ENOTEMPTY)
        #expect(error.map { RPCError(from: $0).code } == .aborted)
        var status = stat()
        #expect(stat(folder, &status) == 0 && status.permissions == 0)
    }

    @Test("a folder that is moved inside the tree meanwhile is removed where it lies then")
    func moved() throws {
        let fixture = try TreeFixture()
        try fixture.write("x", to: fixture.makeFolder("tree/a/b/c") + "/file")
        try fixture.makeFolder("tree/z")
        try Interruption.remove(fixture("tree")) { name in
            if name.description == "c" { _ = rename(fixture("tree/a/b"), fixture("tree/a-b")) }
        }
        #expect(!exists(fixture("tree")))
    }

    @Test("a removal that is called off ends at once")
    func callingOff() throws {
        let fixture = try TreeFixture()
        try fixture.write("x", to: fixture.makeFolder("tree") + "/file")
        let work = LongWork()
        work.callOff()
        let error = #expect(throws: RPCError.self) { try Tree.remove(fixture("tree"), work: work) }
        #expect(error?.code == .cancelled)
        #expect(exists(fixture("tree/file")))
    }
}
