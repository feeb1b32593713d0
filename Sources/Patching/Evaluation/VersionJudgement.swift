package import Foundation

/// What a baseline says of one version of a package on one system, in the order in which it is asked
/// (reference: patching 4.4).
package struct VersionJudgement: Hashable, Sendable {
    /// The first global filter that keeps the version out of the rules' sight; `nil` when all let it pass.
    package let stoppedBy: PatchFilter?
    /// One verdict for each rule, in the baseline's order; empty when a global filter stopped it.
    package let rules: [RuleVerdict]
    package let list: ListVerdict
    /// The entry of the rejected list that takes the version out, whatever approved it.
    package let rejectedBy: PatchNameMatch?
    /// The highest among the rules and the list that approve it, also when it is rejected.
    package let level: ComplianceLevel

    package var isApproved: Bool { rejectedBy == nil && isApprovedUnlessRejected }

    package var isApprovedUnlessRejected: Bool { list.approves || rules.contains(where: \.approves) }
}

/// What one rule says of one version.
package enum RuleVerdict: Hashable, Sendable {
    /// - Parameters:
    ///   - since: the first day on which the rule did; `nil` where no date counts.
    case approved(since: CivilDay?, release: ReleaseMoment?)
    /// The first filter that does not match, or that no single notice matches along with the ones before it.
    case outOfFilter(PatchFilter)
    /// The filters match, and the rule takes only security patches.
    case notSecurity
    /// SUSE: patches are what rules choose among, and the version belongs to none.
    case withoutNotice
    /// Its days are not over: the day on which it will be approved.
    case waiting(until: CivilDay, release: ReleaseMoment)
    /// It came after the rule's last day.
    case tooLate(lastDay: CivilDay, release: ReleaseMoment)
    /// The rule's date is none: it approves nothing.
    case unreadableDate(String)

    package var approves: Bool {
        if case .approved = self { true } else { false }
    }
}

/// What the list of approved patches says of one version.
package enum ListVerdict: Hashable, Sendable {
    case notListed
    case approved(PatchNameMatch)
    /// Listed, and the list takes only security patches.
    case notSecurity(PatchNameMatch)

    package var approves: Bool {
        if case .approved = self { true } else { false }
    }
}

/// When a version was released, as far as anybody says.
package struct ReleaseMoment: Hashable, Sendable {
    package let at: Date
    /// `nil` when it is the time at which the package was built, for want of a dated notice.
    package let noticeID: String?

    package init(at: Date, noticeID: String?) {
        self.at = at
        self.noticeID = noticeID
    }

    package var day: CivilDay { CivilDay(of: at) }
}
