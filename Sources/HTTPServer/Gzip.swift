internal import CZlib

/// Compresses bytes as one gzip member (RFC 1952); nil where zlib can't.
func gzip(_ bytes: [UInt8]) -> [UInt8]? {
    guard let count = UInt32(exactly: bytes.count) else { return nil }
    var stream = z_stream()
    // Level 1: lists of volumes shrink well at any level, and the agent has better things to do. 31 is gzip's framing.
    let started = deflateInit2_(
        &stream,
        Z_BEST_SPEED,
        Z_DEFLATED,
        31,
        8,
        Z_DEFAULT_STRATEGY,
        ZLIB_VERSION,
        CInt(MemoryLayout<z_stream>.size)
    )
    guard started == Z_OK else { return nil }
    defer { deflateEnd(&stream) }
    let bound = Int(deflateBound(&stream, UInt(bytes.count)))
    guard let room = UInt32(exactly: bound) else { return nil }
    var input = bytes
    return input.withUnsafeMutableBufferPointer { input in
        var result = Z_OK
        let output = [UInt8](unsafeUninitializedCapacity: bound) { output, written in
            stream.next_in = input.baseAddress
            stream.avail_in = count
            stream.next_out = output.baseAddress
            stream.avail_out = room
            result = deflate(&stream, Z_FINISH)
            written = bound - Int(stream.avail_out)
        }
        return result == Z_STREAM_END ? output : nil
    }
}
