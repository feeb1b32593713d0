import Documents
import Foundation
import ScheduleEngine
package import WindowCore
import WindowStore

extension Control {
    /// - Parameter count: how many openings to show; 1 to 100.
    package func previewWindow(_ id: WindowID, count: Int) async throws(RequestError) -> WindowPreview {
        let due = try await stored { () async throws(StoreError) in try await store.openable(id) }
        let now = clock.now
        let schedule: Schedule
        do { schedule = try due.window.compiledSchedule() } catch { throw .schedule(error) }
        let openings = due.window.isEnabled ? schedule.openings(after: Moment(now), count: max(1, count)) : []

        var warnings = due.window.warnings(schedule: schedule, openings: openings)
        var targets: [(target: WindowTarget, nodes: [NodeID])] = []
        var known: [NodeID: Node] = [:]
        for target in due.targets {
            let nodes = try await nodes(matching: target.criteria)
            for node in nodes { known[node.id] = node }
            targets.append((target, nodes.map(\.id)))
            if nodes.isEmpty {
                warnings.append(
                    .init(code: .targetMatchesNothing, message: "No node matches the target \(target.title)."))
            }
        }
        var tasks: [WindowPreview.TaskPreview] = []
        for task in due.tasks.inOrderOfExecution {
            let named = task.criteria.nodeIDs
            if !named.isEmpty {
                let nodes = try await stored { () async throws(StoreError) in try await store.nodes(named) }
                for node in nodes { known[node.id] = node }
            }
            let (preview, found) = try await self.preview(task, in: due, targets: targets, known: known)
            tasks.append(preview)
            warnings += found
        }
        if due.tasks.isEmpty {
            warnings.append(.init(code: .noTasks, message: "The window has no task; its openings do nothing."))
        }
        return WindowPreview(
            window: due.window, schedule: schedule, openings: openings, targets: targets, tasks: tasks,
            warnings: warnings)
    }

    private func nodes(matching criteria: [TargetCriterion]) async throws(RequestError) -> [Node] {
        guard let selector = try? TargetSelector(criteria) else { return [] }
        return try await stored { () async throws(StoreError) in try await store.nodes(matching: selector) }
    }

    private func preview(
        _ task: WindowTask, in due: DueWindow, targets: [(target: WindowTarget, nodes: [NodeID])],
        known: [NodeID: Node]
    ) async throws(RequestError) -> (WindowPreview.TaskPreview, [WindowPreview.Warning]) {
        var warnings: [WindowPreview.Warning] = []
        func warn(_ code: WindowPreview.Warning.Code, _ message: String) {
            warnings.append(.init(code: code, message: message))
        }
        var matches: [(target: WindowTarget?, nodes: [NodeID])] = []
        let named = task.criteria.nodeIDs.filter { known[$0] != nil }
        if !named.isEmpty { matches.append((nil, named)) }
        for id in task.windowTargetIDs {
            if let match = targets.first(where: { $0.target.id == id }) {
                matches.append((match.target, match.nodes))
            } else {
                warn(.targetMissing, "The task \(task.title) refers to the target \(id), which is gone.")
            }
        }
        let nodes = TargetResolution(matches: matches).shares.flatMap(\.nodes)
        if nodes.isEmpty {
            warn(.taskMatchesNothing, "No node matches the task \(task.title); it would fail.")
        }
        let strangers = nodes.filter { known[$0]?.facts == nil }
        if !strangers.isEmpty {
            warn(
                .nodesNeverContacted,
                "\(strangers.count) of \(nodes.count) nodes of the task \(task.title) were never reached; check them.")
        }
        let order = TaskStarter.order(for: task)
        let share = CommandShare(
            nodes: nodes.map { ($0, known[$0]?.name ?? $0.rawValue) }, origin: .imagined(for: task))
        do throws(CommandRefusal) {
            let factory = CommandFactory(store: store)
            let document = try await factory.resolve(order)
            let platforms = try CommandFactory.content(of: document).platformTypes.map(\.rawValue)
            let misfits = nodes.filter { known[$0]?.facts.map { !platforms.contains($0.platformType) } ?? false }
            if !misfits.isEmpty {
                warn(
                    .platformUnsupported,
                    "The document \(document.name) has nothing to do on \(misfits.count) of \(nodes.count) nodes.")
            }
            let made = try await factory.commands(
                for: order, budget: BudgetID(rawValue: task.id.rawValue), shares: [share])
            let seconds = made.commands.first?.command.executionSeconds ?? 0
            if !nodes.isEmpty { warnings += due.warnings(of: task, lasting: seconds) }
            return (.init(task: task, nodes: nodes, rate: made.rate), warnings)
        } catch {
            switch error {
            case .store(let failure): throw .store(failure)
            case .document, .version: warn(.documentUnusable, "The task \(task.title) would fail: \(error.sentence)")
            case .parameters: warn(.parametersInvalid, "The task \(task.title) would fail: \(error.sentence)")
            }
        }
        let rate = RateControl(
            maxConcurrency: task.maxConcurrency.flatMap(RateLimit.init) ?? CommandFactory.defaultConcurrency,
            maxErrors: task.maxErrors.flatMap(RateLimit.init) ?? CommandFactory.defaultErrors,
            nodeCount: nodes.count)
        return (.init(task: task, nodes: nodes, rate: rate), warnings)
    }
}

extension Schedule {
    /// The next occurrences, with what the policy drops among them.
    fileprivate func openings(after moment: Moment, count: Int) -> [PreviewEntry] {
        var entries: [PreviewEntry] = []
        var fires = 0
        for entry in preview(after: moment) {
            entries.append(entry)
            if case .fires = entry { fires += 1 }
            // A schedule may name nothing but dropped times; that list must end too.
            if fires == count || entries.count == 2 * count { break }
        }
        return entries
    }
}

extension Window {
    fileprivate func warnings(schedule: Schedule, openings: [Schedule.PreviewEntry]) -> [WindowPreview.Warning] {
        var warnings: [WindowPreview.Warning] = []
        if !isEnabled {
            warnings.append(
                .init(code: .windowDisabled, message: "The window is disabled and does not open by itself."))
        } else if !openings.contains(where: { if case .fires = $0 { true } else { false } }) {
            warnings.append(
                schedule.canEverFire
                    ? .init(code: .noOpeningLeft, message: "The schedule is over; no opening is left.")
                    : .init(code: .neverFires, message: "The schedule \(self.schedule) never fires."))
        }
        if let spacing = schedule.expression.smallestSpacingSeconds, spacing < durationHours * 3600 {
            warnings.append(
                .init(
                    code: .overlapLikely,
                    message: "The window lasts \(durationHours) hours and may be due again after \(spacing) seconds; "
                        + "an opening that finds it still open is skipped."))
        }
        return warnings
    }
}

extension DueWindow {
    /// What the cutoff and the end mean for a task whose single run on one node may take that long. The turns of several
    /// nodes are not added up: their limits would be far beyond any night.
    fileprivate func warnings(of task: WindowTask, lasting seconds: Int) -> [WindowPreview.Warning] {
        let secondsToCutoff = (window.durationHours - window.cutoffHours) * 3600
        guard seconds > secondsToCutoff else { return [] }
        let run = "One run of the task \(task.title) may take \(seconds) seconds"
        var warnings: [WindowPreview.Warning] = []
        switch task.cutoffBehavior ?? .continueTask {
        case .cancelTask:
            warnings.append(
                .init(
                    code: .noTimeBeforeCutoff,
                    message: "\(run); the cutoff comes \(secondsToCutoff) seconds after the opening and cancels it."))
        case .continueTask where seconds > window.durationHours * 3600:
            warnings.append(.init(code: .longerThanWindow, message: "\(run), longer than the window is open."))
        case .continueTask: break
        }
        if tasks.contains(where: { $0.priority > task.priority }) {
            warnings.append(
                .init(
                    code: .laterTasksNeverStart,
                    message: "\(run); tasks of a later priority that find the cutoff passed then do not start."))
        }
        return warnings
    }
}

extension WindowTask {
    /// How it is called in a sentence.
    package var title: String { name.map { "“\($0)”" } ?? id.rawValue }
}

extension WindowTarget {
    package var title: String { name.map { "“\($0)”" } ?? id.rawValue }
}

extension ShareOrigin {
    /// An opening that does not take place, so that pseudo parameters have values to be checked.
    fileprivate static func imagined(for task: WindowTask) -> Self {
        let (execution, taskExecution, invocation) = (
            ExecutionID.random(), TaskExecutionID.random(), TaskInvocationID.random()
        )
        let target = task.windowTargetIDs.first
        return Self(
            command: CommandOrigin(
                invocationID: invocation, windowID: task.windowID, executionID: execution,
                taskExecutionID: taskExecution, windowTargetID: target, ownerInformation: nil),
            pseudoParameters: PseudoParameters(
                windowID: task.windowID, taskID: task.id, targetID: target, executionID: execution,
                taskExecutionID: taskExecution, invocationID: invocation, targetType: .instance))
    }
}
