/// An approval rule, ready to be asked thousands of times.
struct CompiledRule: Sendable {
    private let packageFilters: [CompiledFilter]
    private let noticeFilters: [CompiledFilter]
    private let time: Time
    private let takesNonSecurity: Bool
    private let asksForClassification: Bool
    private let choosesAmongPatches: Bool
    private let today: CivilDay
    let level: ComplianceLevel

    private enum Time: Sendable {
        case atOnce
        case afterDays(Int)
        case until(CivilDay)
        case unreadable(String)
    }

    init(_ rule: ApprovalRule, operatingSystem: OperatingSystem, today: CivilDay) {
        let family = operatingSystem.packageFamily ?? .rpm
        let filters = rule.filters.map { CompiledFilter($0, operatingSystem: operatingSystem) }
        packageFilters = filters.filter { !$0.isAboutNotice(in: family) }
        noticeFilters = filters.filter { $0.isAboutNotice(in: family) }
        asksForClassification = noticeFilters.contains { $0.source.key == .classification }
        takesNonSecurity = rule.includesNonSecurity
        choosesAmongPatches = operatingSystem == .suse
        level = rule.level
        self.today = today
        // apt's packages carry no date that can be relied on, so there neither form is looked at (reference: 4.3).
        time =
            switch rule.time {
            case _ where family == .dpkg: .atOnce
            case nil: .atOnce
            case .afterDays(let days): .afterDays(days)
            case .untilDate(let text): CivilDay(text).map(Time.until) ?? .unreadable(text)
            }
    }

    func verdict(on facts: PatchFacts) -> RuleVerdict {
        if let filter = packageFilters.first(where: { !$0.matches(facts) }) { return .outOfFilter(filter.source) }
        // A package without notices is judged like one with a notice that says nothing.
        let notices = facts.notices.isEmpty ? [Self.silence] : facts.notices
        let matching = notices.filter { notice in noticeFilters.allSatisfy { lets(notice, through: $0) } }
        if matching.isEmpty { return .outOfFilter(culprit(among: notices).source) }
        if choosesAmongPatches, facts.notices.isEmpty { return .withoutNotice }
        // Who asks for Bugfix notices, or for all of them, has said what is wanted: the predefined baselines approve
        // Bugfix without the switch. What no notice names needs the switch.
        let isAskedFor = asksForClassification && !facts.notices.isEmpty
        guard takesNonSecurity || isAskedFor || facts.isSecurity else { return .notSecurity }
        return verdict(onRelease: release(of: facts, saidBy: matching))
    }

    /// Where a publisher tells neither class nor severity, these two filters have nothing to hold on to, and the switch
    /// for non-security patches decides (reference: patching 4.5, dnf).
    private func lets(_ notice: UpdateNotice, through filter: CompiledFilter) -> Bool {
        if filter.matches(notice) { return true }
        let isAboutMetadata = filter.source.key == .classification || filter.source.key == .severity
        return isAboutMetadata && takesNonSecurity && !notice.hasMetadata
    }

    /// Who is to blame when no notice passes: the first filter that lets none of the remaining ones through.
    private func culprit(among notices: [UpdateNotice]) -> CompiledFilter {
        var remaining = notices
        for filter in noticeFilters {
            remaining = remaining.filter { lets($0, through: filter) }
            if remaining.isEmpty { return filter }
        }
        preconditionFailure("Only asked when no notice passes all filters.")
    }

    /// The earliest of the notices that let the version in: any of them approves it alone.
    private func release(of facts: PatchFacts, saidBy notices: [UpdateNotice]) -> ReleaseMoment? {
        guard facts.version.family == .rpm else { return nil }
        var earliest: ReleaseMoment?
        for notice in notices {
            guard let releasedAt = notice.releasedAt else { continue }
            if let known = earliest, (known.at, known.noticeID ?? "") <= (releasedAt, notice.id) { continue }
            earliest = ReleaseMoment(at: releasedAt, noticeID: notice.id)
        }
        return earliest ?? facts.builtAt.map { ReleaseMoment(at: $0, noticeID: nil) }
    }

    private func verdict(onRelease release: ReleaseMoment?) -> RuleVerdict {
        switch time {
        case .atOnce: return .approved(since: nil, release: release)
        case .unreadable(let text): return .unreadableDate(text)
        case .afterDays(let days):
            guard let release else { return .approved(since: nil, release: nil) }
            let due = release.day.adding(days: days)
            return due <= today ? .approved(since: due, release: release) : .waiting(until: due, release: release)
        case .until(let lastDay):
            guard let release else { return .approved(since: nil, release: nil) }
            return release.day <= lastDay
                ? .approved(since: release.day, release: release) : .tooLate(lastDay: lastDay, release: release)
        }
    }

    private static let silence = UpdateNotice(id: "", classification: "")
}
