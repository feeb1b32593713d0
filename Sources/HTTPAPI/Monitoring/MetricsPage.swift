import Foundation
import WindowStore

/// What `GET /metrics` says.
struct MetricsPage {
    let statistics: StoreStatistics
    let counters: RequestCounters
    let service: ServiceFacts
    let now: Date

    var text: String {
        var text = PrometheusText()
        text.add(
            "mwd_build_info", .gauge, help: "The version that runs.", samples: [("", [("version", service.version)], 1)]
        )
        text.gauge(
            "mwd_start_time_seconds", service.startedAt.timeIntervalSince1970, help: "When the service started.")
        text.add(
            "mwd_windows", .gauge, help: "Maintenance windows.",
            samples: [
                ("", [("state", "enabled")], Double(statistics.enabledWindows)),
                ("", [("state", "disabled")], Double(statistics.windows - statistics.enabledWindows)),
            ])
        text.gauge("mwd_nodes", Double(statistics.nodes), help: "Managed nodes.")
        text.gauge("mwd_documents", Double(statistics.documents), help: "Documents.")
        text.gauge(
            "mwd_executions_running", Double(statistics.runningExecutions),
            help: "Window executions that have not ended.")
        text.add(
            "mwd_invocations", .gauge, help: "Invocations that have not ended.",
            samples: [
                ("", [("state", "pending")], Double(statistics.pendingInvocations)),
                ("", [("state", "running")], Double(statistics.runningInvocations)),
            ])
        text.gauge("mwd_outbox_rows", Double(statistics.outboxRows), help: "Events and notifications kept.")
        text.gauge(
            "mwd_outbox_unread_rows", Double(statistics.unreadOutboxRows),
            help: "Events and notifications that nobody has been told of yet.")
        text.gauge("mwd_topics", Double(statistics.topics), help: "Topics.")
        text.gauge("mwd_subscriptions", Double(statistics.subscriptions), help: "Subscriptions that are not removed.")
        text.add(
            "mwd_deliveries", .gauge, help: "Messages that have not arrived.",
            samples: [
                ("", [("state", "owed")], Double(statistics.owedDeliveries)),
                ("", [("state", "dead")], Double(statistics.deadDeliveries)),
            ])
        if let next = statistics.nextOpeningAt {
            text.gauge(
                "mwd_next_opening_seconds", next.timeIntervalSince(now),
                help: "Until the next window opens; negative when it is late.")
        }
        text.add(
            "mwd_requests_total", .counter, help: "Requests answered.",
            samples: counters.requests.map { key, count in
                let labels = [("operation", key.operation), ("status", "\(key.status)"), ("error", key.error)]
                return ("", labels, Double(count))
            })
        text.add(
            "mwd_request_duration_seconds", .summary, help: "How long answers took.",
            samples: counters.timings.flatMap { operation, timing in
                [
                    ("_sum", [("operation", operation)], timing.seconds),
                    ("_count", [("operation", operation)], Double(timing.count)),
                ]
            })
        return text.text
    }
}
