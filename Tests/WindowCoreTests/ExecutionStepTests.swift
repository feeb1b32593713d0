import Foundation
import Testing
import WindowCore

@Suite struct ExecutionStepTests {
    static let start = Date(timeIntervalSince1970: 1_800_000_000)
    static let cutoff = start.addingTimeInterval(3600)
    let windowID = WindowID(rawValue: "mw-0123456789abcdef0")

    func execution(state: ExecutionState = .inProgress, isCancelRequested: Bool = false) -> Execution {
        Execution(
            id: ExecutionID(rawValue: "e"), windowID: windowID,
            span: OpeningSpan(
                scheduledAt: Self.start, cutoffAt: Self.cutoff, endsAt: Self.cutoff.addingTimeInterval(3600)),
            openedAt: Self.start, state: state, isCancelRequested: isCancelRequested)
    }

    func task(
        _ id: String, priority: Int = 1, _ state: TaskExecutionState = .pending, behavior: CutoffBehavior? = nil,
        isStopped: Bool = false
    ) -> TaskExecution {
        TaskExecution(
            id: TaskExecutionID(rawValue: id), executionID: ExecutionID(rawValue: "e"),
            task: WindowTask(
                id: WindowTaskID(rawValue: id), windowID: windowID, type: .runCommand, taskARN: "AWS-Noop",
                criteria: [],
                priority: priority, cutoffBehavior: behavior, registeredAt: Self.start),
            targets: [], state: state, isStoppedAtCutoff: isStopped)
    }

    func ids(_ names: String...) -> [TaskExecutionID] { names.map(TaskExecutionID.init(rawValue:)) }

    @Test func `equal priorities start together and lower groups wait`() {
        let step = ExecutionStep.next(
            for: execution(), tasks: [task("a", priority: 2), task("b", priority: 1), task("c", priority: 1)],
            now: Self.start)
        #expect(step.starts == ids("b", "c"))
        #expect(step.wakeAt == Self.cutoff.addingTimeInterval(0.001))
    }

    @Test func `a failed group does not stop the next one`() {
        let step = ExecutionStep.next(
            for: execution(), tasks: [task("a", priority: 0, .failed), task("b", priority: 1)], now: Self.start)
        #expect(step.starts == ids("b"))
    }

    @Test func `a group waits while one task of the group before it runs`() {
        let step = ExecutionStep.next(
            for: execution(), tasks: [task("a", priority: 0, .inProgress), task("b", priority: 1)], now: Self.start)
        #expect(step.starts.isEmpty)
        #expect(step.finish == nil)
    }

    @Test func `a task may start exactly at the cutoff and not after it`() {
        #expect(ExecutionStep.next(for: execution(), tasks: [task("a")], now: Self.cutoff).starts == ids("a"))
        let late = ExecutionStep.next(for: execution(), tasks: [task("a")], now: Self.cutoff.addingTimeInterval(0.001))
        #expect(late.starts.isEmpty)
        #expect(late.timeOuts == ids("a"))
        #expect(late.finish?.event == .timeOut)
    }

    @Test func `at the cutoff CANCEL_TASK stops what runs and CONTINUE_TASK goes on`() {
        let step = ExecutionStep.next(
            for: execution(),
            tasks: [
                task("a", .inProgress, behavior: .cancelTask), task("b", .inProgress, behavior: .continueTask),
                task("c", .inProgress), task("d", priority: 9),
            ], now: Self.cutoff.addingTimeInterval(1))
        #expect(step.stops == ids("a"))
        #expect(step.timeOuts == ids("d"))
        #expect(step.finish == nil)
        #expect(step.wakeAt == nil)
    }

    @Test func `a task is stopped once`() {
        let step = ExecutionStep.next(
            for: execution(), tasks: [task("a", .cancelling, behavior: .cancelTask, isStopped: true)],
            now: Self.cutoff.addingTimeInterval(1))
        #expect(step.starts.isEmpty && step.stops.isEmpty && step.finish == nil)
    }

    @Test func `cancelling lets what runs finish and starts nothing`() {
        let step = ExecutionStep.next(
            for: execution(state: .cancelling, isCancelRequested: true),
            tasks: [task("a", priority: 0, .inProgress), task("b", priority: 1)], now: Self.start)
        #expect(step.cancellations == ids("b"))
        #expect(step.stops.isEmpty && step.starts.isEmpty && step.finish == nil)
    }

    @Test func `a cancelled execution ends cancelled, whatever its tasks came to`() {
        let step = ExecutionStep.next(
            for: execution(state: .cancelling, isCancelRequested: true),
            tasks: [task("a", .success), task("b", .failed)],
            now: Self.start)
        #expect(step.finish?.event == .drain)
    }

    @Test func `a window without tasks succeeds at once`() {
        let step = ExecutionStep.next(for: execution(state: .pending), tasks: [], now: Self.start)
        #expect(step.finish?.event == .succeed)
        #expect(step.finish?.details == "No tasks to execute.")
    }

    @Test(arguments: [
        ([TaskExecutionState.success, .failed, .timedOut, .cancelled], ExecutionEvent.fail),
        ([.success, .timedOut, .cancelled], .timeOut), ([.success, .cancelled], .drain), ([.success], .succeed),
    ])
    func `the worst task decides`(_ states: [TaskExecutionState], event: ExecutionEvent) {
        #expect(ExecutionRollUp.outcome(of: states, isCancelRequested: false).event == event)
    }

    @Test func `a final execution needs nothing`() {
        let step = ExecutionStep.next(for: execution(state: .success), tasks: [task("a")], now: Self.start)
        #expect(step.starts.isEmpty && step.timeOuts.isEmpty && step.finish == nil && step.wakeAt == nil)
    }

    @Test func `without a slot nothing starts, and the cutoff is when to look again`() {
        let full = ExecutionSlots(limit: 2, running: 2, ahead: 0)
        let pending = execution(state: .pending)
        let step = ExecutionStep.next(for: pending, tasks: [task("a")], slots: full, now: Self.start)
        #expect(step.isHeldBack)
        #expect(step.starts.isEmpty)
        #expect(step.wakeAt == Self.cutoff.addingTimeInterval(0.001))
        let late = ExecutionStep.next(
            for: pending, tasks: [task("a")], slots: full, now: Self.cutoff.addingTimeInterval(0.001))
        #expect(!late.isHeldBack)
        #expect(late.finish?.event == .timeOut)
        // What has begun keeps its slot, and what has nothing to run needs none.
        #expect(
            ExecutionStep.next(for: execution(), tasks: [task("a")], slots: full, now: Self.start).starts == ids("a"))
        #expect(ExecutionStep.next(for: pending, tasks: [], slots: full, now: Self.start).finish?.event == .succeed)
    }

    @Test(arguments: [(0, 0, true), (1, 0, true), (1, 1, false), (2, 0, false), (0, 1, true), (0, 2, false)])
    func `a slot goes to whoever opened first`(running: Int, ahead: Int, isFree: Bool) {
        #expect(ExecutionSlots(limit: 2, running: running, ahead: ahead).isFree == isFree)
    }

    @Test func `being held back is said once, after what was said before, and no longer when it begins`() {
        let slots = ExecutionSlots(limit: 2, running: 2, ahead: 0)
        var waiting = execution(state: .pending)
        #expect(waiting.heldBack(by: slots).details == "Held back until another window ends: 2 may run at once.")
        #expect(waiting.heldBack(by: slots).begun == waiting)
        waiting.details = "Opened 9 s late."
        let held = waiting.heldBack(by: slots).heldBack(by: slots)
        #expect(held.details == "Opened 9 s late. Held back until another window ends: 2 may run at once.")
        #expect(held.begun == waiting)
    }
}
