internal import CLinux
internal import GRPC
internal import Glibc

/// A mounted file system that was written out, and whose writers are held back until it is thawed.
final class Freeze {
    private var descriptor: CInt

    /// - Parameters:
    ///   - path: Where the file system is mounted.
    ///   - name: What it is called in errors.
    /// - Throws: ABORTED where somebody else holds its writers back, who then has to let them go.
    init(mountedAt path: String, _ name: String) throws {
        descriptor = try System.openFile(path, O_RDONLY | O_DIRECTORY)
        guard ioctl(descriptor, clinux_FIFREEZE, 0) != 0 else { return }
        let failure = System.Failure("freeze \(path)")
        System.closeDescriptor(descriptor)
        descriptor = -1
        if failure.code == EBUSY {
            throw RPCError(.aborted, "the file system of \(name) is frozen by somebody else at present")
        }
        throw failure
    }

    deinit {
        thaw()
    }

    /// Lets the writers go on.
    func thaw() {
        guard descriptor >= 0 else { return }
        // EINVAL: somebody else did so already.
        while ioctl(descriptor, clinux_FITHAW, 0) != 0 && errno == EINTR {}
        System.closeDescriptor(descriptor)
        descriptor = -1
    }
}
