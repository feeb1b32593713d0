import AWSWire
import Foundation
import ScheduleEngine
import WindowCore
import WindowService

extension Operation {
    static let previewMaintenanceWindow = Operation(PreviewMaintenanceWindowRequest.self, for: .reader) {
        request, call in
        let preview = try await call.control.previewWindow(
            WindowID(rawValue: request.windowId), count: request.count ?? 10)
        let window = preview.window
        return PreviewMaintenanceWindowResult(
            windowId: window.id.rawValue, name: window.name, schedule: window.schedule,
            scheduleTimezone: window.scheduleTimezone, explanation: preview.explanation,
            enabled: window.isEnabled, openings: preview.openings.map { .init($0, of: window, preview.schedule.zone) },
            targets: preview.targets.map { target, nodes in
                .init(windowTargetId: target.id.rawValue, name: target.name, instanceIds: nodes.map(\.rawValue))
            },
            tasks: preview.tasks.map(Wire.WindowTaskPreview.init),
            warnings: preview.warnings.map { .init(code: $0.code.rawValue, message: $0.message) })
    }
}

extension WindowPreview {
    /// The schedule in English, with what the window adds to it.
    fileprivate var explanation: String {
        let explanation = schedule.expression.explanation
        guard let days = window.scheduleOffsetDays else { return explanation }
        return "\(explanation), \(days) day\(days == 1 ? "" : "s") later"
    }
}

extension Wire.OpeningPreview {
    fileprivate init(_ entry: Schedule.PreviewEntry, of window: Window, _ zone: TimeZoneRules) {
        switch entry {
        case .fires(let occurrence):
            let span = window.span(openingAt: Date(occurrence.moment))
            let mark: String? =
                switch occurrence.mark {
                case .regular: nil
                case .shifted: "shifted"
                case .repeated: "repeated"
                }
            self.init(
                scheduledAt: span.scheduledAt, localTime: occurrence.moment.rfc3339(in: zone),
                cutoffAt: span.cutoffAt, endsAt: span.endsAt, daylightSavingMark: mark)
        case .skips(let skipped):
            // A local time that does not exist has no offset, and no moment but that of the jump over it.
            self.init(
                scheduledAt: Date(skipped.jumpAt), localTime: skipped.local.description, daylightSavingMark: "skipped")
        }
    }
}

extension Wire.WindowTaskPreview {
    fileprivate init(_ preview: WindowPreview.TaskPreview) {
        self.init(
            windowTaskId: preview.task.id.rawValue, name: preview.task.name, taskArn: preview.task.taskARN,
            priority: preview.task.priority, instanceIds: preview.nodes.map(\.rawValue),
            maxConcurrency: preview.task.maxConcurrency, maxErrors: preview.task.maxErrors,
            effectiveMaxConcurrency: min(preview.rate.concurrency, max(1, preview.nodes.count)),
            effectiveMaxErrors: preview.rate.errorLimit)
    }
}
