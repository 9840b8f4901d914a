internal import CGRPC
internal import Glibc

/// Settings for a channel or a server, by gRPC core's names.
struct ChannelArguments {
    private var integers: [(String, CInt)] = []
    private var strings: [(String, String)] = []

    /// What channels and servers have in common.
    init() {
        set("grpc.max_send_message_length", -1)
        set("grpc.enable_channelz", 0)
        // Messages are small: probing the bandwidth costs more than it brings.
        set("grpc.http2.bdp_probe", 0)
        // Nothing is compressed or decompressed: a small message that unfolds into gigabytes never gets the chance.
        set("grpc.per_message_compression", 0)
        set("grpc.per_message_decompression", 0)
        set("grpc.compression_enabled_algorithms_bitset", 1)
    }

    mutating func set(_ name: String, _ value: Int) {
        integers.append((name, CInt(clamping: value)))
    }

    mutating func set(_ name: String, _ value: String) {
        strings.append((name, value))
    }

    /// Hands the settings to gRPC for the time of a call; gRPC copies what it keeps.
    func withCoreArguments<Result>(_ body: (UnsafePointer<grpc_channel_args>) -> Result) -> Result {
        var copies: [UnsafeMutablePointer<CChar>?] = []
        defer { copies.forEach { free($0) } }
        func copy(_ text: String) -> UnsafeMutablePointer<CChar>? {
            copies.append(strdup(text))
            return copies.last ?? nil
        }
        var arguments: [grpc_arg] = []
        for (name, value) in integers {
            arguments.append(grpc_arg(type: GRPC_ARG_INTEGER, key: copy(name), value: .init(integer: value)))
        }
        for (name, value) in strings {
            arguments.append(grpc_arg(type: GRPC_ARG_STRING, key: copy(name), value: .init(string: copy(value))))
        }
        return arguments.withUnsafeMutableBufferPointer { buffer in
            var list = grpc_channel_args(num_args: buffer.count, args: buffer.baseAddress)
            return body(&list)
        }
    }
}
