/// One number of the metrics.
struct MetricSample: Sendable {
    enum Kind: String, Sendable {
        case counter, gauge
    }

    let name: String
    let kind: Kind
    let help: String
    let labels: [String: String]
    let value: Int

    init(_ name: String, _ kind: Kind, _ help: String, _ labels: [String: String], _ value: Int) {
        self.name = name
        self.kind = kind
        self.help = help
        self.labels = labels
        self.value = value
    }
}

/// Metrics in Prometheus' text format, version 0.0.4.
struct PrometheusText {
    private(set) var text = ""

    /// - Parameter samples: Those of one name follow each other.
    init(_ samples: [MetricSample]) {
        var last: String?
        for sample in samples {
            let name = "csi_bridge_\(sample.name)" + (sample.kind == .counter ? "_total" : "")
            if name != last {
                text += "# HELP \(name) \(sample.help)\n# TYPE \(name) \(sample.kind.rawValue)\n"
                last = name
            }
            text += "\(name)\(Self.text(of: sample.labels)) \(sample.value)\n"
        }
    }

    private static func text(of labels: [String: String]) -> String {
        guard !labels.isEmpty else { return "" }
        let pairs = labels.sorted { $0.key < $1.key }.map { "\($0.key)=\"\(escaped($0.value))\"" }
        return "{\(pairs.joined(separator: ","))}"
    }

    private static func escaped(_ value: String) -> String {
        value.replacing("\\", with: #"\\"#).replacing("\"", with: #"\""#).replacing("\n", with: #"\n"#)
    }
}
