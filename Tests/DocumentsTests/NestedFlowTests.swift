import Foundation
import Testing

@testable import Documents

/// A step that runs a document, by what becomes of that document's steps.
@Suite struct NestedFlowTests {
    typealias Outcome = StepFlowTests.Outcome
    typealias Modifier = StepFlowTests.Modifier

    static func step(_ name: String, _ modifiers: FlowModifiers = FlowModifiers()) -> StepPlan {
        StepFlowTests.step(name, modifiers)
    }

    static func running(_ inner: [StepPlan], _ modifiers: FlowModifiers = FlowModifiers()) -> StepPlan {
        StepPlan(
            name: "outer", action: "aws:runDocument", work: .document(DocumentPlan(steps: inner)), modifiers: modifiers)
    }

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

    /// Written by hand: what the outer step shows, its code, and whether the steps after it run.
    static func expected(_ inner: Outcome, _ modifier: Modifier) -> Row {
        switch inner {
        case .exit0, .skipped, .nothingToDo: Row(.success, 0, rest: modifier != .onSuccessExit)
        // What ends the inner document ends nothing else.
        case .exit168: Row(.success, 168, rest: modifier != .onSuccessExit)
        case .exit1, .interrupted, .refused: failure(1, modifier)
        case .exit255: failure(255, modifier)
        case .exit169: failure(169, modifier)
        // A script of an inner document may not ask for a reboot.
        case .exit194: failure(194, modifier)
        case .exit137, .timedOut: Row(.timedOut, 137, rest: !isOnFailure(modifier))
        case .cancelled: Row(.cancelled, -1, rest: !isOnFailure(modifier))
        }
    }

    private static func failure(_ code: Int, _ modifier: Modifier) -> Row {
        switch modifier {
        case .onFailureExit: Row(.failed, code, rest: false)
        case .onFailureSuccessAndExit: Row(.success, 168, rest: false)
        case .none, .onSuccessExit, .finallyStep: Row(.failed, code, rest: true)
        }
    }

    private static func isOnFailure(_ modifier: Modifier) -> Bool {
        modifier == .onFailureExit || modifier == .onFailureSuccessAndExit
    }

    @Test(arguments: Outcome.allCases, Modifier.allCases)
    func `every outcome of an inner step meets every modifier of the outer one`(
        _ inner: Outcome, _ modifier: Modifier
    ) throws {
        let row = Self.expected(inner, modifier)
        var flow = StepFlow(
            DocumentPlan(steps: [Self.running([Self.step("inner")], modifier.modifiers), Self.step("after")]))
        guard case .run(let place, let script) = flow.next else { return #expect(Bool(false), "\(flow.next)") }
        #expect(place.numbers == [0, 0])
        #expect(script.text == "inner\n")
        flow.record(inner.outcome, ofStep: place)
        #expect(flow.progress.results[0] == StepResult(row.status, code: row.code))
        switch flow.next {
        case .run(step: 1, _): #expect(row.rest)
        case .settle(step: 1, .skipped, _): #expect(!row.rest)
        default: #expect(Bool(false), "\(flow.next)")
        }
    }

    @Test(arguments: Outcome.allCases)
    func `the same holds one level deeper`(_ inner: Outcome) throws {
        let row = Self.expected(inner, .none)
        var flow = StepFlow(DocumentPlan(steps: [Self.running([Self.running([Self.step("inner")])])]))
        guard case .run(let place, _) = flow.next else { return #expect(Bool(false)) }
        #expect(place.description == "0.0.0")
        flow.record(inner.outcome, ofStep: place)
        #expect(flow.progress.results == [StepResult(row.status, code: row.code)])
    }

    /// Every pair of outcomes against the order of the rule: the worst counts, and the first code that is not 0.
    @Test(arguments: Outcome.allCases, Outcome.allCases)
    func `the worst step of an inner document counts`(_ first: Outcome, _ second: Outcome) throws {
        guard ![.exit168, .exit169, .exit194].contains(first) else { return }
        let order: [StepStatus] = [.success, .failed, .cancelled, .timedOut]
        let rows = [Self.expected(first, .none), Self.expected(second, .none)]
        let worst = try #require(rows.map(\.status).max { order.firstIndex(of: $0)! < order.firstIndex(of: $1)! })
        var flow = StepFlow(DocumentPlan(steps: [Self.running([Self.step("one"), Self.step("two")])]))
        let inner = StepPlace(0, inner: 0)
        flow.record(first.outcome, ofStep: inner)
        #expect(flow.next == .run(step: StepPlace(0, inner: 1), RunScript(text: "two\n")))
        flow.record(second.outcome, ofStep: StepPlace(0, inner: 1))
        #expect(flow.progress.results == [StepResult(worst, code: rows.map(\.code).first { $0 != 0 } ?? 0)])
    }

    @Test(arguments: Outcome.allCases, Modifier.allCases)
    func `the modifiers of inner steps count inside only`(_ outcome: Outcome, _ modifier: Modifier) throws {
        let inner = [Self.step("one", modifier.modifiers), Self.step("two")]
        var flow = StepFlow(DocumentPlan(steps: [Self.running(inner), Self.step("after")]))
        flow.record(outcome.outcome, ofStep: StepPlace(0, inner: 0))
        let goesOn: Bool
        switch flow.next {
        case .run(StepPlace(0, inner: 1), _): goesOn = true
        case .settle(StepPlace(0, inner: 1), .skipped, _): goesOn = false
        default: return #expect(Bool(false), "\(flow.next)")
        }
        let asTop = StepFlowTests.expected(outcome, modifier)
        // Only the reboot is another matter inside.
        #expect(goesOn == (asTop?.rest ?? false))
        flow.record(goesOn ? .exited(code: 0) : .skipped, ofStep: StepPlace(0, inner: 1))
        guard case .run(step: 1, _) = flow.next else { return #expect(Bool(false), "\(flow.next)") }
    }

    @Test func `the last step of an inner document runs after an exit inside`() {
        let inner = [Self.step("one"), Self.step("two"), Self.step("last", FlowModifiers(isFinally: true))]
        var flow = StepFlow(DocumentPlan(steps: [Self.running(inner), Self.step("after")]))
        flow.record(.exited(code: 169), ofStep: StepPlace(0, inner: 0))
        guard case .settle(let skipped, .skipped, _) = flow.next else { return #expect(Bool(false)) }
        flow.record(.skipped, ofStep: skipped)
        #expect(flow.next == .run(step: StepPlace(0, inner: 2), RunScript(text: "last\n")))
        flow.record(.exited(code: 0), ofStep: StepPlace(0, inner: 2))
        #expect(flow.progress.results[0] == StepResult(.failed, code: 169))
        #expect(flow.next == .run(step: 1, RunScript(text: "after\n")))
    }

    @Test func `a document as the finally step runs after an exit`() {
        let last = Self.running([Self.step("inner")], FlowModifiers(isFinally: true))
        var flow = StepFlow(DocumentPlan(steps: [Self.step("one"), last]))
        flow.record(.exited(code: 169), ofStep: 0)
        #expect(flow.next == .run(step: StepPlace(1, inner: 0), RunScript(text: "inner\n")))
    }

    @Test func `a cancel in the middle keeps what inner steps came to and starts nothing`() {
        let inner = [
            Self.step("one"), Self.step("two"), Self.step("last", FlowModifiers(isFinally: true)),
        ]
        var flow = StepFlow(
            DocumentPlan(steps: [Self.running(inner), Self.running([Self.step("next")]), Self.step("after")]))
        flow.record(.exited(code: 3), ofStep: StepPlace(0, inner: 0))
        flow.cancel()
        // It was running: killed, which is no time limit now.
        flow.record(.exited(code: 137), ofStep: StepPlace(0, inner: 1))
        guard case .settle(StepPlace(0, inner: 2), .cancelled, _) = flow.next else {
            return #expect(Bool(false), "\(flow.next)")
        }
        flow.record(.cancelled, ofStep: StepPlace(0, inner: 2))
        #expect(flow.progress.results[0] == StepResult(.cancelled, code: 3))
        // What never began is ended as a whole.
        guard case .settle(step: 1, .cancelled, _) = flow.next else { return #expect(Bool(false)) }
        flow.record(.cancelled, ofStep: 1)
        flow.record(.cancelled, ofStep: 2)
        #expect(flow.next == .finish(.cancelled, responseCode: 3))
    }

    @Test func `a cancelled command does not reboot for an inner step`() {
        var flow = StepFlow(DocumentPlan(steps: [Self.running([Self.step("patch")])]))
        flow.record(.rebootWanted, ofStep: StepPlace(0, inner: 0))
        #expect(flow.next == .reboot(step: StepPlace(0, inner: 0)))
        flow.cancel()
        guard case .settle(StepPlace(0, inner: 0), .cancelled, _) = flow.next else { return #expect(Bool(false)) }
        var other = StepFlow(DocumentPlan(steps: [Self.running([Self.step("patch")])]))
        other.cancel()
        other.record(.rebootWanted, ofStep: StepPlace(0, inner: 0))
        #expect(other.next == .finish(.cancelled, responseCode: 194))
        var script = StepFlow(DocumentPlan(steps: [Self.running([Self.step("script")])]))
        script.cancel()
        script.record(.exited(code: 194), ofStep: StepPlace(0, inner: 0))
        #expect(script.next == .finish(.cancelled, responseCode: 194))
    }

    @Test func `an inner step that the service reboots for goes on where it was`() throws {
        var flow = StepFlow(
            DocumentPlan(steps: [Self.running([Self.step("one"), Self.step("patch")]), Self.step("after")]))
        flow.record(.exited(code: 0), ofStep: StepPlace(0, inner: 0))
        let place = StepPlace(0, inner: 1)
        flow.note("remember", at: place)
        flow.record(.rebootWanted, ofStep: place)
        #expect(flow.next == .reboot(step: place))
        #expect(flow.progress.status == .inProgress)
        #expect(flow.progress.isRebooting)
        flow = StepFlow(flow.plan, resuming: try roundTrip(flow.progress))
        #expect(flow.next == .reboot(step: place))
        flow.rebooted()
        #expect(flow.next == .run(step: place, RunScript(text: "patch\n")))
        #expect(flow.progress.resumes(at: place) == 1)
        #expect(flow.progress.resumes(at: 1) == 0)
        #expect(flow.progress.allResumes == 1)
        #expect(flow.progress[note: place] == "remember")
        flow.record(.exited(code: 0), ofStep: place)
        #expect(flow.next == .run(step: 1, RunScript(text: "after\n")))
    }

    @Test func `all documents of an invocation share the guard against endless reboots`() {
        let patch = Self.running([Self.step("patch")])
        var flow = StepFlow(DocumentPlan(steps: [patch, patch, Self.step("script")]))
        for index in [0, 1] {
            let place = StepPlace(index, inner: 0)
            for _ in 0..<7 {
                flow.record(.rebootWanted, ofStep: place)
                #expect(flow.next == .reboot(step: place))
                flow.rebooted()
            }
            flow.record(.exited(code: 0), ofStep: place)
        }
        flow.record(.exited(code: 194), ofStep: 2)
        #expect(flow.next == .reboot(step: 2))
        flow.rebooted()
        flow.record(.exited(code: 194), ofStep: 2)
        #expect(flow.next == .finish(.failed, responseCode: 194))
    }

    @Test func `a report that arrives twice changes nothing inside either`() {
        var flow = StepFlow(DocumentPlan(steps: [Self.running([Self.step("one"), Self.step("two")])]))
        flow.record(.exited(code: 0), ofStep: StepPlace(0, inner: 0))
        let before = flow
        flow.record(.exited(code: 1), ofStep: StepPlace(0, inner: 0))
        #expect(flow == before)
    }

    @Test func `progress of another inner document refuses the step instead of walking it`() {
        var flow = StepFlow(DocumentPlan(steps: [Self.running([Self.step("one"), Self.step("two")])]))
        flow.record(.exited(code: 0), ofStep: StepPlace(0, inner: 0))
        let other = StepFlow(DocumentPlan(steps: [Self.running([Self.step("one")])]), resuming: flow.progress)
        guard case .settle(step: 0, .refused, _) = other.next else { return #expect(Bool(false), "\(other.next)") }
    }

    @Test func `notes of a step come latest first, and only its own`() {
        var flow = StepFlow(
            DocumentPlan(steps: (0..<12).map { _ in Self.running([Self.step("one"), Self.step("two")]) }))
        for (index, inner) in [(2, 1), (10, 0), (2, 0), (11, 0)] {
            flow.note("\(index).\(inner)", at: StepPlace(index, inner: StepPlace(inner)))
        }
        #expect(flow.progress.notes(within: 2) == ["2.1", "2.0"])
        #expect(flow.progress.notes(within: StepPlace(10, inner: 0)) == ["10.0"])
        #expect(flow.progress.notes(within: 1) == [])
        #expect(flow.progress.notes(within: 0) == [])
    }

    @Test func `progress that was kept before documents ran documents is read`() throws {
        let old = """
            {"hasExited":false,"isCancelling":false,"resumes":1,"rebootingStep":1,
             "results":[{"code":0,"status":"Success"},null]}
            """
        let progress = try JSONDecoder().decode(FlowProgress.self, from: Data(old.utf8))
        var flow = StepFlow(DocumentPlan(steps: [Self.step("one"), Self.step("two")]), resuming: progress)
        #expect(flow.next == .reboot(step: 1))
        #expect(progress.allResumes == 1)
        #expect(progress.announcedWork == nil)
        flow.rebooted()
        #expect(flow.next == .run(step: 1, RunScript(text: "two\n")))
        let without = #"{"hasExited":false,"isCancelling":false,"resumes":0,"results":[null]}"#
        #expect(try JSONDecoder().decode(FlowProgress.self, from: Data(without.utf8)).status == .inProgress)
    }
}
