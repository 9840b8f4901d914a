public import CSI
public import GRPC

/// One line of a script: which calls, when, and what happens to them.
public struct Rule: Sendable {
    /// Which of the calls that match a rule it is about, counted from when the rule was made.
    public enum Turn: Sendable, Hashable {
        /// All.
        case every
        /// The one with this number, from 1.
        case call(Int)
        /// That and all later ones.
        case from(Int)
        /// The first ones, this many.
        case times(Int)

        func includes(_ number: Int) -> Bool {
            switch self {
            case .every: true
            case .call(let wanted): number == wanted
            case .from(let first): number >= first
            case .times(let count): number <= count
            }
        }
    }

    /// When a rule acts.
    public enum Moment: String, Sendable, Codable {
        /// Before the call takes effect; an answer given then is all that happens.
        case before
        /// When it has taken effect.
        case after
    }

    /// The method; ``RPC/any`` for all.
    public var rpc: RPC
    /// The ID or name of a volume, snapshot or group that the request must name; nil for any.
    public var subject: String?
    /// Which of the calls.
    public var turn = Turn.every
    /// When.
    public var moment: Moment
    /// What happens.
    public var action: Action

    /// A rule; edits are of the answer, so they always come after the effect.
    public init(_ rpc: RPC, on subject: String? = nil, turn: Turn = .every, _ moment: Moment, _ action: Action) {
        self.rpc = rpc
        self.subject = subject
        self.turn = turn
        self.moment = action.editsAnswer ? .after : moment
        self.action = action
    }

    func matches(_ rpc: RPC, _ subjects: [String]) -> Bool {
        (self.rpc == .any || self.rpc == rpc) && (subject.map(subjects.contains) ?? true)
    }
}

extension Rule {
    /// What a rule does to a call.
    public enum Action: Sendable {
        /// Ends it with a code and a text; OK comes with a message without fields.
        case answer(StatusCode, String)
        /// Goes on after a while.
        case delay(Duration)
        /// Goes on when the test says so.
        case hang(Hang)
        /// Closes every connection to the driver; it takes new ones at once.
        case closeConnection
        /// Kills the driver's process. A driver inside a test closes every connection and is gone until it is started
        /// again; what it had done stays done.
        case crash
        /// Answers OK with other bytes.
        case send(Payload)
        /// Changes the answer's bytes; see ``Script/Clause/edit(_:_:)`` for typed answers.
        case edit(@Sendable ([UInt8]) throws -> [UInt8])
        /// Leaves fields out of the answer, by their numbers in `csi.proto`.
        case leaveOut(fields: [Int])
        /// Sets a text field of the answer, by its number in `csi.proto`.
        case setText(field: Int, String)
        /// Adds rules, so that something is different from then on.
        case add([Rule])

        var editsAnswer: Bool {
            switch self {
            case .edit, .leaveOut, .setText: true
            case .answer, .delay, .hang, .closeConnection, .crash, .send, .add: false
            }
        }

        /// Makes the driver tell another name and version from then on.
        public static func changeIdentity(name: String, version: String) -> Action {
            .add([
                Rule(.getPluginInfo, .after, .setText(field: 1, name)),
                Rule(.getPluginInfo, .after, .setText(field: 2, version)),
            ])
        }
    }
}
