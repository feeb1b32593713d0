import Foundation

/// A baseline, compiled for one operating system and one approval clock: what it says of any version.
struct BaselineJudge: Sendable {
    private let globalFilters: [CompiledFilter]
    private let rules: [CompiledRule]
    private let approved: CompiledList
    private let approvedLevel: ComplianceLevel
    private let approvedTakesNonSecurity: Bool
    let rejected: CompiledList

    init(_ baseline: PatchBaseline, approvalClock: Date) {
        let system = baseline.operatingSystem
        let today = CivilDay(of: approvalClock)
        globalFilters = baseline.globalFilters.map { CompiledFilter($0, operatingSystem: system) }
        rules = baseline.rules.map { CompiledRule($0, operatingSystem: system, today: today) }
        approved = CompiledList(baseline.approvedPatches)
        approvedLevel = baseline.approvedPatchesLevel
        approvedTakesNonSecurity = baseline.approvedPatchesIncludeNonSecurity
        rejected = CompiledList(baseline.rejectedPatches)
    }

    func judgement(on facts: PatchFacts) -> VersionJudgement {
        let stoppedBy = globalFilters.first { !$0.matches(facts) }
        let verdicts = stoppedBy == nil ? rules.map { $0.verdict(on: facts) } : []
        let list = listVerdict(on: facts)
        var level = list.approves ? approvedLevel : .unspecified
        for (rule, verdict) in zip(rules, verdicts) where verdict.approves { level = max(level, rule.level) }
        return VersionJudgement(
            stoppedBy: stoppedBy?.source, rules: verdicts, list: list,
            rejectedBy: rejected.entry(naming: facts.key, facts.version), level: level)
    }

    private func listVerdict(on facts: PatchFacts) -> ListVerdict {
        guard let entry = approved.entry(approving: facts) else { return .notListed }
        return approvedTakesNonSecurity || facts.isSecurity ? .approved(entry: entry) : .notSecurity(entry: entry)
    }
}
