import Foundation
import Testing
import WindowCore
import WindowStore
import WindowTestSupport

@testable import WindowService

/// An opening that did not happen at its moment says so to whoever reads its history.
@Suite(.timeLimit(.minutes(5))) struct LateOpeningTests {
    let id = WindowID(rawValue: "mw-0123456789abcdef0")

    /// 2026-12-01T02:00:00Z.
    let due = Date(timeIntervalSince1970: 1_796_090_400)

    private func opened(
        secondsLate: Double, transport: ScriptedTransport = ScriptedTransport()
    ) async throws -> ServiceHarness {
        let harness = try await ServiceHarness(now: due, transport: transport)
        let window = Window.sample(
            id: id, schedule: "cron(0 2 * * ? *)", durationHours: 3, createdAt: due.addingTimeInterval(-86_400))
        try await harness.addNodes(1)
        _ = try await harness.addWindow(window) { [.sample(of: id, targets: [$0])] }
        harness.clock.advance(by: secondsLate)
        try await WindowOpener(control: harness.control, logger: harness.logger).pass()
        return harness
    }

    @Test func `a late opening says how late it is and when it was due`() async throws {
        let harness = try await opened(secondsLate: 5400)
        #expect(
            try await harness.executions(of: id).map(\.details)
                == ["Opened 5400 s late; it was due at 2026-12-01T02:00:00Z."])
    }

    @Test(arguments: [0.0, 0.5, 1.9]) func `a punctual opening says nothing`(_ seconds: Double) async throws {
        let harness = try await opened(secondsLate: seconds)
        #expect(try await harness.executions(of: id).map(\.details) == [nil])
    }

    @Test func `two seconds are late`() async throws {
        let harness = try await opened(secondsLate: 2)
        #expect(try await harness.executions(of: id)[0].details?.hasPrefix("Opened 2 s late;") == true)
    }

    @Test(arguments: [0, 1]) func `its end does not make it forget that it was late`(exitCode: Int) async throws {
        let harness = try await opened(
            secondsLate: 60, transport: ScriptedTransport { _, _ in .success(.exit(exitCode)) })
        let record = try await harness.running { try await harness.finalExecution(of: id) }
        #expect(record.execution.state == (exitCode == 0 ? .success : .failed))
        let details = try #require(record.execution.details)
        #expect(details.hasPrefix("Opened 60 s late; it was due at 2026-12-01T02:00:00Z."))
        #expect(details.hasSuffix("One or more tasks in the orchestration failed.") == (exitCode != 0))
    }

    @Test func `the log tells of an opening and of its end, with details when there are some`() async throws {
        let harness = try await ServiceHarness(now: due)
        let book = LogBook()
        _ = try await harness.addWindow(.sample(id: id)) { _ in [] }
        try await WindowOpener(control: harness.control, logger: book.logger).pass()
        try await TaskDispatcher(control: harness.control, logger: book.logger).pass()
        let execution = try #require(try await harness.executions(of: id).first)
        #expect(
            book.text.contains(
                "info A window opened. execution=\(execution.id) late=0ms status=PENDING window=\(id)\n"))
        #expect(book.text.contains("info A window's execution ended. details=No tasks to execute. execution="))
        let bare = LogBook()
        Execution(
            id: execution.id, windowID: id, span: OpeningSpan(scheduledAt: due, cutoffAt: due, endsAt: due),
            openedAt: due, state: .inProgress
        ).reportEnd(ExecutionRollUp.outcome(of: [.success], isCancelRequested: false), to: bare.logger)
        #expect(bare.text == "info A window's execution ended. execution=\(execution.id) status=SUCCESS window=\(id)")
    }
}
