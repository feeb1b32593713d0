package import Foundation

/// One run on one node as it ended: what its report is made of (reference: patching 6.1 to 6.3, 1.3, 1.6).
///
/// Nothing is judged by what the node claimed: a patch is in when the last look shows it, in order and at the version
/// that was wanted or a newer one.
package struct PatchRun: Sendable {
    package let order: PatchOrder
    /// Empty for a node without a group.
    package let patchGroup: String
    /// Of the last look at the node.
    package let assessment: PatchAssessment
    /// `nil` for a scan, and for an install that found nothing to do.
    package let outcome: InstallOutcome?
    /// Of the look before the install; lends class, severity and level of what has been installed since, which
    /// repositories may no longer tell.
    let before: EarlierLook?
    let installedNow: [PackageKey: PackageVersion]
    let pendingBefore: PendingReboot?

    /// - Parameter earlierPending: of the node's last report.
    package init(
        order: PatchOrder, patchGroup: String, assessment: PatchAssessment, outcome: InstallOutcome? = nil,
        before: EarlierLook? = nil, earlierPending: PendingReboot? = nil
    ) {
        self.order = order
        self.patchGroup = patchGroup
        self.assessment = assessment
        self.outcome = outcome
        self.before = before
        pendingBefore = earlierPending?.surviving(on: assessment.node)
        installedNow = outcome?.installed(on: assessment) ?? [:]
    }

    /// Whether this run changed any package, for its own sake or as a dependency, and the last look shows it in order.
    package var installedAnything: Bool { !installedNow.isEmpty }

    /// What came in before a boot that has happened since does not wait any more.
    private var newlyPending: [PackageKey: PackageVersion] {
        outcome?.bootID == assessment.node.bootID ? installedNow : [:]
    }

    /// Whether the node is to be restarted after this run. Once it has been, nothing of this run asks for it again.
    package var reboot: RebootDecision {
        RebootDecision(
            operation: order.operation, option: order.rebootOption, installedAnything: !newlyPending.isEmpty,
            isPending: pendingBefore != nil)
    }

    /// The report that replaces the node's earlier one.
    ///
    /// - Parameter rebootFollows: what was installed then counts as installed at once, because the reboot is going to
    ///   happen. The report still keeps it in mind as pending, so that a node that never restarts is found out by the
    ///   next run, which sees it under the same boot.
    package func report(startedAt: Date, endedAt: Date, rebootFollows: Bool) -> PatchReport {
        let node = assessment.node
        let pending = PendingReboot.adding(newlyPending, to: pendingBefore, bootID: node.bootID, at: endedAt)
        let items = PatchItems(run: self, pending: rebootFollows ? nil : pending)
        return PatchReport(
            order: order, patchGroup: patchGroup, baselineID: assessment.baselineID,
            operatingSystem: node.operatingSystem, product: node.product, items: items.all,
            notApplicableCount: assessment.notApplicableCount, startedAt: startedAt, endedAt: endedAt,
            pendingReboot: pending, wantsReboot: node.wantsReboot, candidates: node.available)
    }
}

extension InstallOutcome {
    /// What came in: changes that the node told of, and wanted patches, as far as the last look shows them.
    fileprivate func installed(on assessment: PatchAssessment) -> [PackageKey: PackageVersion] {
        var versions: [PackageKey: PackageVersion] = [:]
        for change in result.changes {
            guard let version = change.to, let package = assessment[change.key],
                package.has(exactly: version), !(versions[change.key].map { !version.isNewer(than: $0) } ?? false)
            else { continue }
            versions[change.key] = version
        }
        for patch in wanted where versions[patch.key] == nil {
            guard let package = assessment[patch.key], let present = package.satisfying(patch.version) else { continue }
            versions[patch.key] = present.version
        }
        return versions
    }
}

extension AssessedPackage {
    /// The installed package that fulfils a wish for a version: in order, and that version or a newer one.
    func satisfying(_ version: PackageVersion) -> InstalledPackage? {
        installed.first { $0.brokenStatus == nil && !version.isNewer(than: $0.version) }
    }

    fileprivate func has(exactly version: PackageVersion) -> Bool {
        installed.contains { $0.brokenStatus == nil && $0.version.isSame(as: version) }
    }
}
