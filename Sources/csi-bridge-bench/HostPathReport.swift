import Foundation

/// How long calls took, by what was called.
struct HostPathReport {
    private var names: [String] = []
    private var latencies: [String: [UInt64]] = [:]
    private var refusals: [String: String] = [:]

    /// Notes how long a call took.
    mutating func add(_ name: String, nanoseconds: UInt64) {
        if latencies[name] == nil { names.append(name) }
        latencies[name, default: []].append(nanoseconds)
    }

    /// Notes that the driver does not do what was to be measured.
    mutating func refuse(_ name: String, _ reason: String) {
        if refusals.updateValue(reason, forKey: name) == nil { names.append(name) }
    }

    func table() -> String {
        let header = Self.column("") + "count  median ms      p99 ms"
        return ([header] + names.map(line)).joined(separator: "\n")
    }

    private func line(_ name: String) -> String {
        if let reason = refusals[name] { return Self.column(name) + "refused: \(reason)" }
        let calls = latencies[name] ?? []
        let round = Round(nanoseconds: calls, elapsedNanoseconds: calls.reduce(0, +))
        let (p50, p99) = (round.microseconds(atShare: 0.5) / 1000, round.microseconds(atShare: 0.99) / 1000)
        return Self.column(name) + String(format: "%5d %10.2f %11.2f", calls.count, p50, p99)
    }

    private static func column(_ text: String) -> String {
        text.padding(toLength: 48, withPad: " ", startingAt: 0)
    }
}
