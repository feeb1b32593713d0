package import ScheduleEngine
package import WindowCore

/// What a window would do: its next openings, the nodes that match now, the numbers its limits come to, and whatever
/// looks like a mistake.
package struct WindowPreview: Sendable {
    package let window: Window
    package let schedule: Schedule
    /// In order; local times that the window's policy drops stand where they would have been.
    package let openings: [Schedule.PreviewEntry]
    package let targets: [(target: WindowTarget, nodes: [NodeID])]
    /// In order of execution.
    package let tasks: [TaskPreview]
    package let warnings: [Warning]

    package struct TaskPreview: Sendable {
        package let task: WindowTask
        /// Distinct nodes of all its targets, in the order they would run.
        package let nodes: [NodeID]
        package let rate: RateControl
    }

    package struct Warning: Hashable, Sendable {
        package enum Code: String, CaseIterable, Sendable {
            case windowDisabled = "WindowDisabled"
            case neverFires = "NeverFires"
            case noOpeningLeft = "NoOpeningLeft"
            case scheduleInvalid = "ScheduleInvalid"
            case overlapLikely = "OverlapLikely"
            case noTasks = "NoTasks"
            case targetMissing = "TargetMissing"
            case targetMatchesNothing = "TargetMatchesNothing"
            case taskMatchesNothing = "TaskMatchesNothing"
            case documentUnusable = "DocumentUnusable"
            case parametersInvalid = "ParametersInvalid"
            case platformUnsupported = "PlatformUnsupported"
            case nodesNeverContacted = "NodesNeverContacted"
            case noTimeBeforeCutoff = "NoTimeBeforeCutoff"
            case longerThanWindow = "LongerThanWindow"
            case laterTasksNeverStart = "LaterTasksNeverStart"
        }

        package let code: Code
        package let message: String
    }
}
