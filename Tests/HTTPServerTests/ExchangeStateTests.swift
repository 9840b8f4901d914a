import Testing

@testable import HTTPServer

@Suite("Where an exchange stands")
struct ExchangeStateTests {
    /// A state that expectations can change.
    private final class Stand {
        private var state = ExchangeState()

        var isSuspended: Bool { state.isSuspended }

        func head(_ headers: Headers) throws -> ExchangeState.Step { state.head(try Framing(headers)) }
        func proceed() -> ExchangeState.Step { state.proceed() }
        func receive(_ bytes: [UInt8]) -> (step: ExchangeState.Step, isTaken: Bool) {
            bytes.withUnsafeBytes { state.receive($0) }
        }
        func takePiece() -> (piece: ExchangeState.Piece, mustResume: Bool) { state.takePiece() }
        func answered() -> (isWanted: Bool, mustResume: Bool) { state.answered() }
        func abandon() -> Bool { state.abandon() }
    }

    @Test("A request without a body starts its handler when it is complete")
    func bodiless() throws {
        let state = Stand()
        #expect(try state.head([:]) == .goOn)
        #expect(state.proceed() == .begin)
        #expect(state.proceed() == .suspend)
        #expect(state.takePiece() == (.end, false))
        #expect(state.answered() == (true, true))
        #expect(state.proceed() == .answer)
    }

    @Test("An answer that is there when its handler first returns suspends nothing")
    func immediate() throws {
        for headers: Headers in [[:], ["Content-Length": "300000"]] {
            let state = Stand()
            var step = try state.head(headers)
            if step == .goOn { step = state.proceed() }
            #expect(step == .begin)
            #expect(state.answered() == (true, false))
            #expect(state.proceed() == .answer)
        }
    }

    @Test("A spurious call suspends again, at every point")
    func spurious() throws {
        let state = Stand()
        #expect(try state.head(["Content-Length": "3"]) == .begin)
        #expect(state.proceed() == .suspend)
        #expect(state.takePiece() == (.notYet, true))
        #expect(state.proceed() == .goOn)
        #expect(state.receive([1, 2, 3]) == (.goOn, true))
        #expect(state.proceed() == .suspend)
        #expect(state.proceed() == .suspend)
        #expect(state.takePiece() == (.bytes([1, 2, 3]), false))
        #expect(state.takePiece() == (.end, false))
        #expect(state.answered() == (true, true))
        #expect(state.proceed() == .answer)
    }

    @Test("A full backlog suspends the connection until a piece is taken")
    func backlog() throws {
        let state = Stand()
        #expect(try state.head(["Transfer-Encoding": "chunked"]) == .begin)
        #expect(state.takePiece() == (.notYet, false))
        #expect(state.proceed() == .goOn)
        let bytes = [UInt8](repeating: 1, count: Limits.bodyBacklog)
        #expect(state.receive(bytes) == (.goOn, true))
        #expect(state.receive([2]) == (.suspend, false))
        #expect(state.takePiece() == (.bytes(bytes), true))
        #expect(state.receive([2]) == (.goOn, true))
        #expect(state.takePiece() == (.bytes([2]), false))
    }

    @Test("An answer that comes before a body: small ones are waited for, others close the connection")
    func earlyAnswer() throws {
        let small = Stand()
        #expect(try small.head(["Content-Length": "3"]) == .begin)
        #expect(small.proceed() == .suspend)
        #expect(small.answered() == (true, true))
        #expect(small.proceed() == .goOn)
        #expect(small.receive([1, 2, 3]) == (.goOn, true))
        #expect(small.proceed() == .answer)
        for headers: Headers in [
            ["Content-Length": "3", "Expect": "100-continue"], ["Content-Length": "300000"],
            ["Transfer-Encoding": "chunked"],
        ] {
            let state = Stand()
            #expect(try state.head(headers) == .begin)
            #expect(state.proceed() == .suspend)
            #expect(state.answered() == (true, true))
            #expect(state.proceed() == .answer)
        }
    }

    @Test("An abandoned exchange hangs up at the next call, wherever it stands, and is resumed once")
    func abandoned() throws {
        for steps in 0..<6 {
            let state = Stand()
            if steps > 0 { _ = try state.head(["Content-Length": "3"]) }
            if steps > 1 { _ = state.takePiece() }
            if steps > 2 { _ = state.proceed() }
            if steps > 3 { _ = state.receive([1, 2, 3]) }
            if steps > 4 { _ = state.proceed() }
            let wasSuspended = state.isSuspended
            #expect(state.abandon() == wasSuspended)
            #expect(!state.abandon())
            #expect(state.takePiece().piece == .gone)
            #expect(state.answered() == (false, false))
            #expect(state.proceed() == .hangUp)
            #expect(state.receive([1]).step == .hangUp)
        }
    }

    @Test("A body that does not fit its handler's answer any more is thrown away, up to a limit")
    func discarded() throws {
        let state = Stand()
        #expect(try state.head(["Transfer-Encoding": "chunked"]) == .begin)
        #expect(state.takePiece() == (.notYet, false))
        #expect(state.proceed() == .goOn)
        #expect(state.answered() == (true, false))
        let bytes = [UInt8](repeating: 1, count: Limits.discardedBytes)
        #expect(state.receive(bytes) == (.goOn, true))
        #expect(state.receive([1]) == (.hangUp, true))
    }
}
