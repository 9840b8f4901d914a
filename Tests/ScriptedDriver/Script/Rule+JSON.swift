internal import CSI
public import Foundation
import GRPC

/// Rules as JSON, for drivers in processes of their own:
///
///     [{"rpc": "CreateVolume", "call": 2, "at": "after", "do": "answer", "code": "UNAVAILABLE", "message": "gone"}]
///
/// Beside `rpc` and `do` all may be left out: `volume` (an ID or name), one of `call`, `from` and `times` (then the rule
/// is about every call), and `at` (`before`). What `do` can be, and what goes with it:
/// - `answer` (`code`, `message`), `delay` (`seconds`), `hang` (until the caller gives up), `closeConnection`, `crash`;
/// - in place of the answer `sendTruncated`, `sendEmpty`, `sendRandom` (`count`, `seed`), `sendOversized` (`count`),
///   `sendBytes` (`bytes`, in base64);
/// - `leaveOut` (`fields`), `setText` (`field`, `text`), and `add` (`rules`), which counts from then on.
extension Rule: Codable {
    private enum CodingKeys: String, CodingKey {
        case rpc, volume, call, from, times, at
        case `do`, code, message, seconds, fields, field, text, rules, count, seed, bytes
    }

    /// Reads a rule.
    /// - Throws: `DecodingError` for unknown methods, codes and actions, and what is missing for them.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let name = try values.decode(String.self, forKey: .rpc)
        let turn: Turn =
            if let number = try values.decodeIfPresent(Int.self, forKey: .call) {
                .call(number)
            } else if let number = try values.decodeIfPresent(Int.self, forKey: .from) {
                .from(number)
            } else if let count = try values.decodeIfPresent(Int.self, forKey: .times) {
                .times(count)
            } else {
                .every
            }
        guard let rpc = name == RPC.any.rawValue ? .any : RPC(name: name) else {
            throw DecodingError.dataCorruptedError(forKey: .rpc, in: values, debugDescription: "CSI has no \(name)")
        }
        self.init(
            rpc,
            on: try values.decodeIfPresent(String.self, forKey: .volume),
            turn: turn,
            try values.decodeIfPresent(Moment.self, forKey: .at) ?? .before,
            try Self.action(values)
        )
    }

    private static func action(_ values: KeyedDecodingContainer<CodingKeys>) throws -> Action {
        let name = try values.decode(String.self, forKey: .do)
        switch name {
        case "answer":
            let code = try values.decode(String.self, forKey: .code)
            guard let code = StatusCode(name: code) else {
                throw DecodingError.dataCorruptedError(
                    forKey: .code,
                    in: values,
                    debugDescription: "gRPC has no \(code)"
                )
            }
            return .answer(code, try values.decodeIfPresent(String.self, forKey: .message) ?? "")
        case "delay": return .delay(.seconds(try values.decode(Double.self, forKey: .seconds)))
        case "hang": return .hang(Hang())
        case "closeConnection": return .closeConnection
        case "crash": return .crash
        case "sendTruncated": return .send(.truncated)
        case "sendEmpty": return .send(.empty)
        case "sendRandom":
            let seed = try values.decodeIfPresent(UInt64.self, forKey: .seed) ?? 1
            return .send(.random(count: try values.decode(Int.self, forKey: .count), seed: seed))
        case "sendOversized": return .send(.oversized(bytes: try values.decode(Int.self, forKey: .count)))
        case "sendBytes": return .send(.bytes(Array(try values.decode(Data.self, forKey: .bytes))))
        case "leaveOut": return .leaveOut(fields: try values.decode([Int].self, forKey: .fields))
        case "setText":
            return .setText(
                field: try values.decode(Int.self, forKey: .field),
                try values.decode(String.self, forKey: .text)
            )
        case "add": return .add(try values.decode([Rule].self, forKey: .rules))
        default:
            throw DecodingError.dataCorruptedError(forKey: .do, in: values, debugDescription: "nobody can \(name)")
        }
    }

    /// Writes a rule.
    /// - Throws: `EncodingError` for an edit by a closure, which can't go to another process.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(rpc == .any ? rpc.rawValue : rpc.description, forKey: .rpc)
        try values.encodeIfPresent(subject, forKey: .volume)
        switch turn {
        case .every: break
        case .call(let number): try values.encode(number, forKey: .call)
        case .from(let number): try values.encode(number, forKey: .from)
        case .times(let count): try values.encode(count, forKey: .times)
        }
        try values.encode(moment, forKey: .at)
        switch action {
        case .answer(let code, let message):
            try values.encode("answer", forKey: .do)
            try values.encode(code.description, forKey: .code)
            try values.encode(message, forKey: .message)
        case .delay(let duration):
            try values.encode("delay", forKey: .do)
            try values.encode(duration / .seconds(1), forKey: .seconds)
        case .hang: try values.encode("hang", forKey: .do)
        case .closeConnection: try values.encode("closeConnection", forKey: .do)
        case .crash: try values.encode("crash", forKey: .do)
        case .send(let payload): try Self.encode(payload, to: &values)
        case .edit:
            throw EncodingError.invalidValue(
                self,
                .init(codingPath: encoder.codingPath, debugDescription: "an edit of \(rpc) is code")
            )
        case .leaveOut(let fields):
            try values.encode("leaveOut", forKey: .do)
            try values.encode(fields, forKey: .fields)
        case .setText(let field, let text):
            try values.encode("setText", forKey: .do)
            try values.encode(field, forKey: .field)
            try values.encode(text, forKey: .text)
        case .add(let rules):
            try values.encode("add", forKey: .do)
            try values.encode(rules, forKey: .rules)
        }
    }

    private static func encode(_ payload: Payload, to values: inout KeyedEncodingContainer<CodingKeys>) throws {
        switch payload {
        case .truncated: try values.encode("sendTruncated", forKey: .do)
        case .empty: try values.encode("sendEmpty", forKey: .do)
        case .random(let count, let seed):
            try values.encode("sendRandom", forKey: .do)
            try values.encode(count, forKey: .count)
            try values.encode(seed, forKey: .seed)
        case .oversized(let count):
            try values.encode("sendOversized", forKey: .do)
            try values.encode(count, forKey: .count)
        case .bytes(let bytes):
            try values.encode("sendBytes", forKey: .do)
            try values.encode(Data(bytes), forKey: .bytes)
        }
    }
}

extension Script {
    /// A script from a JSON array of rules.
    /// - Throws: `DecodingError`, which names the rule and what is wrong with it.
    public convenience init(json: Data) throws {
        self.init(try JSONDecoder().decode([Rule].self, from: json))
    }

    /// The rules as a JSON array.
    /// - Throws: `EncodingError` where a rule is an edit by a closure.
    public func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(rules)
    }
}
