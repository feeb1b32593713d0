import Foundation
import Testing
import WindowCore

/// Events that the field's bus does not have.
@Suite struct OwnEventTests {
    let steps = ExecutionStepTests()
    let past = ExecutionStepTests.cutoff.addingTimeInterval(0.001)

    private func cutoffReached(
        _ execution: Execution, _ tasks: [TaskExecution], at now: Date
    ) -> WindowEvent? {
        let step = ExecutionStep.next(for: execution, tasks: tasks, now: now)
        return WindowEvent.cutoffReached(execution, tasks: tasks, step: step, now: now)
    }

    @Test func `the cutoff says what it met`() {
        let tasks = [
            steps.task("a", .success), steps.task("b", .inProgress, behavior: .cancelTask),
            steps.task("c", .inProgress), steps.task("d"), steps.task("e"),
        ]
        let event = cutoffReached(steps.execution(), tasks, at: past)
        #expect(event?.detailType == "Maintenance Window Cutoff Reached")
        #expect(event?.resources == ["mw-0123456789abcdef0"])
        #expect(
            event?.detail == [
                "window-id": "mw-0123456789abcdef0", "window-execution-id": "e",
                "cutoff-time": "2027-01-15T09:00:00Z", "tasks-not-started": "2", "tasks-stopped": "1",
                "tasks-continuing": "1", "status": "CUTOFF_REACHED",
            ])
    }

    @Test func `before its moment, and when nothing is unfinished, there is no cutoff to tell of`() {
        #expect(cutoffReached(steps.execution(), [steps.task("a")], at: ExecutionStepTests.cutoff) == nil)
        #expect(cutoffReached(steps.execution(), [steps.task("a", .failed)], at: past) == nil)
        #expect(cutoffReached(steps.execution(state: .success), [steps.task("a")], at: past) == nil)
    }

    @Test func `a command's event has what its document was given, unless that is too much for a message`() {
        func event(_ parameters: [String: [String]]) -> WindowEvent {
            let command = Command(
                id: .random(), documentName: "AWS-RunShellScript", documentVersion: "1", documentHash: "",
                parameters: parameters, run: RunCommandParameters(), requestedNodes: [NodeID(rawValue: "mi-1")],
                criteria: [], maxConcurrency: "1", maxErrors: "0", timeoutSeconds: 60, executionSeconds: 60,
                budgetID: BudgetID(rawValue: "b"))
            return WindowEvent.command(
                CommandProgress(
                    command: command, state: .success, targetCount: 1, requestedAt: past,
                    rate: RateControl(concurrency: 1, errorLimit: 0)))
        }
        #expect(event(["commands": ["date"]]).parameters == ["commands": ["date"]])
        #expect(event(["commands": [String(repeating: "x", count: 100_000)]]).parameters == nil)
    }

    @Test func `an event of an earlier version is still read`() throws {
        let kept = #"{"detail":{"status":"ENABLED"},"detailType":"x","resources":["mw-1"]}"#
        let event = try JSONDecoder().decode(WindowEvent.self, from: Data(kept.utf8))
        #expect(event == WindowEvent(detailType: "x", resources: ["mw-1"], detail: ["status": "ENABLED"]))
    }

    @Test func `a target is empty when nothing matches it, not when another has taken its nodes`() {
        func target(_ id: String) -> WindowTarget {
            WindowTarget(
                id: WindowTargetID(rawValue: id), windowID: steps.windowID, resourceType: .instance, criteria: [],
                registeredAt: past)
        }
        let node = NodeID(rawValue: "mi-1")
        let resolution = TargetResolution(matches: [
            (target("first"), [node]), (target("same"), [node]), (target("empty"), []), (nil, []),
        ])
        #expect(resolution.emptyTargets == [WindowTargetID(rawValue: "empty")])
        #expect(resolution.nodeCount == 1)
    }
}
