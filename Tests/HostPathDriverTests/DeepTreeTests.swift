import CLinux
import Foundation
import Testing

@testable import HostPathDriver

@Suite("Trees deeper than any path")
struct DeepTreeTests {
    /// Makes a tree of so many levels, each with a folder `d`, and a file at the bottom.
    ///
    /// - Parameter sides: Whether folders lie beside each `d`, one made before it and one after, with a file `LEVEL`
    ///   each.
    private func make(_ path: String, levels: Int, sides: Bool = false) throws {
        try #require(mkdir(path, 0o700) == 0)
        var folder = open(path, O_RDONLY)
        for level in 0..<levels {
            for name in sides ? ["a", "d", "z"] : ["d"] {
                try #require(mkdirat(folder, name, 0o700) == 0)
                guard name != "d" else { continue }
                let side = openat(folder, name, O_RDONLY)
                close(openat(side, "\(level)", O_CREAT, 0o600))
                close(side)
            }
            let next = openat(folder, "d", O_RDONLY)
            close(folder)
            folder = next
        }
        close(openat(folder, "bottom", O_CREAT, 0o600))
        close(folder)
    }

    /// The number of levels of such a tree, its deepest folder and what lies in that.
    private func measure(_ path: String) throws -> (levels: Int, deepest: stat, bottom: stat) {
        var folder = open(path, O_RDONLY)
        defer { close(folder) }
        var levels = 0
        while case let next = openat(folder, "d", O_RDONLY), next >= 0 {
            close(folder)
            folder = next
            levels += 1
        }
        var (bottom, deepest) = (stat(), stat())
        try #require(fstatat(folder, "bottom", &bottom, 0) == 0 && fstat(folder, &deepest) == 0)
        return (levels, deepest, bottom)
    }

    private func numberOfOpenFiles() throws -> Int { try listing("/proc/self/fd").count }

    @Test("a tree of 5,000 levels is measured, shared, copied and removed")
    func deep() throws {
        let fixture = try TreeFixture(on: .memory(bytes: 64 << 20))
        try make(fixture("source"), levels: 5000)
        let tree = try Tree(of: fixture("source"))
        #expect(try tree.usage(work: LongWork()).files == 5002)
        #expect(try !tree.hasChanged(since: timespec(tv_sec: .max, tv_nsec: 0), work: LongWork()))
        try tree.share(withGroup: 4321, work: LongWork())
        try fixture.copy()
        let (levels, deepest, bottom) = try measure(fixture("copy"))
        #expect(levels == 5000)
        #expect(deepest.st_gid == 4321 && deepest.st_mode & 0o7777 == 0o770)
        #expect(bottom.st_gid == 4321 && bottom.st_mode & 0o7777 == 0o660)
        try fixture.remove("source")
        try fixture.remove("copy")
        #expect(try listing(fixture.path).isEmpty)
    }

    @Test("few folders are open at a time, however deep the tree is")
    func openFiles() throws {
        let fixture = try TreeFixture(on: .memory(bytes: 64 << 20))
        try make(fixture("source"), levels: 2000)
        let before = try numberOfOpenFiles()
        var atBottom = 0
        let links = HardLinks(scratch: fixture("scratch"))
        let copy = try TreeCopy(to: fixture("copy"), links: links, work: LongWork())
        try Interruption(copy) { _ in atBottom = try numberOfOpenFiles() }.walk(fixture("source"))
        // Other tests open files at the same time.
        #expect(atBottom > 0 && atBottom - before < 500)
    }

    @Test("folders that are moved from the middle of the way down are found again, and those above them too")
    func moved() throws {
        let fixture = try TreeFixture(on: .memory(bytes: 64 << 20))
        try make(fixture("source"), levels: 200, sides: true)
        var files: [String] = []
        try Interruption(TreeUsage()) { name in
            files.append(name.description)
            guard name.description == "bottom" else { return }
            // On each level, one of the folders beside is still to come.
            #expect(files.count == 201)
            #expect(rename(fixture("source/d/d/d/d/d"), fixture("source/moved")) == 0)
        }.walk(fixture("source"))
        #expect(files.count == 401)
        for level in 0..<200 { #expect(files.filter { $0 == "\(level)" }.count == 2) }
    }

    @Test("folders that are moved out of the tree from the middle of the way down are lost, and the rest is not")
    func movedOut() throws {
        let fixture = try TreeFixture(on: .memory(bytes: 64 << 20))
        try make(fixture("source"), levels: 200, sides: true)
        var files: [String] = []
        let links = HardLinks(scratch: fixture("scratch"))
        let copy = try TreeCopy(to: fixture("copy"), links: links, work: LongWork())
        try Interruption(copy) { name in
            files.append(name.description)
            guard name.description == "bottom" else { return }
            #expect(rename(fixture("source/d/d/d/d/d"), fixture("outside")) == 0)
        }.walk(fixture("source"))
        for level in 0..<5 { #expect(files.filter { $0 == "\(level)" }.count == 2) }
        #expect(files.count < 401)
        #expect(try measure(fixture("copy")).levels == 200)
    }

    @Test("a folder of 20,000 files is copied, measured and removed")
    func wide() throws {
        let fixture = try TreeFixture(on: .memory(bytes: 64 << 20))
        let source = try fixture.makeFolder("source")
        for index in 0..<20_000 { close(open("\(source)/\(index)", O_CREAT | O_WRONLY, 0o600)) }
        try fixture.copy()
        #expect(try Tree(of: fixture("copy")).usage(work: LongWork()).files == 20_001)
        try fixture.remove("source")
        try fixture.remove("copy")
        #expect(try listing(fixture.path).isEmpty)
    }
}
