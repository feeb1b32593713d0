package import Foundation

/// Rules and lists that say which patches are approved (reference: patching 4.1).
package struct PatchBaseline: Codable, Hashable, Sendable, Identifiable {
    package let id: BaselineID
    package let operatingSystem: OperatingSystem
    package var name: String
    package var description: String?
    /// All must match before any rule is asked; empty lets everything pass.
    package var globalFilters: [PatchFilter]
    /// At most 10; a patch is approved by rule when any rule approves it.
    package var rules: [ApprovalRule]
    /// At most 50 entries, each a name pattern, an advisory, a CVE or a Bugzilla number.
    package var approvedPatches: [String]
    package var approvedPatchesLevel: ComplianceLevel
    package var approvedPatchesIncludeNonSecurity: Bool
    /// At most 50 name patterns; what they match is not approved, whatever else approves it.
    package var rejectedPatches: [String]
    package var rejectedAction: RejectedAction
    /// Windows only; kept and given back.
    package var availableSecurityUpdatesStatus: String?
    /// Repositories that replace the node's own for a run.
    package var sources: [PatchSource]
    package let createdAt: Date
    package var modifiedAt: Date

    package init(
        id: BaselineID, operatingSystem: OperatingSystem, name: String, description: String? = nil,
        globalFilters: [PatchFilter] = [], rules: [ApprovalRule] = [], approvedPatches: [String] = [],
        approvedPatchesLevel: ComplianceLevel = .unspecified, approvedPatchesIncludeNonSecurity: Bool = false,
        rejectedPatches: [String] = [], rejectedAction: RejectedAction = .allowAsDependency,
        availableSecurityUpdatesStatus: String? = nil, sources: [PatchSource] = [], createdAt: Date, modifiedAt: Date
    ) {
        self.id = id
        self.operatingSystem = operatingSystem
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
        self.createdAt = createdAt
        self.modifiedAt = modifiedAt
    }
}

/// What becomes of a rejected package that an approved one needs, or that is there already (reference: patching 5.1).
package enum RejectedAction: String, CaseIterable, Codable, Hashable, Sendable {
    /// Not installed for its own sake, but let in as a dependency, and compliant when installed.
    case allowAsDependency = "ALLOW_AS_DEPENDENCY"
    /// Never let in; what needs it stays out too, and where it is installed the node does not comply.
    case block = "BLOCK"
}

/// A repository that replaces the node's own for a run.
package struct PatchSource: Codable, Hashable, Sendable {
    package let name: String
    /// Products it is for, such as `Debian12`; `*` is any.
    package let products: [String]
    /// One line of `sources.list`, or a section of a repository file. May hold secrets: it is never logged.
    package let configuration: String

    package init(name: String, products: [String], configuration: String) {
        self.name = name
        self.products = products
        self.configuration = configuration
    }
}
