import Foundation

extension NodePackages {
    /// Reads what ``PatchScript/collect(refreshes:sources:lockWaitSeconds:)`` wrote.
    ///
    /// A version that is named again is taken as it was named first, so that what hangs on it is held only once. Nothing
    /// else is dropped silently: an offer whose name or version no script could pass on (see
    /// ``PatchScript/install(_:refreshes:sources:lockWaitSeconds:)``) becomes a remark.
    package init(parsing output: String) throws(PatchScriptError) {
        var facts = CollectedFacts()
        for record in try NodeRecords(output).records { try facts.take(record) }
        try self.init(facts)
    }

    private init(_ facts: CollectedFacts) throws(PatchScriptError) {
        let system = try NodeSystem(facts.system)
        guard let family = system.operatingSystem.packageFamily else {
            throw .unsupportedOperatingSystem(id: facts.system["ID"] ?? "", version: facts.system["VERSION_ID"] ?? "")
        }
        guard let bootID = facts.bootID else { throw .malformed(line: 0, reason: "no boot ID") }
        var remarks = facts.remarks
        // The versions of each package, and the newest: a node may name very many, and each offer is held against them.
        var versions: [PackageKey: Set<PackageVersion>] = [:]
        var newest: [PackageKey: PackageVersion] = [:]
        for package in facts.installed {
            let version = PackageVersion(package.version, family: family)
            versions[package.key, default: []].insert(version)
            if newest[package.key].map({ version.isNewer(than: $0) }) ?? true { newest[package.key] = version }
        }

        var seen: Set<WantedPatch> = []
        var offered: [WantedPatch: CollectedFacts.Offer] = [:]
        var available: [AvailablePackage] = []
        for offer in facts.offers {
            let patch = WantedPatch(key: offer.key, version: PackageVersion(offer.version, family: family))
            guard seen.insert(patch).inserted else { continue }
            if versions[offer.key]?.contains(patch.version) == true {
                offered[patch] = offer
            } else if let present = newest[offer.key], !patch.version.isNewer(than: present) {
                // zypper names all versions of a repository.
                continue
            } else if ScriptText.isExpressible(patch) {
                available.append(
                    AvailablePackage(
                        key: offer.key, version: patch.version, origins: offer.origins,
                        notices: facts.notices(for: patch), builtAt: offer.builtAt, section: offer.section,
                        priority: offer.priority))
            } else {
                remarks.append("“\(patch.key):\(patch.version)” is on offer and ignored: no package is called that.")
            }
        }
        seen = []
        let installed: [InstalledPackage] = facts.installed.compactMap { package in
            let patch = WantedPatch(key: package.key, version: PackageVersion(package.version, family: family))
            guard seen.insert(patch).inserted else { return nil }
            let offer = offered[patch]
            return InstalledPackage(
                key: package.key, version: patch.version, brokenStatus: package.brokenStatus, isHeld: package.isHeld,
                installedAt: package.installedAt, section: package.section ?? offer?.section,
                priority: package.priority ?? offer?.priority, origins: offer?.origins ?? [],
                notices: facts.notices(for: patch), builtAt: package.builtAt ?? offer?.builtAt)
        }
        self.init(
            operatingSystem: system.operatingSystem, product: system.product, installed: installed,
            available: available, bootID: bootID, wantsReboot: facts.wantsReboot, remarks: remarks)
    }
}
