import Testing
import WindowCore

@Suite struct RollUpTests {
    struct Row: CustomTestStringConvertible {
        let counts: [InvocationState: Int]
        var isTripped = false
        var isCancelled = false
        let outcome: CommandState
        var testDescription: String { "\(counts) \(isTripped) \(isCancelled) → \(outcome)" }
    }

    static let commands = [
        Row(counts: [:], outcome: .noInstancesInTag),
        Row(counts: [.success: 3], outcome: .success),
        Row(counts: [.success: 3, .failed: 1], outcome: .success),
        Row(counts: [.failed: 2, .terminated: 2], isTripped: true, outcome: .failed),
        Row(counts: [.executionTimedOut: 1, .terminated: 3], isTripped: true, outcome: .executionTimedOut),
        Row(counts: [.executionTimedOut: 1, .failed: 1], isTripped: true, outcome: .failed),
        // The threshold was passed by an earlier command of the task: this one never ran, or ran well.
        Row(counts: [.terminated: 4], isTripped: true, outcome: .failed),
        Row(counts: [.success: 4], isTripped: true, outcome: .success),
        Row(counts: [.deliveryTimedOut: 1, .undeliverable: 1], outcome: .deliveryTimedOut),
        Row(counts: [.deliveryTimedOut: 1, .failed: 1], outcome: .incomplete),
        Row(counts: [.success: 1, .undeliverable: 4], outcome: .success),
        Row(counts: [.undeliverable: 4], outcome: .incomplete),
        Row(counts: [.accessDenied: 2], outcome: .accessDenied),
        Row(counts: [.failed: 1], outcome: .incomplete),
        Row(counts: [.success: 1, .cancelled: 1], isCancelled: true, outcome: .cancelled),
        Row(counts: [.success: 2], isCancelled: true, outcome: .success),
        Row(counts: [.cancelled: 2], outcome: .cancelled),
    ]

    @Test(arguments: commands)
    func `a command comes to what its nodes came to`(_ row: Row) {
        #expect(
            CommandRollUp.outcome(
                of: InvocationCounts(row.counts), isTripped: row.isTripped, isCancelled: row.isCancelled) == row.outcome
        )
    }

    @Test func `a task with no nodes failed, and says why`() {
        let outcome = TaskRollUp.outcome(of: InvocationCounts(), errorLimit: 0, isStoppedAtCutoff: false)
        #expect(outcome.event == .fail)
        #expect(outcome.details == "No Invocations to Execute")
    }

    @Test(arguments: [
        ([InvocationState.success: 4], 0, false, TaskExecutionEvent.succeed),
        ([.success: 3, .failed: 1], 1, false, .succeed), ([.success: 3, .failed: 1], 0, false, .fail),
        ([.failed: 1], 5, false, .fail), ([.cancelled: 2], 0, false, .cancel),
        ([.success: 1, .cancelled: 2], 0, true, .timeOut), ([.success: 3], 0, true, .succeed),
        ([.failed: 2, .cancelled: 2], 1, true, .fail),
    ])
    func `a task comes to what its nodes came to`(
        _ counts: [InvocationState: Int], limit: Int, stopped: Bool, event: TaskExecutionEvent
    ) {
        #expect(
            TaskRollUp.outcome(of: InvocationCounts(counts), errorLimit: limit, isStoppedAtCutoff: stopped).event
                == event)
    }

    @Test func `details fit the API`() {
        let outcome = TaskRollUp.outcome(
            of: InvocationCounts([.failed: 1_000_000, .terminated: 9_000_000]), errorLimit: 999_999,
            isStoppedAtCutoff: false)
        #expect((outcome.details ?? "").count <= 250)
    }
}
