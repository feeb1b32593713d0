import AWSWire
import Patching
import WindowCore
import WindowService
import WindowStore

extension Operation {
    /// Judges from the node's last report, so without touching the node: by the baseline that counts now, or another.
    static let explainPatch = Operation(ExplainPatchRequest.self, for: .reader) { request, call in
        let node = try await call.control.node(NodeID(rawValue: request.instanceId))
        guard let report = try await call.control.store.patchReport(of: node.id) else {
            throw WireError(
                .doesNotExistException,
                "The node \(node.id) has not reported any patches yet. Run AWS-RunPatchBaseline with Operation=Scan on it."
            )
        }
        let choice: BaselineChoice
        if let asked = request.baselineId {
            choice = BaselineChoice(
                baseline: try await call.control.patchBaseline(BaselineID(rawValue: asked)), reason: .request,
                patchGroup: node.patchGroup)
        } else {
            choice = try await call.control.baselineChoice(for: node, operatingSystem: report.operatingSystem)
        }
        guard choice.baseline.operatingSystem == report.operatingSystem else {
            throw WireError(
                .validationException,
                "The baseline is for \(choice.baseline.operatingSystem.rawValue), and the node runs "
                    + "\(report.operatingSystem.rawValue).")
        }
        let evaluation = PatchEvaluation(baseline: choice.baseline, approvalClock: call.now)
        let explanations = evaluation.explain(request.package, from: report)
        return ExplainPatchResult(
            instanceId: node.id.rawValue, patchGroup: choice.patchGroup,
            operatingSystem: report.operatingSystem.rawValue, product: report.product,
            baselineId: choice.baseline.id.rawValue, baselineName: choice.baseline.name,
            baselineChoice: choice.reason.rawValue, snapshotId: report.order.snapshotID, reportedAt: report.endedAt,
            explanations: explanations.map(Wire.PatchExplanation.init))
    }
}

extension Wire.PatchExplanation {
    init(_ explanation: PatchExplanation) {
        self.init(
            package: "\(explanation.key)", isPresent: explanation.isPresent,
            installedVersions: explanation.installed.map(\.text), targetVersion: explanation.target?.text,
            frozenVersion: explanation.frozen.map {
                .init(package: "\(explanation.key)", version: $0.version.text, isResolved: $0.isResolved)
            },
            versions: explanation.versions.map(Wire.ExplainedPatchVersion.init), conclusion: explanation.conclusion)
    }
}

extension Wire.ExplainedPatchVersion {
    init(_ version: ExplainedVersion) {
        self.init(
            version: version.version.text, standing: version.standing.word, isApproved: version.judgement.isApproved,
            complianceLevel: version.judgement.level.rawValue, reasons: [Wire.PatchReason](version.judgement),
            sentences: version.sentences)
    }
}

extension ExplainedVersion.Standing {
    fileprivate var word: String {
        switch self {
        case .installed: "installed"
        case .wanted: "wanted"
        case .superseded: "superseded"
        case .keptOutBySnapshot: "kept-out-by-snapshot"
        case .notApplicable: "not-applicable"
        case .rejected: "rejected"
        case .notApproved: "not-approved"
        }
    }
}

extension [Wire.PatchReason] {
    /// In the order in which a baseline is asked.
    fileprivate init(_ judgement: VersionJudgement) {
        var reasons: [Wire.PatchReason] = []
        if let filter = judgement.stoppedBy {
            reasons.append(.init(code: "GlobalFilter", subject: filter.key.rawValue))
        }
        for (index, verdict) in judgement.rules.enumerated() { reasons.append(.init(verdict, rule: index + 1)) }
        switch judgement.list {
        case .notListed: break
        case .approved(let match): reasons.append(.init(code: "ListApproves", subject: match.entry))
        case .notSecurity(let match): reasons.append(.init(code: "ListNotSecurity", subject: match.entry))
        }
        if let match = judgement.rejectedBy { reasons.append(.init(code: "Rejected", subject: match.entry)) }
        self = reasons
    }
}

extension Wire.PatchReason {
    fileprivate init(_ verdict: RuleVerdict, rule: Int) {
        switch verdict {
        case .approved(let since, let release):
            self.init(
                code: "RuleApproves", rule: rule, subject: release?.noticeID, day: since?.description,
                releasedAt: release?.at)
        case .outOfFilter(let filter): self.init(code: "RuleFilter", rule: rule, subject: filter.key.rawValue)
        case .notSecurity: self.init(code: "RuleNotSecurity", rule: rule)
        case .withoutNotice: self.init(code: "RuleWithoutNotice", rule: rule)
        case .waiting(let day, let release):
            self.init(
                code: "RuleWaiting", rule: rule, subject: release.noticeID, day: day.description,
                releasedAt: release.at)
        case .tooLate(let day, let release):
            self.init(
                code: "RuleTooLate", rule: rule, subject: release.noticeID, day: day.description,
                releasedAt: release.at)
        case .unreadableDate(let text): self.init(code: "RuleUnreadableDate", rule: rule, subject: text)
        }
    }
}
