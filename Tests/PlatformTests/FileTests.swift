import Foundation
import Platform
import TestSupport
import Testing

@Suite("Files and folders")
struct FileTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test("A file is made once, for its owner alone, and read up to a limit")
    func files() throws {
        let path = folder.file("file")
        try File(creating: path).write(Array("content".utf8))
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        #expect(throws: Errno(code: EEXIST)) { try File(creating: path) }
        #expect(try File.contents(of: path, limit: 100) == Array("content".utf8))
        #expect(try File.contents(of: path, limit: 3) == Array("con".utf8))
        #expect(throws: Errno(code: ENOENT)) { try File.contents(of: folder.file("none"), limit: 1) }
    }

    @Test("A folder tells the names in it, and what is none is told apart")
    func folders() throws {
        try folder.write("", to: "b")
        try folder.write("", to: ".a")
        #expect(try Set(Folder.names(at: folder.path)) == ["b", ".a"])
        let error = #expect(throws: Errno.self) { try Folder.names(at: folder.file("b")) }
        #expect(error?.isNoFolder == true)
    }

    @Test(
        "A path is completed from the folder that the program runs in",
        arguments: [("/a/./b//c/", "/a/b/c"), ("/", "/"), ("/a/../b", "/a/../b")]
    )
    func absolute(path: String, whole: String) {
        #expect(Folder.absolutePath(path) == whole)
        #expect(Folder.absolutePath("x/y") == FileManager.default.currentDirectoryPath + "/x/y")
    }
}
