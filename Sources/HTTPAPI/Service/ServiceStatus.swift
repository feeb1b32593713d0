import AWSWire
import Foundation
import Notifications
import ScheduleEngine
import WindowCore
import WindowService
import WindowStore

extension Operation {
    /// How many of the latest executions are looked through for open ones, and how many openings to come are shown.
    private static let mostExecutions = 500
    private static let mostUpcoming = 10

    static let getServiceStatus = Operation(GetServiceStatusRequest.self, for: .reader) { _, call in
        let store = call.control.store
        let statistics = try await store.statistics()
        let recent = try await store.executions(of: nil, filter: .init(), page: PageRequest(limit: mostExecutions))
        var open: [Wire.OpenWindow] = []
        for execution in recent.items where !execution.state.isFinal {
            // The window may have been deleted since; its execution goes on.
            let name = try? await store.window(execution.windowID).window.name
            open.append(.init(execution, name: name))
        }
        let upcoming = try await store.dueWindows(at: .distantFuture, limit: mostUpcoming)
        return GetServiceStatusResult(
            version: call.service.version, region: call.control.settings.region, startedAt: call.service.startedAt,
            now: call.now, timeZoneDataVersion: TimeZoneDatabase.system.version, counts: statistics.wireCounts,
            openWindows: open,
            upcomingOpenings: upcoming.map {
                .init(windowId: $0.window.id.rawValue, name: $0.window.name, scheduledAt: $0.dueAt)
            },
            warnings: TimeZoneDatabase.system.version == nil
                ? [.init(code: "TimeZoneDataUnknown", message: "The release of the time zone data is not known.")] : [])
    }

    /// What happened since a sequence number, oldest first.
    static let listEvents = Operation(ListEventsRequest.self, for: .reader) { request, call in
        let after = Int64(request.after ?? 0)
        let rows = try await call.control.store.outbox(
            after: after, limit: request.maxResults ?? CallContext.defaultPageSize)
        return ListEventsResult(
            events: rows.map { Wire.ServiceEvent($0, settings: call.control.settings) },
            lastSequence: Int(rows.last?.sequence ?? after))
    }
}

extension StoreStatistics {
    fileprivate var wireCounts: [String: Int] {
        [
            "Windows": windows, "EnabledWindows": enabledWindows, "Nodes": nodes, "Documents": documents,
            "RunningExecutions": runningExecutions, "PendingInvocations": pendingInvocations,
            "RunningInvocations": runningInvocations, "Events": outboxRows,
            "Topics": topics, "Subscriptions": subscriptions, "OwedDeliveries": owedDeliveries,
            "DeadDeliveries": deadDeliveries,
        ]
    }
}

extension Wire.OpenWindow {
    fileprivate init(_ execution: Execution, name: String?) {
        self.init(
            windowId: execution.windowID.rawValue, name: name, windowExecutionId: execution.id.rawValue,
            status: execution.state.rawValue, openedAt: execution.openedAt, cutoffAt: execution.cutoffAt,
            endsAt: execution.endsAt)
    }
}

extension Wire.ServiceEvent {
    fileprivate init(_ row: OutboxRow, settings: ControlSettings) {
        switch row.content {
        case .event(let event):
            let content = row.content(event, settings: settings)
            self.init(
                sequence: Int(row.sequence), at: row.createdAt, kind: event.detailType,
                subject: event.resources.first ?? "",
                detail: .object(event.detail.mapValues(JSONValue.string)), id: content.id, eventJson: content.json)
        case .notification(let topicARN, _, let body):
            self.init(
                sequence: Int(row.sequence), at: row.createdAt, kind: "Notification", subject: topicARN,
                detail: (try? JSONValue(parsing: Array(body.utf8), maximumBytes: 1 << 20)) ?? .string(body))
        }
    }
}
