import Testing

@testable import HostPathDriver

@Suite("The mount table")
struct MountTableTests {
    /// Lines of the kernel: number, parent, where.
    private func table(_ mounts: [(id: Int, parent: Int, point: String)]) -> MountTable {
        let lines = mounts.map {
            "\($0.id) \($0.parent) 8:\($0.id) / \($0.point) rw shared:1 - ext4 /dev/x rw,shutdown\n"
        }
        return MountTable(parsing: Array(lines.joined().utf8))
    }

    @Test("at a path is what was mounted last there, and nothing that another mount hides")
    func top() {
        let mounts = table([
            (1, 0, "/"), (2, 1, "/a"), (3, 2, "/a/b"), (4, 1, "/c/d"), (5, 1, "/c"), (6, 2, "/a/deep/er"),
            (7, 3, "/a/b"),
        ])
        let expected: [(String, UInt32?)] = [
            ("/", 1), ("/a", 2), ("/a/b", 7), ("/c", 5), ("/c/d", nil), ("/a/deep/er", 6), ("/a/deep", nil),
            ("/ab", nil),
        ]
        for (path, id) in expected { #expect(mounts.top(at: path)?.id == id, "\(path)") }
        #expect(mounts.mount(holding: "/a/deep/file")?.id == 2)
        #expect(mounts.mount(holding: "/ab")?.id == 1)
    }

    @Test("inside a mount is what lies on it, the deepest first, and nothing beside it")
    func inside() throws {
        let mounts = table([(1, 0, "/"), (2, 1, "/a"), (3, 2, "/a/b"), (4, 3, "/a/b/c"), (5, 1, "/ab"), (6, 1, "/")])
        let folder = try #require(mounts.top(at: "/a") ?? mounts.mounts.first { $0.point == "/a" })
        #expect(mounts.mounts(inside: folder).map(\.id) == [4, 3])
    }

    @Test("odd names are read as the kernel writes them, other lines are left out, and a circle ends")
    func lines() {
        let mounts = table([(1, 0, "/"), (2, 1, #"/a\040b\011\134"#), (8, 9, "/x"), (9, 8, "/x/y")])
        #expect(mounts.mounts.map(\.point) == ["/", "/a b\t\\", "/x", "/x/y"])
        #expect(mounts.top(at: "/a b\t\\")?.fileSystemOptions == ["rw", "shutdown"])
        #expect(mounts.top(at: "/x/y") == nil)
        #expect(MountTable(parsing: Array("nonsense\n1 2 x / / rw - a b c\n\n".utf8)).mounts.isEmpty)
    }

    @Test("in a process whose root is no mount itself, paths are found as well")
    func withoutRoot() {
        let mounts = table([(5, 1, "/data"), (6, 5, "/data/in")])
        #expect(mounts.top(at: "/data/in")?.id == 6)
        #expect(mounts.mount(holding: "/other") == nil)
    }
}
