/// Gives each package its state (reference: patching 6.2).
struct PatchItems {
    let run: PatchRun
    private let pending: PendingReboot?
    /// What the install was to put on the node and the last look does not show.
    private let failed: [PackageKey: PackageVersion]
    private let fulfilled: Set<PackageKey>

    /// - Parameter pending: `nil` also when a reboot is going to settle it.
    init(run: PatchRun, pending: PendingReboot?) {
        self.run = run
        self.pending = pending
        var failed: [PackageKey: PackageVersion] = [:]
        var fulfilled: Set<PackageKey> = []
        for patch in run.outcome?.wanted ?? [] {
            if run.assessment[patch.key]?.satisfying(patch.version) != nil {
                fulfilled.insert(patch.key)
            } else if failed[patch.key].map({ patch.version.isNewer(than: $0) }) ?? true {
                failed[patch.key] = patch.version
            }
        }
        self.failed = failed
        self.fulfilled = fulfilled
    }

    /// In order of key, one for each installed package and one for each that should have been installed.
    var all: [PatchItem] {
        let absent = failed.filter { run.assessment[$0.key] == nil }.map { key, version in
            let known = run.before?[key]
            return PatchItem(
                key: key, version: version, state: .failed, classification: known?.classification ?? "",
                severity: known?.severity ?? "", level: known?.level ?? .unspecified, cves: known?.cves ?? [],
                note: failureNote(key, version: version, package: nil))
        }
        let present = run.assessment.packages.map(item)
        return absent.isEmpty ? present : (present + absent).sorted { $0.key < $1.key }
    }

    private func item(for package: AssessedPackage) -> PatchItem {
        if let version = failed[package.key] { return lacking(package, version, state: .failed) }
        if let target = package.target {
            // An override list replaces what the baseline wants: what is outside it was not tried.
            let wasTried = run.order.operation == .install && !isOverride
            return lacking(package, target.version, state: wasTried ? .failed : .missing)
        }
        return present(package)
    }

    private func present(_ package: AssessedPackage) -> PatchItem {
        var shown = package.newest
        let state: PatchState
        if let waiting = pendingPackage(package) {
            state = .installedPendingReboot
            shown = waiting
        } else if let rejected = package.rejected {
            state = run.assessment.rejectedAction == .block ? .installedRejected : .installedOther
            if state == .installedRejected {
                shown = package.installed.first { $0.version.isSame(as: rejected.version) } ?? shown
            }
        } else if package.isApproved || wasInstalledAsApproved(package.key) {
            state = .installed
        } else {
            state = .installedOther
        }
        let known = source(of: package)
        return PatchItem(
            key: package.key, version: shown.version, state: state, classification: known.classification,
            severity: known.severity, level: known.level, installedAt: shown.installedAt,
            note: presentNote(package, shown: shown, state: state))
    }

    private func lacking(_ package: AssessedPackage, _ version: PackageVersion, state: PatchState) -> PatchItem {
        let known = source(of: package)
        return PatchItem(
            key: package.key, version: version, state: state, classification: known.classification,
            severity: known.severity, level: known.level, cves: known.cves,
            note: state == .failed
                ? failureNote(package.key, version: version, package: package) : missingNote(package),
            installedVersion: package.newest.version)
    }

    /// Who tells class, severity and level: the last look, unless the package was approved for this run by the look
    /// before and nobody vouches for the version that came in.
    private func source(of package: AssessedPackage) -> EarlierLook.Entry {
        guard !package.isApproved || package.classification.isEmpty, let known = run.before?[package.key],
            known.isWanted
        else { return EarlierLook.Entry(package) }
        return known
    }

    private var isOverride: Bool { run.outcome?.isOverride ?? (run.order.installOverrideList != nil) }

    private func wasInstalledAsApproved(_ key: PackageKey) -> Bool {
        fulfilled.contains(key) && !isOverride
    }

    private func pendingPackage(_ package: AssessedPackage) -> InstalledPackage? {
        guard let version = pending?.versions[package.key] else { return nil }
        return package.installed.first { $0.version.isSame(as: version) }
    }
}
