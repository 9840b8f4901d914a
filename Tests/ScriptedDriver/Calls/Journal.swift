internal import CSI
public import Foundation
import GRPC
import Glibc

/// A file of JSON lines that tells what a driver's process was called with: one line when a call comes, one when its
/// outcome is certain. Of requests only the names and IDs of volumes, snapshots and groups are told; secrets never are.
public final class Journal: Sendable {
    /// One line. It tells all that is known of the call then.
    struct Line: Codable, Sendable {
        /// The wall clock's time, for people.
        var time: Date
        var process: Int32
        /// The call's number in that process.
        var id: Int
        var rpc: String
        var subjects: [String]
        var start: ContinuousClock.Instant
        var end: ContinuousClock.Instant?
        /// A code's name, `OK` among them, `abandoned` or `cut`.
        var outcome: String?
        var hadEffect: Bool
    }

    private let descriptor: CInt
    private let alsoTo: FileHandle?

    /// Opens the file, or makes it with mode 0600; lines go to its end.
    /// - Parameter alsoTo: Where each line goes as well, such as standard output.
    /// - Throws: `POSIXError` where the file can't be opened.
    public init(_ path: String, alsoTo: FileHandle? = nil) throws {
        descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        self.alsoTo = alsoTo
    }

    deinit {
        close(descriptor)
    }

    func write(_ call: RecordedCall) {
        let line = Line(
            time: .now,
            process: getpid(),
            id: call.id,
            rpc: call.rpc.rawValue,
            subjects: call.subjects,
            start: call.start,
            end: call.end,
            outcome: call.outcome?.name,
            hadEffect: call.hadEffect
        )
        guard let text = try? Self.encoder.encode(line) else { return }
        let bytes = text + [UInt8(ascii: "\n")]
        // One write a line, so that the lines of several writers never mix.
        _ = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        try? alsoTo?.write(contentsOf: bytes)
    }

    private static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }

    static func line(_ text: Data) -> Line? {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return try? decoder.decode(Line.self, from: text)
    }
}

extension RecordedCall.Outcome {
    fileprivate var name: String {
        switch self {
        case .answered: StatusCode.ok.description
        case .failed(let error): error.code.description
        case .abandoned: "abandoned"
        case .cut: "cut"
        }
    }

    /// An outcome as a journal tells it: without answers and texts.
    init?(journalName name: String) {
        switch name {
        case StatusCode.ok.description: self = .answered([])
        case "abandoned": self = .abandoned
        case "cut": self = .cut
        default:
            guard let code = StatusCode(name: name) else { return nil }
            self = .failed(RPCError(code, ""))
        }
    }
}
