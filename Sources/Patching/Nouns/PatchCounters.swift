/// A report in numbers (reference: patching 6.5).
package struct PatchCounters: Codable, Hashable, Sendable {
    package var installed = 0
    package var installedOther = 0
    package var installedPendingReboot = 0
    package var installedRejected = 0
    package var missing = 0
    package var failed = 0
    package var notApplicable = 0
    /// Non-compliant items of compliance level CRITICAL.
    package var criticalNonCompliant = 0
    /// Non-compliant items classified Security; one may also be in ``criticalNonCompliant``.
    package var securityNonCompliant = 0
    /// Non-compliant items that are neither.
    package var otherNonCompliant = 0

    package init() {}

    package init(of items: [PatchItem], notApplicableCount: Int) {
        notApplicable = notApplicableCount
        for item in items { count(item) }
    }

    package var isCompliant: Bool { missing + failed + installedRejected + installedPendingReboot == 0 }

    private mutating func count(_ item: PatchItem) {
        switch item.state {
        case .installed: installed += 1
        case .installedOther: installedOther += 1
        case .installedPendingReboot: installedPendingReboot += 1
        case .installedRejected: installedRejected += 1
        case .missing: missing += 1
        case .failed: failed += 1
        case .notApplicable: notApplicable += 1
        }
        guard item.state.isNonCompliant else { return }
        let isCritical = item.level == .critical
        let isSecurity = item.classification.lowercased() == "security"
        if isCritical { criticalNonCompliant += 1 }
        if isSecurity { securityNonCompliant += 1 }
        if !isCritical, !isSecurity { otherNonCompliant += 1 }
    }
}
