import CLinux
import Foundation
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
        try run("chattr", flag, fixture("file"))
        try run("chattr", "-R", flag, fixture("tree"))
        // The folder around is none of what is removed.
        try run("chattr", "+a", fixture.path)
        #expect(throws: System.Failure.self) { try fixture.remove("tree") }
        try run("chattr", "-a", fixture.path)
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

    @Test("new files are removed too, until somebody never stops making them")
    func newFiles() throws {
        let fixture = try TreeFixture()
        for (count, isRemoved) in [(3, true), (.max, false)] {
            let folder = try fixture.makeFolder("tree/folder")
            var left = count
            let remove = {
                try Interruption.remove(fixture("tree")) { name in
                    guard left > 0, name.description == "folder" else { return }
                    left -= 1
                    try fixture.write("x", to: folder + "/file")
                }
            }
            if isRemoved {
                try remove()
                #expect(!exists(fixture("tree")))
            } else {
                let error = #expect(throws: System.Failure.self) { try remove() }
                #expect(error?.code == ENOTEMPTY)
                #expect(error?.description.contains("makes new files") == true)
            }
        }
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
