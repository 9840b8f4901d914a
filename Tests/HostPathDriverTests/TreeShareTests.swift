import CLinux
import Foundation
import Testing

@testable import HostPathDriver

@Suite("Sharing trees with a group, and looking at them")
struct TreeShareTests {
    private func mode(_ path: String) throws -> mode_t { try status(path).st_mode & 0o7777 }

    @Test("a group may read and write all files, run programs and enter folders")
    func share() throws {
        let fixture = try TreeFixture()
        let source = try fixture.makeFolder("source")
        try fixture.makeFolder("source/folder")
        try fixture.write("x", to: fixture("outside"))
        for name in ["file", "program", "setuid", "folder/file"] { try fixture.write("x", to: "\(source)/\(name)") }
        try #require(link(source + "/file", source + "/again") == 0)
        try #require(symlink(fixture("outside"), source + "/link") == 0)
        try #require(mkfifo(source + "/fifo", 0o600) == 0)
        try #require(mknod(source + "/device", S_IFCHR | 0o600, 0x103) == 0)
        for (name, mode) in [
            ("", 0o700), ("/folder", 0o2500), ("/folder/file", 0), ("/file", 0o604), ("/program", 0o500),
            ("/setuid", 0o6744), ("/fifo", 0o600),
        ] {
            try #require(chmod(source + name, mode_t(mode)) == 0)
        }
        let outside = try status(fixture("outside"))
        try Tree(of: source).share(withGroup: 4321, work: LongWork())
        for (name, expected) in [
            ("", 0o2770), ("/folder", 0o2570), ("/folder/file", 0o060), ("/file", 0o664), ("/program", 0o570),
            ("/setuid", 0o774), ("/fifo", 0o660),
        ] {
            #expect(try mode(source + name) == mode_t(expected), "\(name)")
            #expect(try status(source + name).st_gid == 4321, "\(name)")
            #expect(try status(source + name).st_uid == 0)
        }
        #expect(try status(source + "/link").st_gid == 4321)
        #expect(try status(source + "/device").st_gid == 0)
        #expect(try mode(source + "/device") == 0o600)
        let now = try status(fixture("outside"))
        #expect(now.st_mode == outside.st_mode && now.st_gid == outside.st_gid)
    }

    @Test("nothing is done where the folder has the group and the bits already, else all is done")
    func repetition() throws {
        let fixture = try TreeFixture()
        let source = try fixture.makeFolder("source")
        try fixture.write("x", to: source + "/file")
        try #require(chmod(source + "/file", 0o600) == 0)
        try #require(lchown(source, 0, 4321) == 0 && chmod(source, 0o2770) == 0)
        try Tree(of: source).share(withGroup: 4321, work: LongWork())
        #expect(try mode(source + "/file") == 0o600)
        try #require(chmod(source, 0o2750) == 0)
        try Tree(of: source).share(withGroup: 4321, work: LongWork())
        #expect(try mode(source + "/file") == 0o660)
    }

    @Test("files that have the group and the bits are not touched")
    func untouched() throws {
        let fixture = try TreeFixture()
        let file = try fixture.makeFolder("source") + "/file"
        try fixture.write("x", to: file)
        try #require(lchown(file, 0, 4321) == 0 && chmod(file, 0o4664) == 0)
        let before = try status(file)
        try Tree(of: fixture("source")).share(withGroup: 4321, work: LongWork())
        let after = try status(file)
        #expect(after.st_mode == before.st_mode)
        #expect(after.st_ctim.tv_nsec == before.st_ctim.tv_nsec && after.st_ctim.tv_sec == before.st_ctim.tv_sec)
    }

    @Test("what chattr protects stays as it is and keeps nothing else from being shared", arguments: ["+i", "+a"])
    func protected(flag: String) throws {
        let fixture = try TreeFixture()
        let source = try fixture.makeFolder("source")
        for name in ["a", "b", "c"] { try fixture.write("x", to: fixture.makeFolder("source/\(name)") + "/file") }
        for name in ["/b", "/c/file"] { try runTool("chattr", flag, source + name) }
        try Tree(of: source).share(withGroup: 4321, work: LongWork())
        for (name, group) in [("", 4321), ("/a", 4321), ("/b", 0), ("/b/file", 4321), ("/c", 4321), ("/c/file", 0)] {
            #expect(try status(source + name).st_gid == gid_t(group), "\(name)")
        }
    }

    @Test("the usage counts what each file takes on the disk once, whatever it is called, and no link's target")
    func usage() throws {
        let fixture = try TreeFixture()
        let source = try fixture.makeFolder("source")
        try Data(count: 64 << 10).write(to: URL(fileURLWithPath: source + "/file"))
        try #require(link(source + "/file", fixture.makeFolder("source/folder") + "/again") == 0)
        try #require(truncate(source + "/file", 1 << 40) == 0)
        try Data(count: 64 << 10).write(to: URL(fileURLWithPath: fixture("outside")))
        try #require(symlink(fixture("outside"), source + "/link") == 0)
        let usage = try Tree(of: source).usage(work: LongWork())
        #expect(usage.files == 4)
        let blocks = try ["", "/file", "/folder", "/link"].reduce(0) { try $0 + status(source + $1).st_blocks }
        #expect(usage.bytes == Int64(blocks) * 512)

        let mounted = try TreeFixture(on: .memory(bytes: 1 << 20))
        try mounted.write("x", to: mounted("file"))
        #expect(try Tree(of: mounted.path).usage(work: LongWork()).files == 2)
    }

    @Test("a tree has changed where any file or folder in it was made, written, moved or removed since")
    func hasChanged() throws {
        let fixture = try TreeFixture()
        let changes: [(String, (String) throws -> Void)] = [
            ("none", { _ in }), ("outside", { _ in try fixture.write("y", to: fixture("outside")) }),
            ("write", { try fixture.write("y", to: $0 + "/folder/file") }),
            ("mode", { #expect(chmod($0 + "/folder/file", 0o600) == 0) }),
            ("make", { #expect(symlink("x", $0 + "/folder/new") == 0) }),
            ("remove", { #expect(unlink($0 + "/folder/file") == 0) }),
            ("move", { #expect(rename($0 + "/folder", $0 + "/new") == 0) }),
            ("root", { #expect(chmod($0, 0o700) == 0) }),
            ("time set back", { #expect(utimensat(AT_FDCWD, $0 + "/folder/file", [timespec(), timespec()], 0) == 0) }),
        ]
        try fixture.write("x", to: fixture("outside"))
        for (name, change) in changes {
            let source = try fixture.makeFolder("source")
            try fixture.write("x", to: fixture.makeFolder("source/folder") + "/file")
            try #require(symlink(fixture("outside"), source + "/link") == 0)
            var moment = timespec()
            // The clock moves in steps.
            repeat { clock_gettime(CLOCK_REALTIME_COARSE, &moment) } while try !isOlder(source + "/link", moment)
            try change(source)
            let hasChanged = try Tree(of: source).hasChanged(since: moment, work: LongWork())
            #expect(hasChanged == !["none", "outside"].contains(name), "\(name)")
            try fixture.remove("source")
        }
    }

    private func isOlder(_ path: String, _ moment: timespec) throws -> Bool {
        let time = try status(path).st_ctim
        return (time.tv_sec, time.tv_nsec) < (moment.tv_sec, moment.tv_nsec)
    }

    @Test("what is moved from ahead of the search to behind it is found")
    func movedBehind() throws {
        let fixture = try TreeFixture()
        for index in 0..<20 { try fixture.write("x", to: fixture.makeFolder("source/\(index)") + "/file") }
        var moment = timespec()
        repeat { clock_gettime(CLOCK_REALTIME_COARSE, &moment) } while try !isOlder(fixture("source/19/file"), moment)
        var seen: [String] = []
        let search = Interruption(
            ChangeSearch(since: moment),
            beforeLeaving: { name in
                seen.append(name.description)
                guard seen.count == 1, let next = (0..<20).first(where: { "\($0)" != seen[0] }) else { return }
                #expect(rename(fixture("source/\(next)"), fixture("source/\(seen[0])/moved")) == 0)
            }
        )
        #expect(throws: ChangeSearch.Found.self) { try search.walk(fixture("source")) }
    }
}
