/// Puts judgements into sentences.
struct ExplanationWords {
    private let baseline: PatchBaseline

    init(baseline: PatchBaseline) { self.baseline = baseline }

    func sentences(
        on version: JudgedVersions.Version, standing: ExplainedVersion.Standing, frozen: FrozenVersion?
    ) -> [String] {
        let judgement = version.judgement
        let name = "\(version.facts.key.name) \(version.facts.version.spoken)"
        var sentences: [String] = []
        let approvals = approvals(in: judgement, of: version.facts)
        if let match = judgement.rejectedBy {
            sentences.append("\(name) is rejected: the list of rejected patches names it (\(words(match))).")
            sentences += approvals.map { "It would be approved \($0)." }
        } else if let first = approvals.first {
            sentences.append("\(name) is approved \(first).")
            sentences += approvals.dropFirst().map { "It is also approved \($0)." }
            if judgement.level != .unspecified {
                sentences.append("Its compliance level is \(judgement.level.rawValue).")
            }
        } else {
            sentences.append("\(name) is not approved.")
            sentences += refusals(in: judgement, of: version.facts)
        }
        if let sentence = word(on: standing, frozen: frozen) { sentences.append(sentence) }
        return sentences
    }

    func conclusion(
        _ key: PackageKey, installed: InstalledPackage?, isPresent: Bool, target: PatchTarget?, versions: Int
    ) -> String {
        guard isPresent else { return "\(key) is not installed: it comes in only as a dependency." }
        let present = installed.map { "The node has \(key) \($0.version.spoken)" } ?? "The node has an older \(key)"
        guard let target else {
            return versions == 0 ? "\(present), and nothing newer is on offer." : "\(present), and it stays as it is."
        }
        guard target.isOffered else {
            return
                "\(present); the snapshot has settled on \(target.version.spoken), which its repositories do not offer."
        }
        let hold = installed?.isHeld == true ? ", once the package is no longer on hold" : ""
        return "\(present); an install puts \(target.version.spoken) there\(hold)."
    }

    private func word(on standing: ExplainedVersion.Standing, frozen: FrozenVersion?) -> String? {
        switch standing {
        case .superseded: "A newer version is approved and is taken instead."
        case .keptOutBySnapshot:
            frozen.map {
                $0.isResolved
                    ? "This snapshot has settled on \($0.version.spoken), so every node gets that one."
                    : "This snapshot does not go beyond \($0.version.spoken), which an earlier node had."
            }
        case .notApplicable: "The package is not installed, so nothing is missing."
        case .installed, .wanted, .rejected, .notApproved: nil
        }
    }

    private func approvals(in judgement: VersionJudgement, of facts: PatchFacts) -> [String] {
        var phrases: [String] = []
        for (index, verdict) in judgement.rules.enumerated() {
            guard case .approved(let since, let release) = verdict else { continue }
            phrases.append("by rule \(index + 1)" + approvalDate(rule: index, since: since, release: release, facts))
        }
        if case .approved(let match) = judgement.list {
            phrases.append("by the list of approved patches (\(words(match)))")
        }
        return phrases
    }

    private func approvalDate(rule: Int, since: CivilDay?, release: ReleaseMoment?, _ facts: PatchFacts) -> String {
        guard let since, let release else {
            guard facts.version.family == .rpm, baseline.rules[rule].time != nil else { return "" }
            return " (no release date is known, so there is nothing to wait for)"
        }
        return " since \(since) (\(released(release)), \(terms(of: rule)))"
    }

    private func released(_ release: ReleaseMoment) -> String {
        release.noticeID == nil ? "built \(release.day)" : "released \(release.day)"
    }

    private func terms(of rule: Int) -> String {
        switch baseline.rules[rule].time {
        case .afterDays(1): "1 day"
        case .afterDays(let days): "\(days) days"
        case .untilDate(let day): "until \(day)"
        case nil: "at once"
        }
    }

    private func refusals(in judgement: VersionJudgement, of facts: PatchFacts) -> [String] {
        var sentences: [String] = []
        if let filter = judgement.stoppedBy {
            sentences.append("No rule is asked, because the global filter \(mismatch(filter, facts)).")
        }
        for (index, verdict) in judgement.rules.enumerated() {
            refusal(of: index, verdict, facts).map { sentences.append($0) }
        }
        switch judgement.list {
        case .notSecurity(let match):
            sentences.append("The list of approved patches names it (\(words(match))), but \(onlySecurity(facts)).")
        case .notListed where baseline.rules.isEmpty:
            sentences.append("The baseline has no rule, and no list names it.")
        case .notListed, .approved: break
        }
        return sentences
    }

    private func refusal(of index: Int, _ verdict: RuleVerdict, _ facts: PatchFacts) -> String? {
        let rule = "Rule \(index + 1)"
        switch verdict {
        case .approved: return nil
        case .outOfFilter(let filter): return "\(rule) does not cover it: the filter \(mismatch(filter, facts))."
        case .notSecurity: return "\(rule) covers it, but \(onlySecurity(facts))."
        case .withoutNotice: return "\(rule) chooses among patches, and no patch names this version."
        case .waiting(let until, let release):
            return "\(rule) will approve it on \(until) (\(released(release)), \(terms(of: index)))."
        case .tooLate(let lastDay, let release):
            return "\(rule) approves what was released until \(lastDay); this was \(released(release))."
        case .unreadableDate(let text): return "\(rule) approves nothing, because its date (\(text)) is none."
        }
    }

    private func mismatch(_ filter: PatchFilter, _ facts: PatchFacts) -> String {
        let told = CompiledFilter.told(filter.key, by: facts)
        let asked = filter.values.joined(separator: ", ")
        return told.isEmpty
            ? "\(filter.key.rawValue) asks for \(asked), and nobody says what this is"
            : "\(filter.key.rawValue) asks for \(asked), and this is \(told.joined(separator: ", "))"
    }

    private func onlySecurity(_ facts: PatchFacts) -> String {
        switch facts.version.family {
        case .dpkg: "takes only security patches, and no security archive offers this version"
        case .rpm: "takes only security patches, and no security notice names this version"
        }
    }

    private func words(_ match: PatchNameMatch) -> String {
        match.entry.lowercased() == match.spelling.lowercased()
            ? match.entry : "\(match.entry) matches \(match.spelling)"
    }
}

extension PackageVersion {
    /// For people: an epoch of 0 goes without saying.
    var spoken: String { family == .rpm && text.hasPrefix("0:") ? String(text.dropFirst(2)) : text }
}
