internal import CGRPC
internal import CGRPCShims

extension Metadata {
    /// A copy of what gRPC received.
    init(_ array: grpc_metadata_array) {
        self.init()
        guard let first = array.metadata else { return }
        for entry in UnsafeBufferPointer(start: first, count: array.count) {
            append(String(slice: entry.key), bytes: Array(slice: entry.value))
        }
    }

    /// Hands the pairs to gRPC for the time of a call; gRPC copies what it keeps.
    /// - Throws: ``RPCError`` with INVALID_ARGUMENT where a key or value may not travel.
    func withCoreMetadata<Result>(
        _ body: (UnsafeMutablePointer<grpc_metadata>?, Int) -> Result
    ) throws(RPCError) -> Result {
        guard !isEmpty else { return body(nil, 0) }
        var array: [grpc_metadata] = []
        defer {
            for entry in array {
                grpc_slice_unref(entry.key)
                grpc_slice_unref(entry.value)
            }
        }
        for entry in entries {
            let key = grpc_slice(copying: entry.key.utf8)
            let value = grpc_slice(copying: entry.value)
            array.append(grpc_metadata(key: key, value: value, internal_data: .init()))
            guard grpc_header_key_is_legal(key) != 0 else {
                throw RPCError(.invalidArgument, "metadata key \"\(entry.key)\" is not legal")
            }
            guard grpc_is_binary_header(key) != 0 || grpc_header_nonbin_value_is_legal(value) != 0 else {
                throw RPCError(.invalidArgument, "the value of metadata key \"\(entry.key)\" is not printable ASCII")
            }
        }
        return array.withUnsafeMutableBufferPointer { body($0.baseAddress, $0.count) }
    }
}

extension grpc_slice {
    /// A slice that owns a copy of the bytes.
    init(copying bytes: some Collection<UInt8>) {
        self = Array(bytes).withUnsafeBytes {
            grpc_slice_from_copied_buffer($0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count)
        }
    }
}

extension Array where Element == UInt8 {
    /// A copy of a slice's bytes.
    init(slice: grpc_slice) {
        self = withUnsafePointer(to: slice) {
            Array(UnsafeBufferPointer(start: cgrpc_slice_start($0), count: cgrpc_slice_length($0)))
        }
    }
}

extension String {
    /// A slice's bytes as text; what is not UTF-8 is replaced.
    init(slice: grpc_slice) {
        self = String(decoding: [UInt8](slice: slice), as: UTF8.self)
    }
}
