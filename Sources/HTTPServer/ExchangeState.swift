/// Where one request and its answer stand, without the connection that carries them.
///
/// The connection calls when it has something, and does as it is told. Its handler, which runs at the same time, takes
/// pieces of the body and hands over an answer and pieces of that. `isSuspended` says that the connection calls no more
/// until it is resumed: whoever gives it something to do says so by `mustResume`.
struct ExchangeState {
    /// What the connection does next.
    enum Step: Hashable {
        /// Goes on to what the client sends next.
        case goOn
        /// Stops until it is resumed.
        case suspend
        /// Starts the handler, then proceeds.
        case begin
        /// Sends the answer, which is there.
        case answer
        /// Closes the connection, for there will be no answer.
        case hangUp
    }

    enum Phase: Hashable {
        /// The request line has come.
        case head
        /// The head has come, and no body will.
        case bodiless
        /// The handler runs; it decides whether it wants the body.
        case deciding
        case receiving
        /// All has come, the handler has not answered.
        case complete
        case answering
        case over
    }

    /// What a handler finds when it asks for a piece of the body.
    enum Piece: Hashable {
        case bytes([UInt8])
        case end
        case gone
        case notYet
    }

    /// What the connection gets when it asks for more of an answer's body.
    enum Filling: Hashable {
        case bytes(Int)
        case suspend
        case end
        case failure
    }

    private(set) var phase = Phase.head
    private(set) var isSuspended = false
    private var isAbandoned = false
    private var hasAnswer = false
    private var isWorthAwaiting = true
    private var isBodyWanted = false
    private var backlog: [UInt8] = []
    private var discarded = 0
    private var outgoing = ArraySlice<UInt8>()
    private var outgoingEnd: Filling?

    // MARK: The connection's calls

    /// The head has come, and is in order.
    mutating func head(_ framing: Framing) -> Step {
        if isAbandoned { return .hangUp }
        isWorthAwaiting = framing.isWorthAwaiting
        guard framing.body != .none else {
            phase = .bodiless
            return .goOn
        }
        phase = .deciding
        return .begin
    }

    /// The connection calls, with nothing new but that it goes on, or that the request is complete.
    mutating func proceed() -> Step {
        isSuspended = false
        if isAbandoned { return .hangUp }
        switch phase {
        case .bodiless:
            phase = .complete
            return .begin
        case .deciding where hasAnswer && !isWorthAwaiting: return answering()
        case .deciding where hasAnswer || isBodyWanted:
            phase = .receiving
            return .goOn
        case .receiving:
            phase = .complete
            return hasAnswer ? answering() : suspended()
        case .complete where hasAnswer: return answering()
        case .deciding, .complete: return suspended()
        case .head, .answering, .over: return .hangUp
        }
    }

    /// A piece of the body has come. What is not taken comes again.
    mutating func receive(_ bytes: UnsafeRawBufferPointer) -> (step: Step, isTaken: Bool) {
        isSuspended = false
        guard !isAbandoned, phase == .receiving else { return (.hangUp, true) }
        if hasAnswer {
            discarded += bytes.count
            return (discarded > Limits.discardedBytes ? .hangUp : .goOn, true)
        }
        guard backlog.count < Limits.bodyBacklog else { return (suspended(), false) }
        backlog += bytes
        return (.goOn, true)
    }

    /// The answer's body is to go on, in `room`.
    mutating func fill(_ room: UnsafeMutableRawBufferPointer) -> Filling {
        isSuspended = false
        if isAbandoned { return .failure }
        let count = min(room.count, outgoing.count)
        guard count > 0 else {
            isSuspended = outgoingEnd == nil
            return outgoingEnd ?? .suspend
        }
        outgoing.prefix(count).withUnsafeBytes { room.copyMemory(from: $0) }
        outgoing = outgoing.dropFirst(count)
        return .bytes(count)
    }

    /// The connection is done with this request, well or not.
    mutating func end() {
        phase = .over
        isSuspended = false
        backlog = []
        outgoing = []
    }

    // MARK: The handler's calls

    /// Takes what has come of the body.
    mutating func takePiece() -> (piece: Piece, mustResume: Bool) {
        if isGone { return (.gone, false) }
        if !backlog.isEmpty {
            let bytes = backlog
            backlog = []
            return (.bytes(bytes), phase == .receiving && resumed())
        }
        if phase == .complete || phase == .answering { return (.end, false) }
        isBodyWanted = true
        return (.notYet, phase == .deciding && resumed())
    }

    /// Whether there is something to say to a handler that waits for a piece of the body.
    var hasPiece: Bool {
        isGone || !backlog.isEmpty || phase == .complete || phase == .answering
    }

    /// Whether a handler that waits may send a piece of the answer's body.
    var hasRoom: Bool { isGone || outgoing.count < Limits.answerBacklog }

    private var isGone: Bool { phase == .over || isAbandoned }

    /// The handler has answered; false where nobody waits for it any more.
    mutating func answered() -> (isWanted: Bool, mustResume: Bool) {
        guard !isGone else { return (false, false) }
        hasAnswer = true
        backlog = []
        return (true, resumed())
    }

    /// The handler has a piece of the answer's body: nil where nobody wants it, false where it has to wait.
    mutating func send(_ bytes: [UInt8]) -> (isTaken: Bool?, mustResume: Bool) {
        if isGone { return (nil, false) }
        guard hasRoom else { return (false, false) }
        outgoing += bytes
        return (true, phase == .answering && resumed())
    }

    /// The answer's body is at its end.
    mutating func finishSending(isFailure: Bool) -> Bool {
        outgoingEnd = isFailure ? .failure : .end
        return phase == .answering && resumed()
    }

    // MARK: The server's calls

    /// Nobody waits any longer: the connection is to close, whatever the handler does. Says whether to resume it.
    mutating func abandon() -> Bool {
        isAbandoned = true
        return resumed()
    }

    var isAwaitingHandler: Bool { !hasAnswer && phase != .head && phase != .bodiless }

    private mutating func answering() -> Step {
        phase = .answering
        return .answer
    }

    private mutating func suspended() -> Step {
        isSuspended = true
        return .suspend
    }

    private mutating func resumed() -> Bool {
        defer { isSuspended = false }
        return isSuspended
    }
}
