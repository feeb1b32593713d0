/// What one patch is on one node (reference: patching 6.1).
package enum PatchState: String, CaseIterable, Codable, Hashable, Sendable {
    case installed = "INSTALLED"
    case installedOther = "INSTALLED_OTHER"
    case installedPendingReboot = "INSTALLED_PENDING_REBOOT"
    case installedRejected = "INSTALLED_REJECTED"
    case missing = "MISSING"
    case notApplicable = "NOT_APPLICABLE"
    case failed = "FAILED"

    /// Whether a node that has a patch in this state does not comply.
    package var isNonCompliant: Bool {
        switch self {
        case .missing, .failed, .installedRejected, .installedPendingReboot: true
        case .installed, .installedOther, .notApplicable: false
        }
    }

    /// Filters may write `Installed`, `InstalledPendingReboot` or the enum's own word.
    package init?(named text: String) {
        let bare = text.uppercased().filter { $0 != "_" }
        guard let state = Self.allCases.first(where: { $0.rawValue.filter { $0 != "_" } == bare }) else { return nil }
        self = state
    }
}
