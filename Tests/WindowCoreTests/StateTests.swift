import Testing
import WindowCore

@Suite struct StateTests {
    static let legalExecutions: [ExecutionState: [ExecutionEvent: ExecutionState]] = [
        .pending: [.start: .inProgress, .cancel: .cancelling, .succeed: .success, .timeOut: .timedOut],
        .inProgress: [
            .cancel: .cancelling, .succeed: .success, .fail: .failed, .timeOut: .timedOut, .drain: .cancelled,
        ],
        .cancelling: [.cancel: .cancelling, .drain: .cancelled],
    ]

    @Test(arguments: ExecutionState.allCases, ExecutionEvent.allCases)
    func `every execution state meets every event`(from state: ExecutionState, on event: ExecutionEvent) {
        #expect((try? state.after(event)) == Self.legalExecutions[state]?[event])
    }

    static let legalTasks: [TaskExecutionState: [TaskExecutionEvent: TaskExecutionState]] = [
        .pending: [.start: .inProgress, .fail: .failed, .timeOut: .timedOut, .cancel: .cancelled],
        .inProgress: [
            .stop: .cancelling, .succeed: .success, .fail: .failed, .timeOut: .timedOut, .cancel: .cancelled,
        ],
        .cancelling: [
            .stop: .cancelling, .succeed: .success, .fail: .failed, .timeOut: .timedOut, .cancel: .cancelled,
        ],
    ]

    @Test(arguments: TaskExecutionState.allCases, TaskExecutionEvent.allCases)
    func `every task state meets every event`(from state: TaskExecutionState, on event: TaskExecutionEvent) {
        #expect((try? state.after(event)) == Self.legalTasks[state]?[event])
    }

    static let invocationEvents: [InvocationEvent] =
        [.claim, .deferred, .cancel, .terminate] + InvocationState.allCases.map { .finish($0) }

    static func legalInvocation(_ state: InvocationState, _ event: InvocationEvent) -> InvocationState? {
        let reports: Set<InvocationState> = [
            .success, .failed, .executionTimedOut, .deliveryTimedOut, .undeliverable, .invalidPlatform, .accessDenied,
            .cancelled,
        ]
        switch (state, event) {
        case (.pending, .claim), (.delayed, .claim): return .inProgress
        case (.inProgress, .deferred): return .delayed
        case (.cancelling, .deferred), (.pending, .cancel), (.delayed, .cancel): return .cancelled
        case (.inProgress, .cancel), (.cancelling, .cancel): return .cancelling
        case (.pending, .terminate), (.delayed, .terminate): return .terminated
        case (.inProgress, .finish(let result)), (.cancelling, .finish(let result)):
            return reports.contains(result) ? result : nil
        case (.delayed, .finish(.deliveryTimedOut)): return .deliveryTimedOut
        case (.delayed, .finish(.undeliverable)): return .undeliverable
        default: return nil
        }
    }

    @Test(arguments: InvocationState.allCases, invocationEvents)
    func `every invocation state meets every event`(from state: InvocationState, on event: InvocationEvent) {
        #expect((try? state.after(event)) == Self.legalInvocation(state, event))
    }

    @Test func `only what the node reported counts as an error`() {
        #expect(InvocationState.allCases.filter(\.isCountedError) == [.failed, .executionTimedOut])
    }
}
