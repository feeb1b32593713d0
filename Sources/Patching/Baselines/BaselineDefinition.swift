package import Foundation

/// What a request says of a baseline; `nil` was not sent.
package struct BaselineDefinition: Hashable, Sendable {
    package var name: String?
    package var description: String?
    package var globalFilters: [PatchFilter]?
    package var rules: [RuleDefinition]?
    package var approvedPatches: [String]?
    package var approvedPatchesLevel: ComplianceLevel?
    package var approvedPatchesIncludeNonSecurity: Bool?
    package var rejectedPatches: [String]?
    package var rejectedAction: RejectedAction?
    package var availableSecurityUpdatesStatus: String?
    package var sources: [PatchSource]?

    package init(
        name: String? = nil, description: String? = nil, globalFilters: [PatchFilter]? = nil,
        rules: [RuleDefinition]? = nil, approvedPatches: [String]? = nil, approvedPatchesLevel: ComplianceLevel? = nil,
        approvedPatchesIncludeNonSecurity: Bool? = nil, rejectedPatches: [String]? = nil,
        rejectedAction: RejectedAction? = nil, availableSecurityUpdatesStatus: String? = nil,
        sources: [PatchSource]? = nil
    ) {
        self.name = name
        self.description = description
        self.globalFilters = globalFilters
        self.rules = rules
        self.approvedPatches = approvedPatches
        self.approvedPatchesLevel = approvedPatchesLevel
        self.approvedPatchesIncludeNonSecurity = approvedPatchesIncludeNonSecurity
        self.rejectedPatches = rejectedPatches
        self.rejectedAction = rejectedAction
        self.availableSecurityUpdatesStatus = availableSecurityUpdatesStatus
        self.sources = sources
    }

    /// A new baseline.
    /// - Throws: what is wrong with it, a missing name included.
    package func baseline(
        id: BaselineID, operatingSystem: OperatingSystem, at now: Date
    ) throws(BaselineProblem) -> PatchBaseline {
        let empty = PatchBaseline(
            id: id, operatingSystem: operatingSystem, name: name ?? "", createdAt: now, modifiedAt: now)
        return try applied(to: empty, replacingAll: true, at: now)
    }

    /// The baseline with what was sent; lists are replaced whole (reference: patching 4.1).
    /// - Parameter replacingAll: what was not sent goes back to its default, and what a baseline must have must be sent.
    /// - Throws: what is wrong with the result as a whole.
    package func applied(
        to baseline: PatchBaseline, replacingAll: Bool, at now: Date
    ) throws(BaselineProblem) -> PatchBaseline {
        if replacingAll, name == nil {
            throw BaselineProblem("With Replace every required member must be sent; Name is missing.")
        }
        func value<T>(_ sent: T?, _ current: T, default standard: T) -> T {
            sent ?? (replacingAll ? standard : current)
        }
        let system = baseline.operatingSystem
        var result = baseline
        result.name = name ?? baseline.name
        result.description = description ?? (replacingAll ? nil : baseline.description)
        result.globalFilters = value(globalFilters, baseline.globalFilters, default: [])
        let sentRules = try rules.map { rules throws(BaselineProblem) in try Self.read(rules, for: system) }
        result.rules = value(sentRules, baseline.rules, default: [])
        result.approvedPatches = value(approvedPatches, baseline.approvedPatches, default: [])
        result.approvedPatchesLevel = value(
            approvedPatchesLevel, baseline.approvedPatchesLevel, default: .unspecified)
        result.approvedPatchesIncludeNonSecurity = value(
            approvedPatchesIncludeNonSecurity, baseline.approvedPatchesIncludeNonSecurity, default: false)
        result.rejectedPatches = value(rejectedPatches, baseline.rejectedPatches, default: [])
        result.rejectedAction = value(rejectedAction, baseline.rejectedAction, default: .allowAsDependency)
        result.availableSecurityUpdatesStatus =
            availableSecurityUpdatesStatus ?? (replacingAll ? nil : baseline.availableSecurityUpdatesStatus)
        result.sources = value(sources, baseline.sources, default: [])
        result.modifiedAt = now
        try result.check()
        return result
    }

    private static func read(
        _ rules: [RuleDefinition], for system: OperatingSystem
    ) throws(BaselineProblem) -> [ApprovalRule] {
        var read: [ApprovalRule] = []
        for (index, rule) in rules.enumerated() { read.append(try rule.rule(number: index + 1, for: system)) }
        return read
    }
}

extension BaselineID {
    /// What stands for the ID of a baseline that was given with a request and is nowhere registered.
    package static let override = BaselineID(rawValue: "pb-00000000000000000")
}
