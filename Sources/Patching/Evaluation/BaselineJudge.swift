import Foundation

/// A baseline, compiled for one operating system and one approval clock: what it says of any version.
struct BaselineJudge: Sendable {
    private let globalFilters: [CompiledFilter]
    private let rules: [CompiledRule]
    private let approved: PatchNameList
    private let approvedLevel: ComplianceLevel
    private let approvedTakesNonSecurity: Bool
    private let rejected: PatchNameList

    init(_ baseline: PatchBaseline, approvalClock: Date) {
        let system = baseline.operatingSystem
        let today = CivilDay(of: approvalClock)
        globalFilters = baseline.globalFilters.map { CompiledFilter($0, operatingSystem: system) }
        rules = baseline.rules.map { CompiledRule($0, operatingSystem: system, today: today) }
        approved = PatchNameList(approved: baseline.approvedPatches)
        approvedLevel = baseline.approvedPatchesLevel
        approvedTakesNonSecurity = baseline.approvedPatchesIncludeNonSecurity
        rejected = PatchNameList(rejected: baseline.rejectedPatches)
    }

    func judgement(on facts: PatchFacts) -> VersionJudgement {
        let stoppedBy = globalFilters.first { !$0.matches(facts) }
        let verdicts = stoppedBy == nil ? rules.map { $0.verdict(on: facts) } : []
        let list = listVerdict(on: facts)
        var level = list.approves ? approvedLevel : .unspecified
        for (rule, verdict) in zip(rules, verdicts) where verdict.approves { level = max(level, rule.level) }
        return VersionJudgement(
            stoppedBy: stoppedBy?.source, rules: verdicts, list: list,
            rejectedBy: rejection(of: facts.key, facts.version), level: level)
    }

    private func listVerdict(on facts: PatchFacts) -> ListVerdict {
        let match = approved.match(
            name: facts.key.name, architecture: facts.key.architecture, version: facts.version,
            noticeIDs: facts.noticeIDs)
        guard let match else { return .notListed }
        return approvedTakesNonSecurity || facts.isSecurity ? .approved(match) : .notSecurity(match)
    }

    func rejection(of key: PackageKey, _ version: PackageVersion) -> PatchNameMatch? {
        rejected.match(name: key.name, architecture: key.architecture, version: version)
    }
}
