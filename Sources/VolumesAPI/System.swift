internal import Glibc

/// The system calls of this module.
enum System {
    /// A call that failed.
    struct Failure: Error {
        let code: Int32
    }

    /// An open file, closed with its last reference.
    final class File: Sendable {
        private let descriptor: Int32

        /// Opens a file to be read.
        init(reading path: String) throws(Failure) {
            descriptor = open(path, O_RDONLY | O_CLOEXEC)
            if descriptor < 0 { throw Failure(code: errno) }
        }

        /// Makes a file that did not exist, for its owner alone.
        init(creating path: String) throws(Failure) {
            descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            if descriptor < 0 { throw Failure(code: errno) }
        }

        deinit {
            close(descriptor)
        }

        /// The next bytes, at most so many; none at the end.
        func read(_ count: Int) throws(Failure) -> [UInt8] {
            var failure: Failure?
            let bytes = [UInt8](unsafeUninitializedCapacity: count) { room, filled in
                var result: Int
                repeat { result = Glibc.read(descriptor, room.baseAddress, count) } while result < 0 && errno == EINTR
                if result < 0 { failure = Failure(code: errno) }
                filled = max(0, result)
            }
            if let failure { throw failure }
            return bytes
        }

        /// Writes all of the bytes.
        func write(_ bytes: [UInt8]) throws(Failure) {
            var rest = bytes[...]
            while !rest.isEmpty {
                let result = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
                guard result >= 0 || errno == EINTR else { throw Failure(code: errno) }
                rest = rest.dropFirst(max(0, result))
            }
        }
    }

    /// Removes a file that may be there.
    static func remove(_ path: String) {
        unlink(path)
    }
}
