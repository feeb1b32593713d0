package import Foundation

/// A baseline at work: compiled once, then asked about as many nodes as there are.
package struct PatchEvaluation: Sendable {
    let baseline: PatchBaseline
    let judge: BaselineJudge
    let frozen: [PackageKey: FrozenVersion]

    /// - Parameters:
    ///   - approvalClock: the moment at which approval days are counted, which is when the snapshot was made.
    ///   - frozen: what the snapshot has settled so far.
    package init(baseline: PatchBaseline, approvalClock: Date, frozen: [PackageKey: FrozenVersion] = [:]) {
        self.baseline = baseline
        self.frozen = frozen
        judge = BaselineJudge(baseline, approvalClock: approvalClock)
    }

    package func assess(_ node: NodePackages) -> PatchAssessment {
        let catalogue = OfferCatalogue(node.available)
        let installed = Dictionary(grouping: node.installed, by: \.key).mapValues(\.newestFirst)
        let packages = installed.values
            .map { assess($0, offers: catalogue[$0[0].key], product: node.product) }
            .sorted { $0.key < $1.key }
        let notApplicable = catalogue.keys.count { key in
            installed[key] == nil
                && catalogue[key].contains { judge.judgement(on: PatchFacts($0, product: node.product)).isApproved }
        }
        return PatchAssessment(
            node: node, baselineID: baseline.id, rejectedAction: baseline.rejectedAction, packages: packages,
            notApplicableCount: notApplicable, versionsToFreeze: versionsToFreeze(for: packages),
            judge: judge)
    }

    private func assess(
        _ installed: [InstalledPackage], offers: [AvailablePackage], product: String
    ) -> AssessedPackage {
        let newest = installed[0]
        let current = JudgedVersions.Version(installed: newest, offers: offers, product: product, judge: judge)
        let versions = JudgedVersions(
            current: current, installed: newest, offers: offers, product: product, judge: judge)
        let rejected = installed.lazy.enumerated().compactMap { index, package in
            (index == 0 ? current.judgement.rejectedBy : judge.rejection(of: package.key, package.version)).map {
                AssessedPackage.RejectedVersion(version: package.version, entry: $0.entry)
            }
        }.first
        let settled = frozen[newest.key]
        return AssessedPackage(
            installed: installed, facts: current.facts, judgement: current.judgement, rejected: rejected,
            target: target(among: versions, of: newest.key),
            isSettled: settled.map { $0.isResolved && $0.version.isSame(as: newest.version) } ?? false)
    }

    func target(among versions: JudgedVersions, of key: PackageKey) -> PatchTarget? {
        guard let target = versions.target(under: frozen[key]) else { return nil }
        // What is on offer has been judged; what is only settled has not.
        return target.isOffered || judge.rejection(of: key, target.version) == nil ? target : nil
    }

    /// What is wanted binds every later node to that very version; what is not binds them to no newer one.
    private func versionsToFreeze(for packages: [AssessedPackage]) -> [PackageKey: FrozenVersion] {
        var versions: [PackageKey: FrozenVersion] = [:]
        for package in packages where frozen[package.key] == nil {
            versions[package.key] =
                package.target.map { FrozenVersion($0.version, isResolved: true) }
                ?? FrozenVersion(package.newest.version, isResolved: false)
        }
        return versions
    }
}

extension [InstalledPackage] {
    var newestFirst: Self {
        count == 1
            ? self
            : sorted {
                $0.version.isSame(as: $1.version)
                    ? $0.version.text < $1.version.text : $0.version.isNewer(than: $1.version)
            }
    }
}
