import Foundation
import Testing

@testable import Documents

func roundTrip<Value: Codable>(_ value: Value) throws -> Value {
    try JSONDecoder().decode(Value.self, from: JSONEncoder().encode(value))
}

@Suite struct StepFlowTests {
    static func step(_ name: String, _ modifiers: FlowModifiers = FlowModifiers()) -> StepPlan {
        StepPlan(
            name: name, action: "aws:runShellScript", work: .run(RunScript(text: "\(name)\n")), modifiers: modifiers)
    }

    static func flow(_ steps: StepPlan...) -> StepFlow { StepFlow(DocumentPlan(steps: steps)) }

    /// Every outcome a step can have, by name.
    enum Outcome: String, CaseIterable {
        case exit0, exit1, exit137, exit168, exit169, exit194, exit255, timedOut, cancelled, interrupted, skipped,
            refused,
            nothingToDo

        var outcome: StepOutcome {
            switch self {
            case .exit0: .exited(code: 0)
            case .exit1: .exited(code: 1)
            case .exit137: .exited(code: 137)
            case .exit168: .exited(code: 168)
            case .exit169: .exited(code: 169)
            case .exit194: .exited(code: 194)
            case .exit255: .exited(code: 255)
            case .timedOut: .timedOut
            case .cancelled: .cancelled
            case .interrupted: .interrupted
            case .skipped: .skipped
            case .refused: .refused
            case .nothingToDo: .nothingToDo
            }
        }
    }

    /// Every modifier a step can carry.
    enum Modifier: String, CaseIterable {
        case none, onFailureExit, onFailureSuccessAndExit, onSuccessExit, finallyStep

        var modifiers: FlowModifiers {
            switch self {
            case .none: FlowModifiers()
            case .onFailureExit: FlowModifiers(onFailure: .exit)
            case .onFailureSuccessAndExit: FlowModifiers(onFailure: .successAndExit)
            case .onSuccessExit: FlowModifiers(exitsOnSuccess: true)
            case .finallyStep: FlowModifiers(isFinally: true)
            }
        }
    }

    /// What the step shows, its code, and whether the rest runs. Written by hand from the reference's table.
    struct Row: Equatable {
        let status: StepStatus
        let code: Int
        let rest: Bool
        init(_ status: StepStatus, _ code: Int, rest: Bool) {
            self.status = status
            self.code = code
            self.rest = rest
        }
    }

    /// `nil` is the reboot. `finallyStep` changes nothing on a step that is not the last.
    static func expected(_ outcome: Outcome, _ modifier: Modifier) -> Row? {
        switch (outcome, modifier) {
        case (.exit0, .onSuccessExit): Row(.success, 0, rest: false)
        case (.exit0, _): Row(.success, 0, rest: true)
        case (.exit1, .onFailureExit): Row(.failed, 1, rest: false)
        case (.exit1, .onFailureSuccessAndExit): Row(.success, 168, rest: false)
        case (.exit1, _): Row(.failed, 1, rest: true)
        case (.exit255, .onFailureExit): Row(.failed, 255, rest: false)
        case (.exit255, .onFailureSuccessAndExit): Row(.success, 168, rest: false)
        case (.exit255, _): Row(.failed, 255, rest: true)
        case (.exit137, _), (.timedOut, _): Row(.timedOut, 137, rest: true)
        case (.exit168, _): Row(.success, 168, rest: false)
        case (.exit169, _): Row(.failed, 169, rest: false)
        case (.exit194, _): nil
        case (.cancelled, _): Row(.cancelled, -1, rest: true)
        case (.interrupted, .onFailureExit), (.refused, .onFailureExit): Row(.failed, 1, rest: false)
        case (.interrupted, .onFailureSuccessAndExit), (.refused, .onFailureSuccessAndExit):
            Row(.failed, 1, rest: false)
        case (.interrupted, _), (.refused, _): Row(.failed, 1, rest: true)
        case (.skipped, _): Row(.skipped, 0, rest: true)
        case (.nothingToDo, _): Row(.success, 0, rest: true)
        }
    }

    @Test(arguments: Outcome.allCases, Modifier.allCases)
    func `every outcome meets every modifier`(_ outcome: Outcome, _ modifier: Modifier) throws {
        var flow = Self.flow(Self.step("first", modifier.modifiers), Self.step("second"))
        flow.record(outcome.outcome, ofStep: 0)
        guard let row = Self.expected(outcome, modifier) else {
            #expect(flow.next == .reboot(step: 0))
            #expect(flow.progress.status == .inProgress)
            return
        }
        #expect(flow.progress.results[0] == StepResult(row.status, code: row.code))
        switch flow.next {
        case .run(step: 1, _): #expect(row.rest)
        case .settle(step: 1, .skipped, let message):
            #expect(!row.rest)
            #expect(message.hasPrefix("Step execution skipped due to "))
        default: #expect(Bool(false), "\(flow.next)")
        }
    }

    @Test(arguments: Outcome.allCases)
    func `a finally step runs after every outcome that ends the document`(_ outcome: Outcome) {
        guard outcome != .exit194 else { return }
        var flow = Self.flow(
            Self.step("first", FlowModifiers(onFailure: .exit, exitsOnSuccess: true)), Self.step("middle"),
            Self.step("last", FlowModifiers(isFinally: true)))
        flow.record(outcome.outcome, ofStep: 0)
        if case .settle(step: 1, let skipped, _) = flow.next { flow.record(skipped, ofStep: 1) }
        if case .run(step: 1, _) = flow.next { flow.record(.exited(code: 0), ofStep: 1) }
        guard case .run(step: 2, let script) = flow.next else { return #expect(Bool(false), "\(flow.next)") }
        #expect(script.text == "last\n")
    }

    @Test func `a finally step before the last is skipped like any other`() {
        var flow = Self.flow(
            Self.step("one"), Self.step("two", FlowModifiers(isFinally: true)), Self.step("three"))
        flow.record(.exited(code: 169), ofStep: 0)
        guard case .settle(step: 1, .skipped, _) = flow.next else { return #expect(Bool(false)) }
    }

    @Test func `a failed step does not stop later steps and the first code is reported`() {
        var flow = Self.flow(Self.step("one"), Self.step("two"), Self.step("three"))
        flow.record(.exited(code: 0), ofStep: 0)
        flow.record(.exited(code: 3), ofStep: 1)
        #expect(flow.next == .run(step: 2, RunScript(text: "three\n")))
        flow.record(.exited(code: 4), ofStep: 2)
        #expect(flow.next == .finish(.failed, responseCode: 3))
    }

    @Test func `steps after an exit are skipped and the document succeeds`() {
        var flow = Self.flow(Self.step("one"), Self.step("two"))
        flow.record(.exited(code: 168), ofStep: 0)
        guard case .settle(step: 1, let outcome, _) = flow.next else { return #expect(Bool(false)) }
        flow.record(outcome, ofStep: 1)
        #expect(flow.progress.results[1] == StepResult(.skipped, code: 0))
        #expect(flow.progress.results[1]?.status.wireName == "Success")
        #expect(flow.next == .finish(.success, responseCode: 168))
    }

    @Test func `a plan's own decisions are settled without the node`() {
        var flow = StepFlow(
            DocumentPlan(steps: [
                StepPlan(name: "a", action: "x", work: .skip(reason: "Step execution skipped due to this")),
                StepPlan(name: "b", action: "x", work: .succeed),
                StepPlan(name: "c", action: "x", work: .fail(reason: "that")),
            ]))
        #expect(flow.next == .settle(step: 0, .skipped, message: "Step execution skipped due to this"))
        flow.record(.skipped, ofStep: 0)
        #expect(flow.next == .settle(step: 1, .nothingToDo, message: "Nothing to do. Step name: b"))
        flow.record(.nothingToDo, ofStep: 1)
        #expect(flow.next == .settle(step: 2, .refused, message: "that"))
        flow.record(.refused, ofStep: 2)
        #expect(flow.next == .finish(.failed, responseCode: 1))
    }

    @Test func `exit 194 reboots and repeats the same step`() {
        var flow = Self.flow(Self.step("one"), Self.step("two"))
        flow.record(.exited(code: 0), ofStep: 0)
        flow.record(.exited(code: 194), ofStep: 1)
        #expect(flow.next == .reboot(step: 1))
        #expect(flow.progress.status == .inProgress)
        flow.rebooted()
        #expect(flow.next == .run(step: 1, RunScript(text: "two\n")))
        flow.record(.exited(code: 0), ofStep: 1)
        #expect(flow.next == .finish(.success, responseCode: 0))
    }

    @Test func `the sixteenth reboot is refused`() {
        var flow = Self.flow(Self.step("loop"), Self.step("after"))
        for _ in 1...15 {
            flow.record(.exited(code: 194), ofStep: 0)
            #expect(flow.next == .reboot(step: 0))
            flow.rebooted()
        }
        flow.record(.exited(code: 194), ofStep: 0)
        #expect(flow.progress.results[0] == StepResult(.failed, code: 194))
        guard case .settle(step: 1, .skipped, _) = flow.next else { return #expect(Bool(false)) }
    }

    @Test func `a reboot that is lost fails the step`() {
        var flow = Self.flow(Self.step("one"))
        flow.record(.exited(code: 194), ofStep: 0)
        flow.record(.interrupted, ofStep: 0)
        #expect(flow.next == .finish(.failed, responseCode: 1))
    }

    @Test func `cancelling settles what has not started and keeps what has ended`() {
        var flow = Self.flow(Self.step("one"), Self.step("two"), Self.step("three", FlowModifiers(isFinally: true)))
        flow.record(.exited(code: 0), ofStep: 0)
        flow.cancel()
        flow.record(.exited(code: 137), ofStep: 1)
        #expect(flow.progress.results[1] == StepResult(.cancelled, code: 137))
        guard case .settle(step: 2, .cancelled, _) = flow.next else { return #expect(Bool(false)) }
        flow.record(.cancelled, ofStep: 2)
        #expect(flow.next == .finish(.cancelled, responseCode: 137))
    }

    @Test func `a step that ends by itself while being cancelled keeps its own result`() {
        var flow = Self.flow(Self.step("one"))
        flow.cancel()
        flow.record(.exited(code: 0), ofStep: 0)
        #expect(flow.next == .finish(.success, responseCode: 0))
    }

    @Test func `a cancelled command does not reboot`() {
        var flow = Self.flow(Self.step("one"))
        flow.record(.exited(code: 194), ofStep: 0)
        flow.cancel()
        guard case .settle(step: 0, .cancelled, _) = flow.next else { return #expect(Bool(false)) }
        var other = Self.flow(Self.step("one"))
        other.cancel()
        other.record(.exited(code: 194), ofStep: 0)
        #expect(other.next == .finish(.cancelled, responseCode: 194))
    }

    @Test func `a report that arrives twice changes nothing`() {
        var flow = Self.flow(Self.step("one"))
        flow.record(.exited(code: 0), ofStep: 0)
        let before = flow
        flow.record(.exited(code: 1), ofStep: 0)
        #expect(flow == before)
    }

    @Test(arguments: Outcome.allCases, Modifier.allCases)
    func `kept progress gives the same answer after a restart`(_ outcome: Outcome, _ modifier: Modifier) throws {
        var flow = Self.flow(Self.step("one", modifier.modifiers), Self.step("two"))
        flow.record(outcome.outcome, ofStep: 0)
        let resumed = StepFlow(try roundTrip(flow.plan), resuming: try roundTrip(flow.progress))
        #expect(resumed == flow)
        #expect(resumed.next == flow.next)
    }

    /// Every combination of up to three step statuses, against the order of the rule: failed, timed out, cancelled, then
    /// success when all have ended.
    @Test func `a document's status is the first that applies`() {
        let all: [StepStatus?] = StepStatus.allCases.map(Optional.some) + [nil]
        for a in all {
            for b in all {
                for c in all {
                    let statuses = [a, b, c]
                    let expected: DocumentStatus
                    if statuses.contains(.failed) {
                        expected = .failed
                    } else if statuses.contains(.timedOut) {
                        expected = .timedOut
                    } else if statuses.contains(.cancelled) {
                        expected = .cancelled
                    } else if statuses.contains(nil) {
                        expected = .inProgress
                    } else {
                        expected = .success
                    }
                    let results = statuses.map { $0.map { StepResult($0, code: 0) } }
                    #expect(DocumentStatus(of: results) == expected)
                    #expect(DocumentStatus(of: results, isRebooting: true) == .inProgress)
                }
            }
        }
    }
}
