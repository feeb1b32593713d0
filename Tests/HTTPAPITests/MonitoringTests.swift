import AWSWire
import Foundation
import HTTPTypes
import Testing
import WindowTestSupport

@testable import HTTPAPI

@Suite(.timeLimit(.minutes(2))) struct MonitoringTests {
    @Test func `metrics are written as Prometheus reads them`() {
        var text = PrometheusText()
        text.gauge("up", 1, help: "Whether it is up.\nOr \\ not.")
        text.add(
            "requests_total", .counter, help: "Requests.",
            samples: [("", [("path", "a\"b\\c\nd"), ("code", "200")], 3), ("", [("path", "/")], 0.25)])
        text.add("latency", .summary, help: "Time.", samples: [("_sum", [], .infinity), ("_count", [], .nan)])
        text.add("nothing", .gauge, help: "Not there.", samples: [])
        #expect(
            text.text == #"""
                # HELP up Whether it is up.\nOr \\ not.
                # TYPE up gauge
                up 1
                # HELP requests_total Requests.
                # TYPE requests_total counter
                requests_total{path="a\"b\\c\nd",code="200"} 3
                requests_total{path="/"} 0.25
                # HELP latency Time.
                # TYPE latency summary
                latency_sum +Inf
                latency_count NaN

                """#)
    }

    @Test func `metrics count windows, nodes and requests`() async throws {
        try await API.run { api async throws in
            _ = try await api.createWindow()
            _ = try await api.addNode("web-1")
            _ = try await api.call("GetMaintenanceWindow")
            _ = try await api.http(target: "AmazonSSM.\(UUID())")
            let answer = try await api.http(.get, "/metrics")
            #expect(answer.headers[.contentType]?.hasPrefix("text/plain; version=0.0.4") == true)
            let lines = Set(answer.text.split(separator: "\n").map(String.init))
            for line in [
                #"mwd_build_info{version="1.2.3"} 1"#, #"mwd_windows{state="enabled"} 1"#, "mwd_nodes 1",
                #"mwd_requests_total{operation="CreateMaintenanceWindow",status="200",error=""} 1"#,
                #"mwd_requests_total{operation="GetMaintenanceWindow",status="400",error="ValidationException"} 1"#,
                // An invented name is not a label of its own.
                #"mwd_requests_total{operation="unknown",status="400",error="UnknownOperationException"} 1"#,
                #"mwd_request_duration_seconds_count{operation="CreateMaintenanceWindow"} 1"#,
                // Sunday 02:00 in Paris is 01:00 UTC, 6 days and 13 hours after noon.
                "mwd_next_opening_seconds 565200",
            ] {
                #expect(lines.contains(line), "\(line)\n\(answer.text)")
            }
        }
    }

    @Test func `the status shows what is open, what comes next, and how much there is`() async throws {
        try await API.run { api async throws in
            let id = try await api.createWindow()
            let execution = try await api.send(OpenMaintenanceWindowRequest(windowId: id)).windowExecutionId
            let status = try await api.send(GetServiceStatusRequest())
            #expect(status.version == "1.2.3")
            #expect(status.region == "us-east-1")
            #expect(status.counts?["Windows"] == 1)
            #expect(status.openWindows?.map(\.windowExecutionId) == [execution])
            #expect(status.openWindows?.first?.endsAt == .noon.addingTimeInterval(3 * 3600))
            #expect(status.upcomingOpenings?.map(\.name) == ["patching"])
        }
    }

    @Test func `events are read on from where the last reading ended`() async throws {
        try await API.run { api async throws in
            let id = try await api.createWindow()
            _ = try await api.registerTarget(id)
            let first = try await api.send(ListEventsRequest(maxResults: 1))
            #expect(first.events?.first?.kind == "Maintenance Window State-change Notification")
            #expect(first.events?.first?.detail?["status"] == "ENABLED")
            let rest = try await api.send(ListEventsRequest(after: first.lastSequence))
            #expect(rest.events?.map(\.kind) == ["Maintenance Window Target Registration Notification"])
            let none = try await api.send(ListEventsRequest(after: rest.lastSequence))
            #expect(none.events == [])
            #expect(none.lastSequence == rest.lastSequence)
        }
    }
}
