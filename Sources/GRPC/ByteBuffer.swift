internal import CGRPC
internal import CGRPCShims

/// A message in gRPC's memory.
struct ByteBuffer: ~Copyable {
    let pointer: OpaquePointer

    /// A copy of a message.
    init(_ bytes: [UInt8]) {
        pointer = bytes.withUnsafeBufferPointer { cgrpc_byte_buffer_create($0.baseAddress, $0.count) }
    }

    deinit {
        grpc_byte_buffer_destroy(pointer)
    }

    /// A copy of the message behind a pointer that stays its owner's; nil where gRPC can't read it.
    static func bytes(of pointer: OpaquePointer) -> [UInt8]? {
        let capacity = cgrpc_byte_buffer_length(pointer)
        var isReadable = true
        let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { room, count in
            let copied = cgrpc_byte_buffer_copy(pointer, room.baseAddress, capacity)
            isReadable = copied != .max
            count = isReadable ? copied : 0
        }
        return isReadable ? bytes : nil
    }
}
