/// What a request says of an approval rule.
package struct RuleDefinition: Hashable, Sendable {
    package var filters: [PatchFilter]
    package var level: ComplianceLevel?
    /// 0 to 360.
    package var approveAfterDays: Int?
    /// `YYYY-MM-DD`.
    package var approveUntilDate: String?
    package var includesNonSecurity: Bool?

    package init(
        filters: [PatchFilter], level: ComplianceLevel? = nil, approveAfterDays: Int? = nil,
        approveUntilDate: String? = nil, includesNonSecurity: Bool? = nil
    ) {
        self.filters = filters
        self.level = level
        self.approveAfterDays = approveAfterDays
        self.approveUntilDate = approveUntilDate
        self.includesNonSecurity = includesNonSecurity
    }

    /// - Parameter number: which rule of the baseline it is, from 1, for the sentence.
    /// - Throws: unless exactly one of the two times is given; apt's systems may have none (reference: patching 4.1).
    func rule(number: Int, for system: OperatingSystem) throws(BaselineProblem) -> ApprovalRule {
        ApprovalRule(
            filters: filters, level: level ?? .unspecified, time: try time(number: number, for: system),
            includesNonSecurity: includesNonSecurity ?? false)
    }

    private func time(number: Int, for system: OperatingSystem) throws(BaselineProblem) -> ApprovalTime? {
        switch (approveAfterDays, approveUntilDate) {
        case (let days?, nil): return .afterDays(days)
        case (nil, let date?): return .untilDate(date)
        case (_?, _?):
            throw BaselineProblem(
                "Approval rule \(number) has both ApproveAfterDays and ApproveUntilDate; it takes one.")
        case (nil, nil):
            if system.packageFamily == .dpkg { return nil }
            throw BaselineProblem(
                "Approval rule \(number) has neither ApproveAfterDays nor ApproveUntilDate; for \(system.rawValue) it "
                    + "needs one of them.",
                hint: "ApproveAfterDays 0 approves at once.")
        }
    }
}
