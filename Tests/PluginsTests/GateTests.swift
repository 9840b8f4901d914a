import Synchronization
import TestSupport
import Testing

@testable import Plugins

@Suite("The gate on a plugin's calls", .timeLimit(.minutes(1)))
struct GateTests {
    @Test("Those that came first go first, one for each that leaves")
    func order() async throws {
        let gate = Gate(limit: 2)
        try await gate.enter()
        try await gate.enter()
        let passed = Numbers()
        for number in 1...4 {
            Task {
                try await gate.enter()
                passed.append(number)
            }
            try await eventually("\(number) waiters") { gate.waitingCount == number }
        }
        for number in 1...4 {
            gate.leave()
            try await eventually("waiter \(number)") { passed.value.count == number }
            #expect(gate.waitingCount == 4 - number)
        }
        #expect(passed.value == [1, 2, 3, 4])
    }

    @Test("A waiter that is cancelled makes room for those behind it, and takes nobody's turn")
    func cancellation() async throws {
        let gate = Gate(limit: 1)
        try await gate.enter()
        let passed = Numbers()
        var waiters: [Task<Void, any Error>] = []
        for number in 1...3 {
            waiters.append(
                Task {
                    try await gate.enter()
                    passed.append(number)
                }
            )
            try await eventually("\(number) waiters") { gate.waitingCount == number }
        }
        waiters[0].cancel()
        await #expect(throws: CancellationError.self) { try await waiters[0].value }
        gate.leave()
        try await waiters[1].value
        #expect(passed.value == [2])
        gate.leave()
        try await waiters[2].value
        gate.leave()
        try await gate.enter()
        #expect(passed.value == [2, 3])
    }

    @Test("Who is cancelled already does not go through, though there is room")
    func cancelledBefore() async throws {
        let gate = Gate(limit: 1)
        let caller = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await gate.enter()
        }
        await #expect(throws: CancellationError.self) { try await caller.value }
        try await gate.enter()
    }
}

private final class Numbers: Sendable {
    private let numbers = Mutex<[Int]>([])

    var value: [Int] { numbers.withLock { $0 } }

    func append(_ number: Int) {
        numbers.withLock { $0.append(number) }
    }
}
