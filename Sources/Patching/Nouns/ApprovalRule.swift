/// Approves what matches all its filters once its time has come (reference: patching 4.3, 4.4).
package struct ApprovalRule: Codable, Hashable, Sendable {
    /// All must match; values within one are alternatives.
    package let filters: [PatchFilter]
    package let level: ComplianceLevel
    /// `nil` approves at once, which only apt's systems allow, since their packages carry no date.
    package let time: ApprovalTime?
    /// Also approves what no security notice or archive offers.
    package let includesNonSecurity: Bool

    package init(
        filters: [PatchFilter], level: ComplianceLevel = .unspecified, time: ApprovalTime? = nil,
        includesNonSecurity: Bool = false
    ) {
        self.filters = filters
        self.level = level
        self.time = time
        self.includesNonSecurity = includesNonSecurity
    }
}

/// When a rule approves a patch, in whole UTC days.
package enum ApprovalTime: Codable, Hashable, Sendable {
    /// 0 to 360 days after its release.
    case afterDays(Int)
    /// When it was released on this day or before; `YYYY-MM-DD`.
    case untilDate(String)
}

package struct PatchFilter: Codable, Hashable, Sendable {
    package let key: PatchFilterKey
    /// At least one; compared without regard to case; `*` matches everything.
    package let values: [String]

    package init(key: PatchFilterKey, values: [String]) {
        self.key = key
        self.values = values
    }
}

/// The API's filter keys.
package enum PatchFilterKey: String, CaseIterable, Codable, Hashable, Sendable {
    case architecture = "ARCH"
    case advisoryID = "ADVISORY_ID"
    case bugzillaID = "BUGZILLA_ID"
    case patchSet = "PATCH_SET"
    case product = "PRODUCT"
    case productFamily = "PRODUCT_FAMILY"
    case classification = "CLASSIFICATION"
    case cveID = "CVE_ID"
    case epoch = "EPOCH"
    case msrcSeverity = "MSRC_SEVERITY"
    case name = "NAME"
    case patchID = "PATCH_ID"
    case section = "SECTION"
    case priority = "PRIORITY"
    case repository = "REPOSITORY"
    case release = "RELEASE"
    case severity = "SEVERITY"
    case security = "SECURITY"
    case version = "VERSION"
}
