internal import HTTPServer
internal import JSON
internal import Operations
internal import Workflows
internal import StateStore
internal import Synchronization
internal import Volumes

extension VolumesAPI {
    /// `GET /v1/metrics`: in the peer's form, or as text for Prometheus with `format=prometheus`.
    func readMetrics(_ request: Request) throws -> Response {
        let samples = try samples()
        if request.query["format"] == "prometheus" {
            let text = PrometheusText(samples).text
            let type = "text/plain; version=0.0.4; charset=utf-8"
            return Response(headers: ["Content-Type": type], body: Array(text.utf8))
        }
        return Response(to: request) { $0.value(samples) }
    }

    private func samples() throws(HTTPError) -> [MetricSample] {
        let view = store.view
        let gauges = [
            ("blocked_queries", metrics.blocked.load(ordering: .relaxed), "Requests that wait for a change."),
            ("operations", operations.operations.count, "Operations in hand."),
            ("volumes", view.entries(in: Keys.volumes).count, "Volumes that are registered."),
        ]
        let requests = metrics.requests.map { kind, count in
            MetricSample(
                "http_requests",
                .counter,
                "Requests that were answered, by endpoint and status.",
                ["endpoint": kind.endpoint, "status": "\(kind.status)"],
                count
            )
        }
        let plugins = try view.plugins().map { row in
            let labels = ["plugin": row.record.id]
            let isHealthy = row.record.isHealthy ? 1 : 0
            return MetricSample("plugin_healthy", .gauge, "Whether a plugin is ready.", labels, isHealthy)
        }
        return gauges.map { MetricSample($0.0, .gauge, $0.2, [:], $0.1) } + requests + plugins
    }
}

extension JSONWriter {
    fileprivate mutating func value(_ samples: [MetricSample]) {
        object { writer in
            writer.key("Counters")
            writer.array { writer in
                for sample in samples where sample.kind == .counter { writer.counter(sample) }
            }
            writer.key("Gauges")
            writer.array { writer in
                for sample in samples where sample.kind == .gauge { writer.gauge(sample) }
            }
            writer.emptyListMember("Points")
            writer.emptyListMember("Samples")
            writer.member("Timestamp", Timestamp.now())
        }
    }

    private mutating func gauge(_ sample: MetricSample) {
        object { writer in
            writer.member("Labels", sample.labels)
            writer.member("Name", "csi_bridge.\(sample.name)")
            writer.member("Value", sample.value)
        }
    }

    private mutating func counter(_ sample: MetricSample) {
        object { writer in
            writer.member("Count", sample.value)
            writer.member("Labels", sample.labels)
            writer.member("Name", "csi_bridge.\(sample.name)")
            writer.member("Sum", sample.value)
        }
    }
}
