internal import CProtobufC

/// Memory for the C structs of one message, freed as a whole.
///
/// Each allocation is preceded by its size. So the length of a text is known without a search for its end, which a
/// U+0000 in it would seem to be.
final class Arena {
    private var chunks: [UnsafeMutableRawPointer] = []
    private var next: UnsafeMutableRawPointer?
    private var room = 0
    private var left: Int
    /// Whether more was asked for than the limit allows.
    private(set) var isExhausted = false

    private static let chunkBytes = 64 << 10
    private static let alignment = MemoryLayout<UInt64>.alignment
    private static let headerBytes = MemoryLayout<Int>.size

    /// Memory of at most so many bytes.
    init(limit: Int) {
        left = limit
    }

    deinit {
        for chunk in chunks { chunk.deallocate() }
    }

    /// Memory that is not initialized; nil where the limit is reached.
    func allocate(_ count: Int) -> UnsafeMutableRawPointer? {
        let needed = Self.headerBytes &+ (count &+ Self.alignment &- 1) & ~(Self.alignment - 1)
        guard count >= 0, needed > count, needed <= left else {
            isExhausted = true
            return nil
        }
        left -= needed
        if needed > room {
            let size = max(needed, min(Self.chunkBytes, left + needed))
            let chunk = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: Self.alignment)
            chunks.append(chunk)
            next = chunk
            room = size
        }
        guard let start = next else { return nil }
        next = start + needed
        room -= needed
        start.storeBytes(of: count, as: Int.self)
        return start + Self.headerBytes
    }

    /// The size in bytes of what an arena allocated.
    static func size(of pointer: UnsafeRawPointer) -> Int {
        (pointer - headerBytes).load(as: Int.self)
    }

    /// Hands the arena to protobuf-c for the time of a call.
    func withAllocator<Result>(_ body: (UnsafeMutablePointer<ProtobufCAllocator>) -> Result) -> Result {
        var allocator = ProtobufCAllocator(
            alloc: { arena, count in
                arena.flatMap { Unmanaged<Arena>.fromOpaque($0)._withUnsafeGuaranteedRef { $0.allocate(count) } }
            },
            free: { _, _ in },
            allocator_data: Unmanaged.passUnretained(self).toOpaque()
        )
        return withExtendedLifetime(self) { body(&allocator) }
    }
}
