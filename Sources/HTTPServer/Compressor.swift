internal import CZlib

/// How a body is compressed on its way (RFC 9110 section 8.4.1).
enum ContentCoding: String {
    case gzip
    /// Bare, without zlib's frame, as Go's servers send it and all clients take it.
    case deflate

    /// The first of a client's codings that is one of these, and nothing more: `gzip;q=1` is none.
    init?(acceptedBy headers: Headers) {
        guard let coding = headers.elements("Accept-Encoding").lazy.compactMap(Self.init).first else { return nil }
        self = coding
    }

    /// What zlib calls a window: its size, and in which frame.
    fileprivate var windowBits: CInt {
        switch self {
        case .gzip: MAX_WBITS + 16
        case .deflate: -MAX_WBITS
        }
    }
}

/// Compresses one body, piece by piece.
final class Compressor: Sendable {
    struct Failure: Error {}

    // Safe although it is a pointer: the pieces of a body come one after the other.
    private nonisolated(unsafe) let stream: UnsafeMutablePointer<z_stream>

    init(_ coding: ContentCoding) throws(Failure) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // Lists of volumes shrink well at any level, and the agent has better things to do. 8 is zlib's usual memory.
        let result = deflateInit2_(
            stream,
            Z_BEST_SPEED,
            Z_DEFLATED,
            coding.windowBits,
            8,
            Z_DEFAULT_STRATEGY,
            ZLIB_VERSION,
            CInt(MemoryLayout<z_stream>.size)
        )
        guard result == Z_OK else { throw Failure() }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    /// Takes a piece, and gives what there is to send by now, if anything.
    func compress(_ bytes: [UInt8]) throws(Failure) -> [UInt8] { try deflated(bytes, Z_NO_FLUSH) }

    /// Takes the last piece, and gives what is left to send.
    func finish(with bytes: [UInt8] = []) throws(Failure) -> [UInt8] { try deflated(bytes, Z_FINISH) }

    private func deflated(_ bytes: [UInt8], _ flush: CInt) throws(Failure) -> [UInt8] {
        guard let count = UInt32(exactly: bytes.count) else { throw Failure() }
        let room = UInt32(clamping: deflateBound(stream, UInt(count)))
        var output: [UInt8] = []
        var input = bytes
        var result = Z_OK
        input.withUnsafeMutableBufferPointer { input in
            stream.pointee.next_in = input.baseAddress
            stream.pointee.avail_in = count
            repeat {
                output += [UInt8](unsafeUninitializedCapacity: Int(room)) { piece, written in
                    stream.pointee.next_out = piece.baseAddress
                    stream.pointee.avail_out = room
                    result = deflate(stream, flush)
                    written = Int(room - stream.pointee.avail_out)
                }
            } while result == Z_OK && stream.pointee.avail_out == 0
        }
        // Where the room was just enough, there was nothing to do the last time.
        guard result == Z_STREAM_END || (flush == Z_NO_FLUSH && [Z_OK, Z_BUF_ERROR].contains(result)) else {
            throw Failure()
        }
        return output
    }
}
