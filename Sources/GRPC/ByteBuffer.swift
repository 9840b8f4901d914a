internal import CGRPC
internal import CGRPCShims

/// A message in gRPC's memory, for the time of starting to send it: gRPC takes the contents over then.
struct ByteBuffer: ~Copyable {
    let pointer: UnsafeMutablePointer<grpc_byte_buffer>?

    /// A copy of a message; nothing for nil.
    init(_ bytes: [UInt8]?) {
        pointer = bytes?.withUnsafeBufferPointer { cgrpc_byte_buffer_create($0.baseAddress, $0.count) }
    }

    deinit {
        if let pointer { grpc_byte_buffer_destroy(pointer) }
    }

    /// A copy of the message behind a pointer that stays its owner's; nil where it is compressed.
    static func bytes(of pointer: UnsafeMutablePointer<grpc_byte_buffer>) -> [UInt8]? {
        let length = cgrpc_byte_buffer_length(pointer)
        var isReadable = false
        let bytes = [UInt8](unsafeUninitializedCapacity: length) { room, count in
            isReadable = cgrpc_byte_buffer_copy(pointer, room.baseAddress, length)
            count = isReadable ? length : 0
        }
        return isReadable ? bytes : nil
    }
}
