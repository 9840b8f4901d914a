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

/// What was measured. Latencies are medians over rounds, and their ratio is the median of the rounds' own ratios: both
/// sides of one round ran right after each other. A throughput is that of the best round: whatever else the machine does
/// slows a round down, and never speeds it up.
struct BenchReport {
    enum Side: String {
        case c, tunedC, swift, swiftServer

        var title: String {
            switch self {
            case .c: "plain C client, C server"
            case .tunedC: "C client with our settings, C server"
            case .swift: "Swift client, C server"
            case .swiftServer: "plain C client, Swift server"
            }
        }
    }

    struct Series: Hashable {
        let side: Side
        /// How many calls are under way; 1, too, for the C loop that waits for each call by itself.
        let inFlight: Int?

        init(_ side: Side, inFlight: Int? = nil) {
            self.side = side
            self.inFlight = inFlight
        }

        var base: Series { Series(.c, inFlight: inFlight) }
    }

    private var rounds: [Series: [Round]] = [:]
    var residentBytes = 0
    var residentGrowthBytes = 0
    var serverResidentGrowthBytes = 0
    var decodeFieldsPerSecond = 0.0

    mutating func add(_ series: Series, _ round: Round) {
        rounds[series, default: []].append(round)
    }

    /// How many calls were under way, in the order of the table.
    private var concurrencies: [Int] { Set(rounds.keys.compactMap(\.inFlight)).sorted() }

    private func median(_ series: Series, _ figure: (Round) -> Double) -> Double {
        Self.median((rounds[series] ?? []).map(figure))
    }

    private func medianRatio(_ series: Series) -> Double {
        let pairs = zip(rounds[series] ?? [], rounds[series.base] ?? [])
        return Self.median(pairs.map { $0.microseconds(atShare: 0.5) / $1.microseconds(atShare: 0.5) })
    }

    private func throughput(_ series: Series) -> Double {
        (rounds[series] ?? []).map(\.callsPerSecond).max() ?? 0
    }

    private func throughputRatio(_ series: Series) -> Double { throughput(series) / throughput(series.base) }

    private static func median(_ values: [Double]) -> Double {
        values.isEmpty ? 0 : values.sorted()[values.count / 2]
    }

    func table() -> String {
        func row(_ name: String, _ series: Series) -> String {
            let p50 = median(series) { $0.microseconds(atShare: 0.5) }
            let p99 = median(series) { $0.microseconds(atShare: 0.99) }
            let rate = throughput(series)
            let (p50Ratio, rateRatio) = (medianRatio(series), throughputRatio(series))
            return name.padding(toLength: 54, withPad: " ", startingAt: 0)
                + String(format: "%9.1f %9.1f %9.0f %9.2f %9.2f", p50, p99, rate, p50Ratio, rateRatio)
        }
        var lines = [
            "Small unary calls over a unix socket".padding(toLength: 54, withPad: " ", startingAt: 0)
                + "median us    p99 us   calls/s  x median x calls/s"
        ]
        for side in [Side.c, .tunedC, .swift, .swiftServer] {
            lines.append(row("one after the other: \(side.title)", Series(side)))
        }
        for inFlight in concurrencies {
            for side in [Side.c, .tunedC, .swift, .swiftServer] {
                lines.append(row("\(inFlight) in flight: \(side.title)", Series(side, inFlight: inFlight)))
            }
        }
        lines.append("resident after a million calls: \(residentBytes) bytes, grown by \(residentGrowthBytes)")
        lines.append("Swift server's growth over the same calls: \(serverResidentGrowthBytes) bytes")
        lines.append("decoded fields a second, of a list of 100,000 volumes: \(Int(decodeFieldsPerSecond))")
        return lines.joined(separator: "\n")
    }

    func json() throws -> String {
        var object: [String: Double] = [
            "unary_median_ratio": medianRatio(Series(.swift)),
            "unary_median_ratio_server": medianRatio(Series(.swiftServer)),
            "resident_bytes": Double(residentBytes),
            "resident_growth_bytes": Double(residentGrowthBytes),
            "server_resident_growth_bytes": Double(serverResidentGrowthBytes),
            "decode_fields_per_second": decodeFieldsPerSecond,
        ]
        for side in [Side.c, .tunedC, .swift, .swiftServer] {
            object["unary_median_us_\(side.rawValue)"] = median(Series(side)) { $0.microseconds(atShare: 0.5) }
            object["unary_p99_us_\(side.rawValue)"] = median(Series(side)) { $0.microseconds(atShare: 0.99) }
        }
        for inFlight in concurrencies {
            for side in [Side.c, .tunedC, .swift, .swiftServer] {
                let series = Series(side, inFlight: inFlight)
                object["throughput_\(inFlight)_\(side.rawValue)"] = throughput(series)
            }
            let series = Series(.swift, inFlight: inFlight)
            object["throughput_\(inFlight)_ratio"] = throughputRatio(series)
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return String(decoding: try encoder.encode(object), as: UTF8.self)
    }
}
