internal import CMicroHTTPD
internal import CMicroHTTPDShims

/// A response in libmicrohttpd's hands, made by a handler's task so that the connection's thread has little to do.
final class Answer: Sendable {
    // Safe although it is a pointer: it is made here, queued once by the connection's thread, and counts its owners.
    private nonisolated(unsafe) let response: OpaquePointer
    private let status: CUnsignedInt

    /// - Parameters:
    ///   - coding: How the body is compressed; of a stream, whoever sends it does that.
    ///   - closesConnection: Whether the client is told that there is no next request on this connection.
    init?(
        _ response: Response,
        coding: ContentCoding? = nil,
        isForHEAD: Bool = false,
        of exchange: Exchange,
        closesConnection: Bool
    ) {
        var headers = response.headers
        var made: OpaquePointer?
        switch response.body {
        case .bytes(var bytes):
            if let coding {
                guard let compressed = try? Compressor(coding).finish(with: bytes) else { return nil }
                bytes = compressed
            }
            made = bytes.withUnsafeMutableBytes {
                MHD_create_response_from_buffer($0.count, $0.baseAddress, .RESPMEM_MUST_COPY)
            }
        case .stream(let announced, _):
            let length = coding == nil ? announced : nil
            let context = Unmanaged.passRetained(exchange)
            made = MHD_create_response_from_callback(
                length.map(UInt64.init(clamping:)) ?? UInt64.max,
                Limits.answerPiece,
                readAnswer,
                context.toOpaque()
            ) { context in
                if let context { Unmanaged<Exchange>.fromOpaque(context).release() }
            }
            guard let made else {
                context.release()
                return nil
            }
            // libmicrohttpd ends chunks that a HEAD request has not begun.
            if length == nil, isForHEAD { cmhd_delimit_by_close(made) }
        }
        guard let made else { return nil }
        self.response = made
        status = CUnsignedInt(clamping: response.status.rawValue)
        headers["Vary"] = "Accept-Encoding"
        if let coding { headers["Content-Encoding"] = coding.rawValue }
        if closesConnection { headers["Connection"] = "close" }
        for field in headers where !field.value.isEmpty {
            guard !field.value.utf8.contains(0), !field.name.utf8.contains(0),
                MHD_add_response_header(made, field.name, field.value) == .YES
            else { return nil }
        }
    }

    deinit {
        MHD_destroy_response(response)
    }

    /// Hands the response to its connection; false where that does not take it.
    func queue(on connection: OpaquePointer) -> Bool {
        MHD_queue_response(connection, status, response) == .YES
    }
}

private func readAnswer(
    _ context: UnsafeMutableRawPointer?,
    _ position: UInt64,
    _ room: UnsafeMutablePointer<CChar>?,
    _ count: Int
) -> Int {
    guard let context, let room else { return -2 }
    return Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
        .fill(UnsafeMutableRawBufferPointer(start: room, count: count))
}
