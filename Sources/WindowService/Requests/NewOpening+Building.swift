package import Foundation
import ScheduleEngine
package import WindowCore
package import WindowStore

extension NewOpening {
    /// An opening that is later than this says so.
    private static let punctualSeconds = 2

    /// One opening of a window with the tasks and the targets it has at this moment: a running execution keeps the
    /// definition it was opened with, whatever is edited later (reference: windows 1.4).
    ///
    /// Tasks stand in order of priority, then registration. A target that a task refers to and that is gone resolves to
    /// nothing.
    /// - Parameters:
    ///   - due: the window with everything registered with it.
    ///   - span: when the opening starts, stops taking tasks, and ends.
    ///   - nextOpeningAt: where the window's schedule goes on; `nil` when it is over.
    ///   - now: when it really opens.
    package init(
        opening due: DueWindow, span: OpeningSpan, reason: Execution.Reason, nextOpeningAt: Date?, now: Date
    ) {
        let late = Int(now.timeIntervalSince(span.scheduledAt))
        let execution = Execution(
            id: .random(), windowID: due.window.id, span: span, openedAt: now, reason: reason,
            details: late < Self.punctualSeconds
                ? nil : "Opened \(late) s late; it was due at \(Moment(span.scheduledAt).rfc3339()).")
        let targets = Dictionary(due.targets.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let tasks = due.tasks.inOrderOfExecution.map { task in
            TaskExecution(
                id: .random(), executionID: execution.id, task: task,
                targets: task.windowTargetIDs.compactMap { targets[$0] })
        }
        self.init(execution: execution, tasks: tasks, nextOpeningAt: nextOpeningAt)
    }
}

extension [WindowTask] {
    /// By priority, lowest number first; equal ones as they were registered.
    package var inOrderOfExecution: [WindowTask] {
        sorted { ($0.priority, $0.registeredAt, $0.id) < ($1.priority, $1.registeredAt, $1.id) }
    }
}

extension WindowTask {
    /// The registered targets it refers to, in its order and without repetition.
    package var windowTargetIDs: [WindowTargetID] { criteria.windowTargetIDs }
}

extension [TargetCriterion] {
    /// What the `WindowTargetIds` criteria among these name; IDs are compared in lower case, as they are made.
    package var windowTargetIDs: [WindowTargetID] {
        var seen: Set<WindowTargetID> = []
        return filter { $0.key.lowercased() == "windowtargetids" }.flatMap(\.values)
            .map { WindowTargetID(rawValue: $0.lowercased()) }.filter { seen.insert($0).inserted }
    }

    /// What the `InstanceIds` criteria among these name, in order and without repetition.
    package var nodeIDs: [NodeID] {
        var seen: Set<NodeID> = []
        return filter { $0.key.lowercased() == "instanceids" }.flatMap(\.values)
            .map(NodeID.init(rawValue:)).filter { seen.insert($0).inserted }
    }
}
