import Foundation
import ScheduleEngine
import Testing
import WindowCore
import WindowService
import WindowStore
import WindowTestSupport

@Suite(.timeLimit(.minutes(5))) struct WindowRequestTests {
    private static func definition(
        schedule: String = "rate(2 hours)", startDate: String? = nil, endDate: String? = nil
    ) -> WindowDefinition {
        WindowDefinition(
            name: "sample", startDate: startDate, endDate: endDate, schedule: schedule, durationHours: 2,
            cutoffHours: 1, allowsUnassociatedTargets: false)
    }

    @Test func `a rate with a start date in the past counts from now`() async throws {
        let harness = try await ServiceHarness()
        let id = try await harness.control.createWindow(Self.definition(startDate: "2026-11-22T11:30:00Z"))
        let next = try await harness.store.window(id).nextOpeningAt
        #expect(next == .noon.addingTimeInterval(2 * 3600))
    }

    @Test func `a rate with a start date to come opens then`() async throws {
        let harness = try await ServiceHarness()
        let id = try await harness.control.createWindow(Self.definition(startDate: "2026-11-22T13:30:00Z"))
        #expect(try await harness.store.window(id).nextOpeningAt == .noon.addingTimeInterval(5400))
    }

    @Test func `a schedule that never fires is accepted and has no opening`() async throws {
        let harness = try await ServiceHarness()
        let id = try await harness.control.createWindow(Self.definition(schedule: "cron(0 0 31 2 ? *)"))
        #expect(try await harness.store.window(id).nextOpeningAt == nil)
        let preview = try await harness.control.previewWindow(id, count: 5)
        #expect(preview.warnings.map(\.code) == [.neverFires, .noTasks])
    }

    @Test func `the floor on frequency is the operator's`() async throws {
        let harness = try await ServiceHarness(settings: ControlSettings(shortestSpacingSeconds: 10))
        _ = try await harness.control.createWindow(Self.definition(schedule: "cron(*/10 * * * * ? *)"))
        await #expect(throws: RequestError.self) {
            try await harness.control.createWindow(Self.definition(schedule: "cron(*/5 * * * * ? *)"))
        }
    }

    @Test func `an update that says nothing about the end date does not judge it again`() async throws {
        let harness = try await ServiceHarness()
        let id = try await harness.control.createWindow(Self.definition(endDate: "2026-11-23T00:00Z"))
        harness.clock.advance(by: 2 * 86_400)
        // It is over, and may still be renamed or put to rest.
        let renamed = try await harness.control.updateWindow(id, WindowChange(name: "over"))
        #expect(renamed.name == "over")
        await #expect(throws: RequestError.self) {
            try await harness.control.updateWindow(id, WindowChange(endDate: "2026-11-24T00:00Z"))
        }
    }

    @Test func `a change of the daylight-saving policy moves the next opening and keeps the anchor`() async throws {
        // The clocks of Paris skip 02:30 on 28 March 2027.
        let now = Date(try Moment(parsing: "2027-03-27T12:00:00Z"))
        let harness = try await ServiceHarness(now: now)
        var definition = Self.definition(schedule: "cron(30 2 * * ? *)")
        definition.scheduleTimezone = "Europe/Paris"
        let id = try await harness.control.createWindow(definition)
        harness.clock.advance(by: 60)
        #expect(try await harness.store.window(id).nextOpeningAt == Date(try Moment(parsing: "2027-03-28T01:30:00Z")))
        let changed = try await harness.control.updateWindow(id, WindowChange(daylightSaving: .skip))
        #expect(try await harness.store.window(id).nextOpeningAt == Date(try Moment(parsing: "2027-03-29T00:30:00Z")))
        #expect(changed.activatedAt == now)
    }

    @Test func `a window whose zone has gone can still be disabled`() async throws {
        let harness = try await ServiceHarness()
        var window = Window.sample()
        window.scheduleTimezone = "Europe/Atlantis"
        _ = try await harness.store.create(window, tags: [:], nextOpeningAt: .noon, token: nil)
        let disabled = try await harness.control.updateWindow(window.id, WindowChange(isEnabled: false))
        #expect(disabled.isEnabled == false)
        #expect(try await harness.store.window(window.id).nextOpeningAt == nil)
    }

    @Test func `a hand-opened window keeps its schedule, even when it is disabled`() async throws {
        let harness = try await ServiceHarness()
        let id = try await harness.control.createWindow(Self.definition())
        _ = try await harness.control.updateWindow(id, WindowChange(isEnabled: false))
        let execution = try await harness.control.openWindow(id, logger: harness.logger)
        let record = try await harness.store.execution(execution)
        #expect(record.execution.reason == .manual)
        #expect(record.execution.cutoffAt == .noon.addingTimeInterval(3600))
        #expect(try await harness.store.window(id).nextOpeningAt == nil)
        await #expect(throws: RequestError.self) { try await harness.control.openWindow(id, logger: harness.logger) }
    }

    @Test func `a preview warns of a window that is due again while it lasts`() async throws {
        let harness = try await ServiceHarness()
        let id = try await harness.control.createWindow(Self.definition(schedule: "rate(1 hour)"))
        let warnings = try await harness.control.previewWindow(id, count: 1).warnings
        #expect(warnings.map(\.code) == [.overlapLikely, .noTasks])
    }

    @Test func `a preview judges parameters as the opening would, pseudo parameters filled in`() async throws {
        let harness = try await ServiceHarness()
        try await harness.install(
            "Strict",
            #"""
            {"schemaVersion": "2.2", "parameters": {"id": {"type": "String", "allowedPattern": "^mw-[0-9a-f]{17}$"}},
             "mainSteps": [{"action": "aws:runShellScript", "name": "only", "inputs": {"runCommand": ["true"]}}]}
            """#)
        try await harness.addNodes(1)
        let window = Window.sample()
        _ = try await harness.addWindow(window) { target in
            ["{{WINDOW_ID}}", "nonsense"].enumerated().map { index, value in
                var task = WindowTask.sample(of: window.id, targets: [target], priority: index)
                task.taskARN = "Strict"
                task.name = "task-\(index)"
                task.runCommand = RunCommandParameters(parameters: ["id": [value]])
                return task
            }
        }
        let invalid = try await harness.control.previewWindow(window.id, count: 1).warnings
            .filter { $0.code == .parametersInvalid }
        #expect(invalid.count == 1)
        #expect(invalid.first?.message.contains("task-1") == true)
    }

    /// What a preview says of the times of a task whose single run may take two hours and a half.
    private func timeWarnings(
        durationHours: Int, cutoffHours: Int, _ behavior: CutoffBehavior?, secondPriority: Int? = nil
    ) async throws -> [WindowPreview.Warning] {
        let harness = try await ServiceHarness()
        try await harness.addNodes(1)
        let window = Window.sample(
            schedule: "rate(7 days)", durationHours: durationHours, cutoffHours: cutoffHours)
        _ = try await harness.addWindow(window) { target in
            var long = WindowTask.sample(of: window.id, targets: [target], cutoffBehavior: behavior)
            long.name = "long"
            long.runCommand = RunCommandParameters(parameters: ["commands": ["true"], "executionTimeout": ["9000"]])
            let second = secondPriority.map { WindowTask.sample(of: window.id, targets: [target], priority: $0) }
            return [long] + [second].compactMap(\.self)
        }
        return try await harness.control.previewWindow(window.id, count: 1).warnings
            .filter { [.noTimeBeforeCutoff, .longerThanWindow, .laterTasksNeverStart].contains($0.code) }
    }

    @Test(arguments: [(4, 2, true), (4, 1, false), (2, 0, true), (3, 0, false)])
    func `a run that the cutoff may cancel is warned of`(duration: Int, cutoff: Int, isWarned: Bool) async throws {
        let warnings = try await timeWarnings(durationHours: duration, cutoffHours: cutoff, .cancelTask)
        #expect(warnings.map(\.code) == (isWarned ? [.noTimeBeforeCutoff] : []))
        #expect(warnings.allSatisfy { $0.message.contains("“long” may take 9000 seconds") })
    }

    @Test(arguments: [nil, CutoffBehavior.continueTask])
    func `a run that goes on past the cutoff is warned of when it may outlast the window`(
        _ behavior: CutoffBehavior?
    ) async throws {
        #expect(try await timeWarnings(durationHours: 4, cutoffHours: 2, behavior).isEmpty)
        let longer = try await timeWarnings(durationHours: 2, cutoffHours: 1, behavior)
        #expect(longer.map(\.code) == [.longerThanWindow])
    }

    @Test(arguments: CutoffBehavior.allCases)
    func `tasks of a later priority that may find the cutoff passed are warned of, those beside it are not`(
        _ behavior: CutoffBehavior
    ) async throws {
        let later = try await timeWarnings(durationHours: 4, cutoffHours: 2, behavior, secondPriority: 2)
        #expect(later.filter { $0.code == .laterTasksNeverStart }.count == 1)
        let beside = try await timeWarnings(durationHours: 4, cutoffHours: 2, behavior, secondPriority: 1)
        #expect(!beside.contains { $0.code == .laterTasksNeverStart })
    }
}
