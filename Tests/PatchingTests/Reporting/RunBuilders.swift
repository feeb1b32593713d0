import Foundation

@testable import Patching

extension PatchOrder {
    static let scan = PatchOrder(operation: .scan, snapshotID: "0f2c1de8-6b8d-4f3a-9a51-1f7a3a3d3b11")
    static func install(_ option: RebootOption = .noReboot) -> Self {
        Self(operation: .install, rebootOption: option, snapshotID: scan.snapshotID)
    }
}

extension PatchRun {
    func report(rebootFollows: Bool = false) -> PatchReport {
        report(startedAt: Moments.daysAgo(0), endedAt: Moments.noon, rebootFollows: rebootFollows)
    }
}

extension PatchReport {
    /// State by name of package; a package twice is none.
    var states: [String: PatchState] {
        Dictionary(items.map { ($0.key.name, $0.state) }) { _, _ in .notApplicable }
    }

    func item(_ name: String) -> PatchItem? { items.first { $0.key.name == name } }
}

/// A node that is patched by a baseline, step by step, as the service does it.
struct PatchedNode {
    var packages: NodePackages
    var baseline: PatchBaseline
    var pending: PendingReboot?

    mutating func scan() -> PatchReport { finish(PatchRun(order: .scan, assessment: assess(), pending: pending)) }

    /// - Parameter broken: packages that the node cannot install.
    mutating func install(
        _ option: PatchOrder.RebootOption = .noReboot, failing broken: Set<String> = []
    ) -> (report: PatchReport, reboot: RebootDecision, changes: Int) {
        let before = assess()
        let changes = before.installable.filter { !broken.contains($0.key.name) }.map { patch in
            PackageChange(key: patch.key, from: before[patch.key]?.newest.version, to: patch.version)
        }
        let outcome = InstallOutcome(
            wanted: before.wanted, result: InstallResult(changes: changes), bootID: packages.bootID)
        apply(changes)
        let run = PatchRun(
            order: .install(option), patchGroup: "", assessment: assess(), outcome: outcome,
            before: EarlierLook(before),
            earlierPending: pending)
        let report = finish(run, rebootFollows: run.reboot.reboots)
        return (report, run.reboot, changes.count)
    }

    mutating func reboot() {
        packages = Deb.node(packages.installed, offers: packages.available, boot: packages.bootID + "'")
    }

    private func assess() -> PatchAssessment { baseline.assess(packages) }

    private mutating func finish(_ run: PatchRun, rebootFollows: Bool = false) -> PatchReport {
        let report = run.report(rebootFollows: rebootFollows)
        pending = report.pendingReboot
        return report
    }

    private mutating func apply(_ changes: [PackageChange]) {
        let new = Dictionary(uniqueKeysWithValues: changes.compactMap { change in change.to.map { (change.key, $0) } })
        packages = Deb.node(
            packages.installed.map { InstalledPackage(key: $0.key, version: new[$0.key] ?? $0.version) },
            offers: packages.available, boot: packages.bootID)
    }
}

extension PatchRun {
    init(order: PatchOrder, assessment: PatchAssessment, pending: PendingReboot? = nil) {
        self.init(order: order, patchGroup: "", assessment: assessment, earlierPending: pending)
    }
}
