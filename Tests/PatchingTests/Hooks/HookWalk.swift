import Documents
import Foundation
import Patching

/// Walks the shipped document with hooks on one node that exists as a table of answers: every step that does work is
/// written down by its number in the reference's list, 1 to 8.
struct HookWalk {
    /// What becomes of a step's work; the default is that it succeeds.
    enum Trouble: String, CaseIterable {
        case exit1, exit137, exit168, exit169, exit194, timedOut, interrupted, refused

        var outcome: StepOutcome {
            switch self {
            case .exit1: .exited(code: 1)
            case .exit137: .exited(code: 137)
            case .exit168: .exited(code: 168)
            case .exit169: .exited(code: 169)
            case .exit194: .exited(code: 194)
            case .timedOut: .timedOut
            case .interrupted: .interrupted
            case .refused: .refused
            }
        }
    }

    var operation = PatchOrder.Operation.install
    var option = PatchOrder.RebootOption.rebootIfNeeded
    /// M and P of the reference: what the scan of step 1 finds.
    var missing = 0
    var pending = 0
    /// I and P4 of the reference: what the install of step 4 does and leaves.
    var hasInstalled = false
    var pendingAfterInstall = 0
    /// By the step's number.
    var troubles: [Int: Trouble] = [:]

    struct Result: Equatable {
        /// Numbers from 1; the reboot is 0.
        var worked: [Int] = []
        var status = DocumentStatus.inProgress
        var code = -1
        /// What the API shows of the eight steps.
        var shown: [String] = []
    }

    static let hook = """
        {"schemaVersion": "2.2", "mainSteps": [
          {"action": "aws:runShellScript", "name": "hookWork", "inputs": {"runCommand": ["true"]}}]}
        """

    static let documents: [String: DocumentContent] = {
        var documents: [String: DocumentContent] = [:]
        for name in ["Before", "Between", "AtEnd"] { documents[name] = try? DocumentContent(parsing: hook) }
        documents["AWS-RunPatchBaseline"] = ShippedDocument.named("AWS-RunPatchBaseline")?.content
        return documents
    }()

    func plan(_ documents: [String: DocumentContent] = documents) throws -> DocumentPlan {
        guard let content = ShippedDocument.named("AWS-RunPatchBaselineWithHooks")?.content else {
            throw CocoaError(.fileNoSuchFile)
        }
        let given = [
            "Operation": [operation.rawValue], "RebootOption": [option.rawValue],
            "PreInstallHookDocName": ["Before"], "PostInstallHookDocName": ["Between"],
            "OnExitHookDocName": ["AtEnd"],
        ]
        return try content.plan(with: content.bind(given), on: .linux, documents: documents)
    }

    /// Every action is taken by a flow made anew from what was kept, as after a restart of the service.
    func result() throws -> Result {
        let plan = try plan()
        var flow = StepFlow(plan)
        var result = Result()
        for _ in 0..<100 {
            let kept = try JSONDecoder().decode(FlowProgress.self, from: JSONEncoder().encode(flow.progress))
            let next = flow.next
            flow = StepFlow(plan, resuming: kept)
            guard flow.next == next else { throw CocoaError(.coderInvalidValue) }
            switch next {
            case .run(let place, _):
                result.worked.append(place.top + 1)
                flow.record(troubles[place.top + 1]?.outcome ?? .exited(code: 0), ofStep: place)
            case .serve(let place, let work): serve(work, at: place, &flow, &result)
            case .settle(let place, let outcome, _): flow.record(outcome, ofStep: place)
            case .reboot:
                result.worked.append(0)
                flow.rebooted()
            case .read: throw CocoaError(.featureUnsupported)
            case .finish(let status, let code):
                (result.status, result.code) = (status, code)
                result.shown = flow.progress.results.map { $0?.status.wireName ?? "-" }
                return result
            }
        }
        throw CocoaError(.coderInvalidValue)
    }

    /// As the service does it: a patch step notes its counters, a decision reads the latest note before it.
    private func serve(_ work: ServiceWork, at place: StepPlace, _ flow: inout StepFlow, _ result: inout Result) {
        let number = place.top + 1
        let isResumed = number == 7 && flow.progress.resumes(at: place) > 0
        if !isResumed { result.worked.append(number) }
        if let trouble = troubles[number] {
            flow.record(trouble.outcome, ofStep: place)
            return
        }
        guard work.plugin == .patchDecision else {
            let counts = number == 1 ? (missing, pending) : (0, isResumed ? 0 : pendingAfterInstall)
            flow.note("\(counts.0) \(counts.1) \(hasInstalled)", at: place)
            let reboots = number == 7 && !isResumed && work.inputs["rebootOption"] == "RebootIfNeeded"
            flow.record(reboots ? .rebootWanted : .exited(code: 0), ofStep: place)
            return
        }
        let patched = flow.sibling(named: work.inputs["step"] ?? "", before: place)
        let note = patched.flatMap { flow.progress.notes(within: $0).first }
        guard let parts = note?.split(separator: " ") else { return flow.record(.refused, ofStep: place) }
        var counters = PatchCounters()
        counters.missing = Int(parts[0]) ?? -1
        counters.installedPendingReboot = Int(parts[1]) ?? -1
        let decision: HookDecision
        if work.inputs["after"] == "Scan" {
            guard let operation = PatchOrder.Operation(rawValue: work.inputs["operation"] ?? ""),
                let option = PatchOrder.RebootOption(rawValue: work.inputs["rebootOption"] ?? "")
            else { return flow.record(.refused, ofStep: place) }
            decision = .afterScan(counters, operation: operation, option: option)
        } else {
            guard let option = PatchOrder.RebootOption(rawValue: work.inputs["rebootOption"] ?? "") else {
                return flow.record(.refused, ofStep: place)
            }
            decision = .afterInstall(hasInstalled: parts[2] == "true", counters, option: option)
        }
        flow.record(decision == .goOn ? .nothingToDo : .concluded, ofStep: place)
    }
}
