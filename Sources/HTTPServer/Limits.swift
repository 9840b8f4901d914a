/// What a server takes before it refuses.
public struct Limits: Hashable, Sendable {
    /// The largest body that ``RequestBody/collect()`` takes, in bytes; beyond it is 413.
    public var bodyBytes = 4 << 20
    /// How long a body may take to be collected; longer is 408.
    public var bodyTime = Duration.seconds(60)
    /// The longest target of a request, path and query, in bytes; beyond it is 414.
    public var targetBytes = 16 << 10
    /// How many connections are open at once on all addresses. For one more, the one that has been silent longest
    /// between requests is closed; where all have requests under way, it may ask for ``vitalPaths`` only.
    public var connections = 16_384
    /// What is answered even where clients have taken all connections; other requests are 503 then.
    public var vitalPaths: Set<String> = []
    /// How long a client may take to connect (TLS included) and to send a request's head. Then it is hung up on.
    public var headTime = Duration.seconds(10)
    /// How long a connection may be silent, between requests and within one, in whole seconds.
    public var idleTime = Duration.seconds(75)

    /// The limits of a server that nobody has configured.
    public init() {}

    /// How many connections are taken beyond the limit, for requests that are vital.
    static let spareConnections = 16
    /// How long a client beyond the limit may take to send a request's head.
    static let spareHeadTime = Duration.seconds(1)
    /// How many threads share an address's connections. Whenever one of them is resumed, libmicrohttpd looks through
    /// all that its thread has suspended, so several help more than one would even where there is one processor.
    static let threads: CUnsignedInt = 4
    /// What a connection has for its request line and headers, in bytes; beyond it is 431. libmicrohttpd wipes all of it
    /// after each answer, so that this is what a connection takes, however little it needs.
    static let connectionMemory = 24 << 10
    /// How much of a streamed answer is sent at once, in bytes.
    static let answerPiece = 64 << 10
    /// How much of a body is kept for a handler that has not asked for it yet, in bytes.
    static let bodyBacklog = 256 << 10
    /// How much of a body is read and thrown away after its request is answered, so that the client sees the answer.
    static let discardedBytes = 4 << 20
    /// The largest body that is waited for where its request is answered before it came, in bytes.
    static let awaitedBytes = 256 << 10
    /// How much of an answer waits for its client, in bytes.
    static let answerBacklog = 256 << 10
}
