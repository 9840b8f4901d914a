import Foundation

/// The latencies of some calls, and how long they took together.
struct Round {
    var nanoseconds: [UInt64]
    let elapsedNanoseconds: UInt64

    var callsPerSecond: Double { Double(nanoseconds.count) * 1e9 / Double(elapsedNanoseconds) }

    /// The latency that a share of the calls did not exceed, in microseconds.
    func microseconds(atShare share: Double) -> Double {
        let sorted = nanoseconds.sorted()
        guard !sorted.isEmpty else { return 0 }
        return Double(sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]) / 1000
    }
}

/// What was measured. Each figure is the median over rounds, and each ratio the median of the rounds' own ratios: both
/// sides of one round ran right after each other.
struct BenchReport {
    static let concurrencies = [1, 8, 64, 256]

    enum Series: Hashable {
        case cUnary, swiftUnary, poolUnary, serverUnary
        case c(Int), swift(Int), server(Int)
    }

    private var rounds: [Series: [Round]] = [:]
    var residentBytes = 0
    var residentGrowthBytes = 0
    var serverResidentGrowthBytes = 0
    var decodeFieldsPerSecond = 0.0

    mutating func add(_ series: Series, _ round: Round) {
        rounds[series, default: []].append(round)
    }

    private func median(_ series: Series, _ figure: (Round) -> Double) -> Double {
        Self.median((rounds[series] ?? []).map(figure))
    }

    private func ratio(_ series: Series, to base: Series, _ figure: (Round) -> Double) -> Double {
        Self.median(zip(rounds[series] ?? [], rounds[base] ?? []).map { figure($0) / figure($1) })
    }

    private static func median(_ values: [Double]) -> Double {
        values.isEmpty ? 0 : values.sorted()[values.count / 2]
    }

    func table() -> String {
        func row(_ name: String, _ series: Series, _ base: Series) -> String {
            let p50 = median(series) { $0.microseconds(atShare: 0.5) }
            let p99 = median(series) { $0.microseconds(atShare: 0.99) }
            let rate = median(series) { $0.callsPerSecond }
            let p50Ratio = ratio(series, to: base) { $0.microseconds(atShare: 0.5) }
            let rateRatio = ratio(series, to: base) { $0.callsPerSecond }
            return name.padding(toLength: 40, withPad: " ", startingAt: 0)
                + String(format: "%10.1f %10.1f %10.0f %8.2f %8.2f", p50, p99, rate, p50Ratio, rateRatio)
        }
        var lines = ["Small unary calls over a unix socket".padding(toLength: 40, withPad: " ", startingAt: 0)
            + "  median us     p99 us    calls/s  x median  x calls/s"]
        lines.append(row("C loop, C server", .cUnary, .cUnary))
        lines.append(row("Swift client on the loop, C server", .swiftUnary, .cUnary))
        lines.append(row("Swift client on the pool, C server", .poolUnary, .cUnary))
        lines.append(row("C loop, Swift server", .serverUnary, .cUnary))
        for inFlight in Self.concurrencies {
            lines.append(row("\(inFlight) in flight: C client, C server", .c(inFlight), .c(inFlight)))
            lines.append(row("\(inFlight) in flight: Swift client, C server", .swift(inFlight), .c(inFlight)))
            lines.append(row("\(inFlight) in flight: C client, Swift server", .server(inFlight), .c(inFlight)))
        }
        lines.append("resident after a million calls: \(residentBytes) bytes, grown by \(residentGrowthBytes)")
        lines.append("Swift server's growth over the same calls: \(serverResidentGrowthBytes) bytes")
        lines.append("decoded fields a second: \(Int(decodeFieldsPerSecond))")
        return lines.joined(separator: "\n")
    }

    func json() throws -> String {
        var object: [String: Double] = [
            "unary_median_ratio": ratio(.swiftUnary, to: .cUnary) { $0.microseconds(atShare: 0.5) },
            "unary_median_ratio_pool": ratio(.poolUnary, to: .cUnary) { $0.microseconds(atShare: 0.5) },
            "server_unary_median_ratio": ratio(.serverUnary, to: .cUnary) { $0.microseconds(atShare: 0.5) },
            "resident_bytes": Double(residentBytes),
            "resident_growth_bytes": Double(residentGrowthBytes),
            "server_resident_growth_bytes": Double(serverResidentGrowthBytes),
            "decode_fields_per_second": decodeFieldsPerSecond,
        ]
        for (name, series) in [("c", Series.cUnary), ("swift", .swiftUnary), ("pool", .poolUnary)] {
            object["unary_median_us_\(name)"] = median(series) { $0.microseconds(atShare: 0.5) }
            object["unary_p99_us_\(name)"] = median(series) { $0.microseconds(atShare: 0.99) }
        }
        for inFlight in Self.concurrencies {
            object["throughput_\(inFlight)_ratio"] = ratio(.swift(inFlight), to: .c(inFlight)) { $0.callsPerSecond }
            object["server_throughput_\(inFlight)_ratio"] =
                ratio(.server(inFlight), to: .c(inFlight)) { $0.callsPerSecond }
            object["throughput_\(inFlight)_c"] = median(.c(inFlight)) { $0.callsPerSecond }
            object["throughput_\(inFlight)_swift"] = median(.swift(inFlight)) { $0.callsPerSecond }
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return String(decoding: try encoder.encode(object), as: UTF8.self)
    }
}
