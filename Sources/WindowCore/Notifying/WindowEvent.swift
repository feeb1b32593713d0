import Foundation
import ScheduleEngine

/// Something that happened and that the world may want to know, in the words of the field's event bus
/// (reference: windows 3.10, run command 7.2).
package struct WindowEvent: Codable, Hashable, Sendable {
    /// Such as `Maintenance Window Execution State-change Notification`.
    package let detailType: String
    /// IDs of what it is about, most important first; the publisher makes ARNs of them.
    package let resources: [String]
    package let detail: [String: String]
    /// The detail's `parameters`, the only member that is not a text: what a command's document was given.
    package let parameters: [String: [String]]?

    package init(
        detailType: String, resources: [String], detail: [String: String], parameters: [String: [String]]? = nil
    ) {
        self.detailType = detailType
        self.resources = resources
        self.detail = detail
        self.parameters = parameters
    }
}

extension WindowEvent {
    package static func windowState(_ id: WindowID, isEnabled: Bool) -> Self {
        Self(
            detailType: "Maintenance Window State-change Notification", resources: [id.rawValue],
            detail: ["window-id": id.rawValue, "status": isEnabled ? "ENABLED" : "DISABLED"])
    }

    /// - Parameter status: `REGISTERED`, `DEREGISTERED` or `UPDATED`.
    package static func target(_ id: WindowTargetID, of window: WindowID, status: String) -> Self {
        Self(
            detailType: "Maintenance Window Target Registration Notification",
            resources: [window.rawValue, id.rawValue],
            detail: ["window-id": window.rawValue, "window-target-id": id.rawValue, "status": status])
    }

    /// - Parameter status: `REGISTERED`, `DEREGISTERED` or `UPDATED`.
    package static func task(_ id: WindowTaskID, of window: WindowID, status: String) -> Self {
        Self(
            detailType: "Maintenance Window Task Registration Notification",
            resources: [window.rawValue, id.rawValue],
            detail: ["window-id": window.rawValue, "window-task-id": id.rawValue, "status": status])
    }

    package static func execution(_ execution: Execution) -> Self {
        var detail = [
            "window-id": execution.windowID.rawValue, "window-execution-id": execution.id.rawValue,
            "start-time": eventTime(execution.openedAt), "status": execution.state.rawValue,
        ]
        detail["end-time"] = execution.endedAt.map(eventTime)
        return Self(
            detailType: "Maintenance Window Execution State-change Notification",
            resources: [execution.windowID.rawValue], detail: detail)
    }

    package static func taskExecution(_ task: TaskExecution) -> Self {
        var detail = [
            "window-id": task.task.windowID.rawValue, "window-execution-id": task.executionID.rawValue,
            "task-execution-id": task.id.rawValue, "status": task.state.rawValue,
        ]
        detail["start-time"] = task.startedAt.map(eventTime)
        detail["end-time"] = task.endedAt.map(eventTime)
        return Self(
            detailType: "Maintenance Window Task Execution State-change Notification",
            resources: [task.task.windowID.rawValue], detail: detail)
    }

    /// Parameters of more UTF-8 bytes than this are left out of events, which must fit into a message.
    private static let mostParameterBytes = 64 * 1024

    /// - Parameter nodes: at most 50 of the command's nodes, when it used targets; `nil` means those it asked for.
    package static func command(_ progress: CommandProgress, nodes: [NodeID]? = nil) -> Self {
        let given = progress.command.parameters
        let size = given.reduce(0) { $0 + $1.key.utf8.count + $1.value.reduce(0) { $0 + $1.utf8.count } }
        return Self(
            detailType: "EC2 Command Status-change Notification",
            resources: (nodes ?? progress.command.requestedNodes).map(\.rawValue),
            detail: [
                "command-id": progress.command.id.rawValue, "document-name": progress.command.documentName,
                "requested-date-time": eventTime(progress.requestedAt), "expire-after": eventTime(progress.expiresAt),
                "status": busWord(progress.state.status),
            ], parameters: size <= mostParameterBytes ? given : nil)
    }

    package static func invocation(_ invocation: Invocation, of progress: CommandProgress) -> Self {
        Self(
            detailType: "EC2 Command Invocation Status-change Notification",
            resources: [invocation.key.nodeID.rawValue],
            detail: [
                "command-id": progress.command.id.rawValue, "document-name": progress.command.documentName,
                "instance-id": invocation.key.nodeID.rawValue,
                "requested-date-time": eventTime(progress.requestedAt), "status": busWord(invocation.state.status),
            ])
    }

    /// A task's invocation, whose state is its command's.
    package static func taskInvocation(
        _ progress: CommandProgress, origin: CommandOrigin, isStoppedAtCutoff: Bool
    ) -> Self {
        var detail = [
            "window-id": origin.windowID.rawValue, "window-execution-id": origin.executionID.rawValue,
            "task-execution-id": origin.taskExecutionID.rawValue,
            "status": progress.state.taskInvocationState(isStoppedAtCutoff: isStoppedAtCutoff).rawValue,
        ]
        detail["window-target-id"] = origin.windowTargetID?.rawValue
        detail["owner-information"] = origin.ownerInformation
        detail["start-time"] = progress.startedAt.map(eventTime)
        detail["end-time"] = progress.endedAt.map(eventTime)
        return Self(
            detailType: "Maintenance Window Task Target Invocation State-change Notification",
            resources: [origin.windowID.rawValue], detail: detail)
    }

    /// The event bus spells one word differently from the API (reference: run command 7.2).
    private static func busWord(_ status: String) -> String { status == "Cancelled" ? "Canceled" : status }

    /// UTC, as precise as the moment is: milliseconds when there are any.
    static func eventTime(_ date: Date) -> String { Moment(date).rfc3339() }
}
