import CLinux
import Foundation
import GRPC
import Testing

@testable import HostPathDriver

@Suite("Copies of trees")
struct TreeCopyTests {
    @Test("a copy has each file's kind, content, owner, mode, times and attributes")
    func fidelity() throws {
        let fixture = try TreeFixture()
        let source = try fixture.makeFolder("source")
        try fixture.makeFolder("source/folder/empty")
        for (name, mode) in [("file", 0o640), ("setuid", 0o4755), ("setgid", 0o2755), ("sticky", 0o1644)] {
            try fixture.write("content of \(name)", to: "\(source)/\(name)")
            try #require(lchown("\(source)/\(name)", 1001, 1002) == 0)
            try #require(chmod("\(source)/\(name)", mode_t(mode)) == 0)
        }
        try fixture.write("", to: source + "/nothing")
        try #require(chmod(source + "/folder", 0o3751) == 0 && chmod(source, 0o711) == 0)
        try #require(lchown(source + "/folder", 1003, 1004) == 0 && chmod(source + "/folder", 0o3751) == 0)
        for (name, text) in [("link", "file"), ("broken", "/no/such/../file"), ("around", ".")] {
            try #require(symlink(text, "\(source)/\(name)") == 0)
            try #require(lchown("\(source)/\(name)", 1005, 1006) == 0)
        }
        try #require(mkfifo(source + "/fifo", 0o622) == 0 && chmod(source + "/fifo", 0o622) == 0)
        try #require(mknod(source + "/socket", S_IFSOCK | 0o711, 0) == 0)
        try #require(mknod(source + "/character", S_IFCHR | 0o600, dev_t(clinux_makedev(240, 9))) == 0)
        try #require(mknod(source + "/block", S_IFBLK | 0o660, dev_t(clinux_makedev(240, 300))) == 0)

        // user::rw-, user:1001:r--, group::r--, mask::r--, other::---
        let list: [UInt8] =
            [2, 0, 0, 0] + [1, 0, 6, 0, 255, 255, 255, 255] + [2, 0, 4, 0, 0xE9, 3, 0, 0]
            + [4, 0, 4, 0, 255, 255, 255, 255] + [16, 0, 4, 0, 255, 255, 255, 255] + [32, 0, 0, 0, 255, 255, 255, 255]
        // cap_net_bind_service, effective and permitted.
        let capability: [UInt8] = [1, 0, 0, 2, 0, 4, 0, 0] + [UInt8](repeating: 0, count: 12)
        for (name, attribute, value) in [
            ("file", "user.note", Array("a\0b".utf8)), ("file", "user.empty", []),
            ("file", "system.posix_acl_access", list), ("folder", "system.posix_acl_default", list),
            ("setuid", "security.capability", capability), ("link", "trusted.note", [7]),
            ("fifo", "trusted.note", [8]),
        ] {
            try #require(lsetxattr("\(source)/\(name)", attribute, value, value.count, 0) == 0, "\(attribute)")
        }
        let names = try listing(source)
        for (index, name) in (names.map { "/" + $0 } + ["/folder/empty", ""]).enumerated() {
            let times = [timespec(tv_sec: 1000 + index, tv_nsec: 123_456_789), timespec(tv_sec: -5, tv_nsec: index)]
            try #require(utimensat(AT_FDCWD, source + name, times, AT_SYMLINK_NOFOLLOW) == 0)
        }

        try fixture.copy()
        let (original, copy) = (try Portrait.tree(source), try Portrait.tree(fixture("copy")))
        #expect(original.count == names.count + 2)
        #expect(Set(copy.keys) == Set(original.keys))
        for (name, portrait) in original {
            #expect(copy[name] == portrait, "\(String(decoding: name, as: UTF8.self))")
        }
        #expect(original[Array("/file".utf8)]?.attributes.count == 3)
        #expect(original[Array("/file".utf8)]?.times[1] == 123_456_789, "reading the source left a trace")
    }

    @Test("names of one file stay names of one file, in all folders and for all kinds")
    func hardLinks() throws {
        let fixture = try TreeFixture()
        let source = try fixture.makeFolder("source/a")
        try fixture.makeFolder("source/b")
        try fixture.write("one", to: source + "/file")
        try #require(symlink("x", source + "/link") == 0 && mkfifo(source + "/fifo", 0o600) == 0)
        for name in ["file", "link", "fifo"] {
            try #require(linkat(AT_FDCWD, "\(source)/\(name)", AT_FDCWD, fixture("source/b/\(name)"), 0) == 0)
        }
        // A name outside of the tree is none of the copy's.
        try #require(link(source + "/file", fixture("elsewhere")) == 0)

        try fixture.copy()
        for name in ["file", "link", "fifo"] {
            let (first, second) = (try status(fixture("copy/a/\(name)")), try status(fixture("copy/b/\(name)")))
            #expect(first.st_ino == second.st_ino && first.st_nlink == 2, "\(name)")
        }
        #expect(try status(fixture("copy/a/file")).st_ino != status(source + "/file").st_ino)
        #expect(!exists(fixture("scratch")))
    }

    @Test("a file with more names than the file system allows is copied again")
    func manyHardLinks() throws {
        // 65,000 are allowed.
        let fixture = try TreeFixture(on: .ext4)
        try fixture.write("x", to: fixture.makeFolder("source") + "/file")
        try #require(link(fixture("source/file"), fixture("source/again")) == 0)
        let folder = { try #require(try Tree.place(of: try fixture.makeFolder($0) + "/x")).parent }
        let file = try #require(try folder("source").entry(FileName("file")))
        let (target, links) = (try folder("copy"), HardLinks(scratch: fixture("scratch")))
        try #require(try target.makeFile(FileName("0")) != nil)
        try links.keep(FileName("0"), in: target, asCopyOf: file)
        var count = 2
        while link(fixture("copy/0"), fixture("copy/0-\(count)")) == 0 { count += 1 }
        try #require(count == 65_000 && errno == EMLINK)

        #expect(try !links.give(FileName("1"), in: target, toCopyOf: file))
        try #require(try target.makeFile(FileName("1")) != nil)
        try links.keep(FileName("1"), in: target, asCopyOf: file)
        #expect(try links.give(FileName("2"), in: target, toCopyOf: file))
        #expect(try status(fixture("copy/2")).st_ino == status(fixture("copy/1")).st_ino)
        try links.remove()
        #expect(!exists(fixture("scratch")))
    }

    @Test("holes stay holes, wherever they are", arguments: [false, true])
    func holes(isAcross: Bool) throws {
        let fixture = try TreeFixture()
        let other = isAcross ? try TreeFixture(on: .memory(bytes: 16 << 20)) : fixture
        let source = try fixture.makeFolder("source")
        let file = open(source + "/file", O_RDWR | O_CREAT, 0o600)
        defer { close(file) }
        // A hole, data, a hole beyond 4 GiB, data, a hole.
        for offset in [1 << 20, 5 << 30] { try #require(pwrite(file, "data", 4, offset) == 4) }
        try #require(ftruncate(file, 6 << 30) == 0)
        try Tree(of: source).copy(to: other("copy"), scratch: other("scratch"), work: LongWork())
        let copy = try status(other("copy/file"))
        #expect(copy.st_size == 6 << 30)
        #expect(copy.st_blocks <= 32)
        for offset in [1 << 20, 5 << 30] {
            #expect(try System.bytes(of: other("copy/file"), at: Int64(offset), count: 5) == Array("data\0".utf8))
        }
    }

    @Test("names are bytes: any but the slash and NUL, up to 255 of them")
    func names() throws {
        let fixture = try TreeFixture()
        let source = try fixture.makeFolder("source")
        let odd: [[UInt8]] = [
            [0xFF, 0xFE], [0xC3, 0x28], Array("-rf *".utf8), Array("a\nb".utf8), Array("\\040".utf8),
            Array(repeating: 0x80, count: 255), Array("é".utf8), Array("e\u{301}".utf8), Array("...".utf8), [1, 127],
        ]
        let root = open(source, O_RDONLY)
        defer { close(root) }
        for name in odd {
            let name = name.map(CChar.init(bitPattern:)) + [0]
            try #require(mkdirat(root, name, 0o700) == 0)
            let folder = openat(root, name, O_RDONLY)
            defer { close(folder) }
            close(openat(folder, name, O_CREAT, 0o600))
        }
        try fixture.copy()
        let expected = try Portrait.tree(source).keys
        #expect(expected.count == 2 * odd.count + 1)
        #expect(try Portrait.tree(fixture("copy")).keys == expected)
        try fixture.remove("source")
        try fixture.remove("copy")
        #expect(try listing(fixture.path).isEmpty)
    }

    @Test("devices, FIFOs and sockets are never opened")
    func specialFiles() throws {
        let fixture = try TreeFixture()
        let source = try fixture.makeFolder("source")
        try #require(mkfifo(source + "/fifo", 0o600) == 0)
        try #require(mknod(source + "/device", S_IFCHR | 0o600, dev_t(clinux_makedev(1, 3))) == 0)
        try #require(mknod(source + "/socket", S_IFSOCK | 0o600, 0) == 0)
        try fixture.write("x", to: source + "/file")
        try fixture.makeFolder("copy")
        let watch = inotify_init1(Int32(O_NONBLOCK))
        defer { close(watch) }
        try #require(inotify_add_watch(watch, source, UInt32(IN_OPEN)) > 0)
        let tree = try Tree(of: source)
        try tree.copy(to: fixture("copy/copy"), scratch: fixture("scratch"), work: LongWork())
        _ = try tree.usage(work: LongWork())
        _ = try tree.hasChanged(since: timespec(tv_sec: .max, tv_nsec: 0), work: LongWork())
        try tree.share(withGroup: 1234, work: LongWork())
        try fixture.remove("source")
        let events = filled { read(watch, $0.baseAddress, $0.count) }
        let opened = Set(events.split(separator: 0).map { String(decoding: $0, as: UTF8.self) })
        #expect(opened.contains("file"))
        #expect(opened.isDisjoint(with: ["fifo", "device", "socket"]))
    }

    @Test("a file that grows is copied up to its old size, one that shrinks as far as it goes")
    func changingSize() throws {
        let fixture = try TreeFixture()
        let other = try TreeFixture(on: .memory(bytes: 1 << 20))
        let (parent, _) = try #require(try Tree.place(of: fixture("x")))
        for (target, name) in [(fixture, "copy"), (other, "copy")] {
            for (now, expected) in [(10_000, 5000), (3000, 3000), (0, 0)] {
                try Data(repeating: 7, count: 5000).write(to: URL(fileURLWithPath: fixture("file")))
                let before = try status(fixture("file"))
                try Data(repeating: 7, count: now).write(to: URL(fileURLWithPath: fixture("file")))
                let source = try #require(try parent.entry(FileName("file"))).descriptor.openedFile()
                let (folder, _) = try #require(try Tree.place(of: target(name)))
                let copy = try #require(try folder.makeFile(FileName(name)))
                try FileContent(work: LongWork()).copy(from: source, before, to: copy)
                let content = try Data(contentsOf: URL(fileURLWithPath: target(name)))
                #expect(content == Data(repeating: 7, count: expected))
                try target.remove(name)
            }
        }
    }

    @Test("on XFS a copy shares the blocks of its source")
    func reflink() throws {
        let fixture = try TreeFixture(on: .xfs)
        let data = Data(repeating: 7, count: 8 << 20)
        try data.write(to: URL(fileURLWithPath: fixture.makeFolder("source") + "/file"))
        try System.syncFileSystem(of: fixture.path)
        let before = try System.usage(fixture.path).free
        try fixture.copy()
        try System.syncFileSystem(of: fixture.path)
        #expect(try before - System.usage(fixture.path).free < 1 << 20)
        #expect(try Data(contentsOf: URL(fileURLWithPath: fixture("copy/file"))) == data)
    }

    @Test("what is mounted inside is not copied, and what it hides is")
    func mountInside() throws {
        let fixture = try TreeFixture()
        let foreign = try fixture.makeFolder("foreign")
        try fixture.write("secret", to: foreign + "/secret")
        try fixture.write("own", to: fixture.makeFolder("source/folder") + "/hidden")
        try fixture.write("own", to: fixture("source/file"))
        try System.bind(foreign, at: fixture("source/folder"), MountAttributes())
        try System.bind(foreign + "/secret", at: fixture("source/file"), MountAttributes())
        try fixture.copy()
        #expect(try listing(fixture("copy/folder")) == ["hidden"])
        #expect(try read(10, from: fixture("copy/file")) == "own")
        let usage = try Tree(of: fixture("source")).usage(work: LongWork())
        #expect(usage.files == 4)
    }

    @Test("what vanishes or changes its kind while a folder is copied counts as it is then")
    func vanishing() throws {
        let fixture = try TreeFixture()
        let source = try fixture.makeFolder("source")
        let folders = ["gone", "file", "link", "fifo"]
        for name in folders { try fixture.write("x", to: fixture.makeFolder("source/folder-\(name)") + "/inside") }
        for index in 0..<50 { try fixture.write("x", to: "\(source)/\(index)") }
        var isFirst = true
        let links = HardLinks(scratch: fixture("scratch"))
        let copy = try TreeCopy(to: fixture("copy"), links: links, work: LongWork())
        try Interruption(copy) { name in
            guard isFirst else { return }
            isFirst = false
            for other in 0..<50 where "\(other)" != name.description { unlink("\(source)/\(other)") }
            for name in folders { try fixture.remove("source/folder-\(name)") }
            try fixture.write("y", to: source + "/folder-file")
            try #require(symlink("/etc", source + "/folder-link") == 0)
            try #require(mkfifo(source + "/folder-fifo", 0o600) == 0)
        }.walk(source)
        let copied = try listing(fixture("copy"))
        #expect(copied.isSuperset(of: ["folder-file", "folder-link", "folder-fifo"]))
        #expect(copied.count == 4)
        #expect(try status(fixture("copy/folder-link")).st_mode & S_IFMT == S_IFLNK)
        #expect(try status(fixture("copy/folder-fifo")).st_mode & S_IFMT == S_IFIFO)
    }

    @Test("a copy that is called off ends at once, and can be removed")
    func callingOff() throws {
        let fixture = try TreeFixture()
        let source = try fixture.makeFolder("source/folder")
        for index in 0..<10 {
            try fixture.write("x", to: "\(source)/\(index)")
            try #require(link("\(source)/\(index)", fixture("source/\(index)")) == 0)
        }
        let work = LongWork()
        let links = HardLinks(scratch: fixture("scratch"))
        var files = 0
        let copy = Interruption(try TreeCopy(to: fixture("copy"), links: links, work: work)) { _ in
            files += 1
            if files == 5 { work.callOff() }
        }
        let error = #expect(throws: RPCError.self) { try copy.walk(fixture("source"), work) }
        #expect(error?.code == .cancelled)
        #expect(files == 5)
        try fixture.remove("copy")
        #expect(throws: RPCError.self) { try fixture.copy(work: work) }
        try fixture.remove("copy")
        try links.remove()
        #expect(try listing(fixture.path) == ["source"])
    }

    @Test("a file that somebody has a lease on is copied once they gave it up, and the wait can be called off")
    func lease() async throws {
        let fixture = try TreeFixture()
        let path = try fixture.makeFolder("source") + "/file"
        try fixture.write("x", to: path)
        // The kernel asks by this signal to give a lease up, which would end the process.
        signal(SIGIO, SIG_IGN)
        // F_SETLEASE and F_GETLEASE.
        let (set, get) = (CInt(1024), CInt(1025))
        let holder = open(path, O_RDWR)
        defer { close(holder) }
        try #require(fcntl(holder, set, F_WRLCK) == 0)
        let work = LongWork()
        async let failure: RPCError? = {
            do { try fixture.copy(work: work) } catch let error as RPCError { return error }
            return nil
        }()
        // While it is asked for, a lease shows as what it shall become.
        let deadline = ContinuousClock.now + .seconds(30)
        while fcntl(holder, get) != F_RDLCK, ContinuousClock.now < deadline { await Task.yield() }
        work.callOff()
        #expect(try await failure?.code == .cancelled)

        async let copy: Void = fixture.copy(to: "copy-2")
        try #require(fcntl(holder, set, F_UNLCK) == 0)
        try await copy
        #expect(try read(1, from: fixture("copy-2/file")) == "x")
    }

    @Test("a copy does not wait for leases on file after file, however soon each is given up")
    func leases() async throws {
        let fixture = try TreeFixture()
        let folder = try fixture.makeFolder("source")
        // See above.
        signal(SIGIO, SIG_IGN)
        let (set, get) = (CInt(1024), CInt(1025))
        let holders = (0..<20).map { open("\(folder)/\($0)", O_RDWR | O_CREAT, 0o600) }
        defer { for holder in holders { close(holder) } }
        for holder in holders { try #require(fcntl(holder, set, F_WRLCK) == 0) }
        async let failure: RPCError? = {
            let links = HardLinks(scratch: fixture("scratch"))
            let copy = try TreeCopy(to: fixture("copy"), links: links, work: LongWork(), patience: .milliseconds(100))
            do { try Tree(of: folder).walk(copy, LongWork()) } catch let error as RPCError { return error }
            return nil
        }()
        for _ in holders {
            var asked: CInt?
            let deadline = ContinuousClock.now + .milliseconds(300)
            while asked == nil, ContinuousClock.now < deadline {
                asked = holders.first { fcntl($0, get) == F_RDLCK }
                await Task.yield()
            }
            guard let asked else { break }
            try await Task.sleep(for: .milliseconds(20))
            try #require(fcntl(asked, set, F_UNLCK) == 0)
        }
        #expect(try await failure?.code == .aborted)
    }

    @Test("a full disk ends the copy with ENOSPC, and what was copied can be removed")
    func fullDisk() throws {
        let (fixture, small) = (try TreeFixture(), try TreeFixture(on: .memory(bytes: 1 << 20)))
        try Data(repeating: 1, count: 2 << 20).write(to: URL(fileURLWithPath: fixture.makeFolder("source") + "/file"))
        let tree = try Tree(of: fixture("source"))
        let error = #expect(throws: System.Failure.self) {
            try tree.copy(to: small("copy"), scratch: small("scratch"), work: LongWork())
        }
        #expect(error?.code == ENOSPC)
        try small.remove("copy")
        #expect(try listing(small.path).isEmpty)
    }

    @Test("a target that is there is left alone")
    func target() throws {
        let fixture = try TreeFixture()
        try fixture.write("new", to: fixture.makeFolder("source") + "/file")
        try fixture.write("old", to: fixture.makeFolder("copy") + "/file")
        let error = #expect(throws: System.Failure.self) { try fixture.copy() }
        #expect(error?.code == EEXIST)
        #expect(try read(3, from: fixture("copy/file")) == "old")
        try #require(symlink(fixture("source"), fixture("link")) == 0)
        let notFolder = #expect(throws: System.Failure.self) { try fixture.copy("link", to: "copy-2") }
        #expect(notFolder?.code == ENOTDIR)
    }
}
