import Platform
import Testing

@Suite("Alarms", .timeLimit(.minutes(1)))
struct AlarmTests {
    @Test("ring once, in the order of their times, and not when they are forgotten")
    func order() async {
        let alarms = Alarms()
        let (rings, ring) = AsyncStream.makeStream(of: Int.self)
        _ = alarms.set(in: .milliseconds(120)) { ring.yield(3) }
        let forgotten = alarms.set(in: .milliseconds(10)) { ring.yield(9) }
        _ = alarms.set(in: .milliseconds(30)) { ring.yield(1) }
        _ = alarms.set(in: .milliseconds(60)) { ring.yield(2) }
        alarms.cancel(forgotten)
        var rung: [Int] = []
        for await number in rings {
            rung.append(number)
            if number == 3 { break }
        }
        #expect(rung == [1, 2, 3])
        alarms.cancel(forgotten)
    }

    @Test("an earlier one that comes later moves the timer")
    func earlier() async {
        let alarms = Alarms()
        let (rings, ring) = AsyncStream.makeStream(of: Int.self)
        let late = alarms.set(in: .seconds(50)) { ring.yield(2) }
        _ = alarms.set(in: .zero) { ring.yield(1) }
        #expect(await rings.first { _ in true } == 1)
        alarms.cancel(late)
    }
}
