import Foundation
import Testing
import WindowCore
import WindowService
import WindowStore
import WindowTestSupport

@Suite struct NewOpeningTests {
    private static let window = Window.sample()

    private static func due(_ targets: [WindowTarget], _ tasks: [WindowTask]) -> DueWindow {
        DueWindow(window: window, dueAt: .noon, isRunning: false, targets: targets, tasks: tasks)
    }

    private static func opening(_ due: DueWindow) -> NewOpening {
        NewOpening(
            opening: due, span: window.span(openingAt: .noon), reason: .schedule, nextOpeningAt: nil,
            now: .noon.addingTimeInterval(5))
    }

    @Test func `tasks stand in order of priority`() {
        let tasks = [3, 0, 2].map { WindowTask.sample(of: Self.window.id, targets: [], priority: $0) }
        #expect(Self.opening(Self.due([], tasks)).tasks.map(\.task.priority) == [0, 2, 3])
    }

    @Test func `the scheduled moment and the real one are kept apart`() {
        let execution = Self.opening(Self.due([], [])).execution
        #expect(execution.scheduledAt == .noon)
        #expect(execution.openedAt == .noon.addingTimeInterval(5))
        #expect(execution.endsAt == .noon.addingTimeInterval(3600))
    }

    @Test func `a task takes its targets along in its own order, each once`() {
        let targets = (0..<3).map { WindowTarget.sample(of: Self.window.id, tag: "n", "\($0)") }
        let task = WindowTask.sample(of: Self.window.id, targets: [targets[2].id, targets[0].id, targets[2].id])
        #expect(Self.opening(Self.due(targets, [task])).tasks[0].targets.map(\.id) == [targets[2].id, targets[0].id])
    }

    @Test func `a target that is gone resolves to nothing`() {
        let task = WindowTask.sample(of: Self.window.id, targets: [.random()])
        #expect(Self.opening(Self.due([], [task])).tasks[0].targets.isEmpty)
    }
}
