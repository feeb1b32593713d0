package import Foundation

/// What the field's event bus has no event for; the types are spelled in its manner (docs/events.md).
extension WindowEvent {
    package static func missedOpening(_ execution: Execution) -> Self {
        Self(
            detailType: "Maintenance Window Missed Opening", resources: [execution.windowID.rawValue],
            detail: [
                "window-id": execution.windowID.rawValue, "window-execution-id": execution.id.rawValue,
                "scheduled-time": eventTime(execution.scheduledAt), "status": "MISSED",
            ])
    }

    /// A window is about to open.
    /// - Parameter noticeMinutes: how long ahead its owner wants to know, which may be longer than what is left.
    package static func openingSoon(_ id: WindowID, at scheduledAt: Date, noticeMinutes: Int) -> Self {
        Self(
            detailType: "Maintenance Window Opening Soon", resources: [id.rawValue],
            detail: [
                "window-id": id.rawValue, "scheduled-time": eventTime(scheduledAt),
                "notice-minutes": "\(noticeMinutes)", "status": "OPENING_SOON",
            ])
    }

    /// An execution's cutoff passed before its tasks were over, or `nil` if they were, or if it has not passed.
    /// - Parameters:
    ///   - tasks: as they were before `step`.
    ///   - step: what the cutoff does to them.
    package static func cutoffReached(
        _ execution: Execution, tasks: [TaskExecution], step: ExecutionStep, now: Date
    ) -> Self? {
        let unfinished = tasks.filter { !$0.state.isFinal }
        guard !execution.state.isFinal, now > execution.cutoffAt, !unfinished.isEmpty else { return nil }
        let notStarted = step.timeOuts.count + step.cancellations.count
        return Self(
            detailType: "Maintenance Window Cutoff Reached", resources: [execution.windowID.rawValue],
            detail: [
                "window-id": execution.windowID.rawValue, "window-execution-id": execution.id.rawValue,
                "cutoff-time": eventTime(execution.cutoffAt), "tasks-not-started": "\(notStarted)",
                "tasks-stopped": "\(step.stops.count)",
                "tasks-continuing": "\(unfinished.count - notStarted - step.stops.count)", "status": "CUTOFF_REACHED",
            ])
    }

    /// More nodes failed than a command, or the window task it works for, may bear: what has not started never will.
    /// - Parameters:
    ///   - progress: the command that was stopped; those after it in the same task are too.
    ///   - task: the window task it works for.
    package static func errorThresholdExceeded(
        _ progress: CommandProgress, task: WindowTaskID?, errors: Int, limit: Int
    ) -> Self {
        var detail = [
            "command-id": progress.command.id.rawValue, "document-name": progress.command.documentName,
            "error-count": "\(errors)", "error-limit": "\(limit)", "status": "EXCEEDED",
        ]
        var resources = progress.command.requestedNodes.map(\.rawValue)
        if let origin = progress.command.origin {
            resources = [origin.windowID.rawValue]
            detail["window-id"] = origin.windowID.rawValue
            detail["window-execution-id"] = origin.executionID.rawValue
            detail["task-execution-id"] = origin.taskExecutionID.rawValue
            detail["window-task-id"] = task?.rawValue
            detail["window-target-id"] = origin.windowTargetID?.rawValue
        }
        return Self(
            detailType: "Maintenance Window Error Threshold Exceeded", resources: resources, detail: detail)
    }

    /// A task started, or could not, while one of its registered targets matched no node.
    package static func emptyTarget(_ id: WindowTargetID, of task: TaskExecution) -> Self {
        Self(
            detailType: "Maintenance Window Target Empty", resources: [task.task.windowID.rawValue, id.rawValue],
            detail: [
                "window-id": task.task.windowID.rawValue, "window-execution-id": task.executionID.rawValue,
                "task-execution-id": task.id.rawValue, "window-task-id": task.task.id.rawValue,
                "window-target-id": id.rawValue, "status": "EMPTY",
            ])
    }

    /// A node that had answered did not.
    package static func nodeUnreachable(_ id: NodeID, name: String, lastContactAt: Date, at moment: Date) -> Self {
        Self(
            detailType: "Managed Node Unreachable", resources: [id.rawValue],
            detail: [
                "instance-id": id.rawValue, "name": name, "last-contact-time": eventTime(lastContactAt),
                "unreachable-since": eventTime(moment), "status": "UNREACHABLE",
            ])
    }

    /// A node that did not answer does again.
    package static func nodeReachable(_ id: NodeID, name: String, unreachableSince: Date) -> Self {
        Self(
            detailType: "Managed Node Reachable", resources: [id.rawValue],
            detail: [
                "instance-id": id.rawValue, "name": name, "unreachable-since": eventTime(unreachableSince),
                "status": "REACHABLE",
            ])
    }
}
