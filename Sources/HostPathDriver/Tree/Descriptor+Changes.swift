internal import CLinux
internal import Glibc

extension Descriptor {
    // MARK: What is open here

    /// Gives the file to a user and a group, a symbolic link too; nil leaves what is there.
    func setOwner(user: uid_t? = nil, group: gid_t) throws(System.Failure) {
        try run("chown") { fchownat($0, "", user ?? uid_t.max, group, clinux_AT_EMPTY_PATH) }
    }

    func setMode(_ mode: mode_t) throws(System.Failure) {
        try run("chmod") { _ in withPath { chmod($0, mode) } }
    }

    /// Sets when the file was last read and written.
    func setTimes(_ accessed: timespec, _ modified: timespec) throws(System.Failure) {
        try run("set times") { utimensat($0, "", [accessed, modified], clinux_AT_EMPTY_PATH) }
    }

    /// What a symbolic link says.
    func linkText() throws(System.Failure) -> [CChar] {
        var text = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        let length = try run("readlink") { readlinkat($0, "", &text, text.count - 1) }
        return text.prefix(length) + [0]
    }

    /// Opens a regular file for reading. It does not wait for those who hold a lease on the file.
    /// - Throws: EAGAIN where somebody does; they are told to give it up.
    func openedFile() throws(System.Failure) -> Descriptor {
        try Descriptor(call { _ in withPath { open($0, O_RDONLY | O_NONBLOCK | O_CLOEXEC) } }, "open a file")
    }

    func details() throws(System.Failure) -> clinux_details {
        var details = clinux_details()
        try run("statx") { clinux_details($0, &details) }
        return details
    }

    /// Lets a file or folder be changed again that `chattr +i` or `+a` protects.
    func unprotect() throws(System.Failure) {
        try run("chattr") { clinux_unprotect($0) }
    }

    // MARK: What lies in this folder

    /// Makes a folder that nobody else may enter. - Returns: false where the name is taken.
    func makeFolder(_ name: FileName) throws(System.Failure) -> Bool {
        try make(name) { mkdirat($0, name.bytes, 0o700) }
    }

    func makeLink(_ name: FileName, saying text: [CChar]) throws(System.Failure) -> Bool {
        try make(name) { symlinkat(text, $0, name.bytes) }
    }

    /// Makes a FIFO, a socket or a device file that only its owner may open.
    func makeNode(_ name: FileName, kind: mode_t, device: dev_t) throws(System.Failure) -> Bool {
        try make(name) { mknodat($0, name.bytes, kind | 0o600, device) }
    }

    /// Makes an empty file and opens it for writing; nil where the name is taken.
    func makeFile(_ name: FileName) throws(System.Failure) -> Descriptor? {
        let flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let opened = call { openat($0, name.bytes, flags, 0o600) }
        if opened < 0, errno == EEXIST { return nil }
        return try Descriptor(opened, "create \(name)")
    }

    /// Gives a file of this folder a name in another folder as well. - Returns: false where that name is taken.
    func link(_ name: FileName, to folder: Descriptor, as newName: FileName) throws(System.Failure) -> Bool {
        try folder.make(newName) { folder in call { linkat($0, name.bytes, folder, newName.bytes, 0) } }
    }

    /// Takes a name from the folder. One that is not there is fine.
    /// - Parameter flags: `AT_REMOVEDIR` for an empty folder's name.
    func unlink(_ name: FileName, _ flags: CInt = 0) throws(System.Failure) {
        let result = call { unlinkat($0, name.bytes, flags) }
        guard result == 0 || errno == ENOENT else {
            let code = errno
            throw System.Failure("remove \(name)", code: code)
        }
    }

    /// Takes away what is mounted at a name. - Returns: false where nothing is.
    func unmount(_ name: FileName) throws(System.Failure) -> Bool {
        let result = withPath { path in
            let point = Array(UnsafeBufferPointer(start: path, count: strlen(path))) + [CChar(47)] + name.bytes
            return umount2(point, CInt(MNT_DETACH) | CInt(UMOUNT_NOFOLLOW))
        }
        if result == 0 { return true }
        let code = errno
        if code == EINVAL || Self.absence.contains(code) { return false }
        throw System.Failure("unmount \(name)", code: code)
    }

    private func make(_ name: FileName, _ body: (CInt) -> CInt) throws(System.Failure) -> Bool {
        if call(body) == 0 { return true }
        let code = errno
        if code == EEXIST { return false }
        throw System.Failure("create \(name)", code: code)
    }
}
