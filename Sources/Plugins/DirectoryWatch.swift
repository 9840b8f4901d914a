internal import Dispatch
internal import Platform

/// Tells of changes in folders.
final class DirectoryWatch: Sendable {
    private let descriptor: CInt
    // Safe although it is not marked so: a source may be cancelled from any thread.
    private nonisolated(unsafe) let source: any DispatchSourceRead

    /// A watch of no folder yet.
    /// - Parameter onChange: Called after each change, or several together, from one thread at a time.
    init(onChange: @escaping @Sendable () -> Void) throws(Errno) {
        let descriptor = try System.makeNotifications()
        self.descriptor = descriptor
        source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: DispatchQueue(label: "Plugins"))
        source.setEventHandler {
            System.drain(descriptor)
            onChange()
        }
        source.setCancelHandler { System.closeFile(descriptor) }
        source.activate()
    }

    deinit {
        source.cancel()
    }

    /// Watches one more folder, or the same again.
    func add(_ path: String) throws(Errno) {
        try System.watch(directory: path, on: descriptor)
    }
}
