import Documents
import Foundation
import NodeAccess
import Patching
import WindowCore
import WindowStore

/// Steps that the service carries out itself.
extension DocumentWalk {
    /// - Returns: whether the walk goes on.
    mutating func serve(_ work: ServiceWork, at place: StepPlace) async throws(StoreError) -> Bool {
        switch work.plugin {
        case .patchBaseline: return try await patch(work, at: place)
        case .patchDecision: try await decide(work, at: place)
        default: try await refuse("The service cannot carry out \(work.plugin.rawValue).", at: place)
        }
        return true
    }

    /// Judges the node by its baseline, and installs what is approved, in as many visits as that takes.
    private mutating func patch(_ work: ServiceWork, at place: StepPlace) async throws(StoreError) -> Bool {
        let order: PatchOrder
        switch PatchOrder.reading(work, defaultSnapshotID: SnapshotDerivation.snapshotID(of: key.commandID)) {
        case .success(let read): order = read
        case .failure(let refusal):
            try await refuse(refusal.message, at: place)
            return true
        }
        var step = PatchStep(
            order, node: node, commandID: key.commandID, control: control, remembering: flow.progress[note: place])
        while true {
            try await step.prepare()
            switch step.next {
            case .visit(let script):
                let resumes = "\(flow.progress.resumes(at: place))"
                let name = [place.description, resumes, "\(step.walk.visits)"]
                // One that was announced may be under way, however long ago that was.
                if step.isOutOfTime, flow.progress.announcedWork != name {
                    let limit = step.order.timeoutSeconds
                    let reason = "The step's limit of \(limit) seconds was over before it installed anything."
                    try await end(place, .timedOut, output: step.output, errors: reason)
                    return true
                }
                // With the announcement the walk is kept as it is now, also how long it has taken so far.
                flow.note(step.memory, at: place)
                try await announce(name, at: place)
                guard !flow.progress.isCancelling else { return true }
                var visit = self.work(
                    RunScript(text: script, timeoutSeconds: step.secondsLeft), named: name)
                visit.outputLimitBytes = step.outputLimitBytes
                guard let report = try await self.visit(visit) else { return false }
                let (outcome, note) = meaning(of: report)
                let errors = [report.standardError, note].filter { !$0.isEmpty }.joined(separator: "\n")
                try await step.take(report.standardOutput, outcome, errors: errors, bootID: report.bootID)
                flow.note(step.memory, at: place)
            case .reboot(let bootID):
                try await end(place, .rebootWanted, output: step.output, bootID: bootID)
                return true
            case .end(let outcome, let errors):
                try await end(place, outcome, output: step.output, errors: errors)
                return true
            }
        }
    }

    /// Asks whether patching with hooks goes on, by what the last patch step of this very walk found.
    private mutating func decide(_ work: ServiceWork, at place: StepPlace) async throws(StoreError) {
        let name = work.inputs["step"] ?? ""
        let last = flow.sibling(named: name, before: place).flatMap { sibling in
            flow.progress.notes(within: sibling).lazy.compactMap(PatchStep.remembered).first
        }
        guard let last, let counters = last.counters else {
            return try await refuse("The step “\(name)” before this one has not patched anything.", at: place)
        }
        guard let operation = PatchOrder.Operation(rawValue: work.inputs["operation"] ?? ""),
            let option = PatchOrder.RebootOption(rawValue: work.inputs["rebootOption"] ?? "RebootIfNeeded"),
            let after = PatchOrder.Operation(rawValue: work.inputs["after"] ?? "")
        else {
            return try await refuse("The inputs after, operation and rebootOption are not what they may be.", at: place)
        }
        let decision =
            switch after {
            case .scan: HookDecision.afterScan(counters, operation: operation, option: option)
            case .install: HookDecision.afterInstall(hasInstalled: last.hasInstalled, counters, option: option)
            }
        switch decision {
        case .goOn: try await end(place, .nothingToDo, output: "Patching goes on.", startedAt: control.clock.now)
        case .conclude(let reason): try await end(place, .concluded, output: reason, startedAt: control.clock.now)
        }
    }

    private mutating func refuse(_ reason: String, at place: StepPlace) async throws(StoreError) {
        try await end(place, .refused, output: "", errors: reason, startedAt: control.clock.now)
    }
}
