extension PatchEvaluation {
    /// Explains every architecture of a package, in order of key.
    ///
    /// - Parameter name: `openssl` or `openssl.amd64`, without regard to case.
    /// - Returns: empty when the node neither has the package nor is offered it.
    package func explain(_ name: String, on node: NodePackages) -> [PatchExplanation] {
        explain(
            name, installed: Dictionary(grouping: node.installed, by: \.key), present: [],
            offers: node.available, product: node.product)
    }

    /// Explains from a node's last report.
    package func explain(_ name: String, from report: PatchReport) -> [PatchExplanation] {
        var installed: [PackageKey: [InstalledPackage]] = [:]
        for item in report.items {
            let isLacking = item.state == .missing || item.state == .failed
            guard let version = isLacking ? item.installedVersion : item.version else { continue }
            installed[item.key, default: []].append(InstalledPackage(key: item.key, version: version))
        }
        return explain(
            name, installed: installed, present: Set(report.items.map(\.key)), offers: report.candidates,
            product: report.product)
    }

    private func explain(
        _ name: String, installed: [PackageKey: [InstalledPackage]], present: Set<PackageKey>,
        offers: [AvailablePackage], product: String
    ) -> [PatchExplanation] {
        let asked = name.lowercased()
        func isAsked(_ key: PackageKey) -> Bool {
            key.name.lowercased() == asked || key.description.lowercased() == asked
        }
        let catalogue = OfferCatalogue(offers.filter { isAsked($0.key) })
        let keys = Set(installed.keys.filter(isAsked)).union(catalogue.keys).union(present.filter(isAsked))
        return keys.sorted().map { key in
            explain(
                key, installed: (installed[key] ?? []).newestFirst,
                isPresent: present.contains(key) || installed[key] != nil, offers: catalogue[key], product: product)
        }
    }

    private func explain(
        _ key: PackageKey, installed: [InstalledPackage], isPresent: Bool, offers: [AvailablePackage], product: String
    ) -> PatchExplanation {
        let current = installed.first.map {
            JudgedVersions.Version(installed: $0, offers: offers, product: product, judge: judge)
        }
        let versions = JudgedVersions(
            current: current, installed: installed.first, offers: offers, product: product, judge: judge)
        let target = isPresent ? self.target(among: versions, of: key) : nil
        let words = ExplanationWords(baseline: baseline)
        let explained = (versions.newer + [current].compactMap(\.self)).map { version in
            let standing = standing(
                of: version, target: target, isCurrent: installed.first?.version == version.facts.version,
                isPresent: isPresent)
            return ExplainedVersion(
                version: version.facts.version, standing: standing, judgement: version.judgement,
                sentences: words.sentences(on: version, standing: standing, frozen: frozen[key]))
        }
        return PatchExplanation(
            key: key, installed: installed.map(\.version), isPresent: isPresent, target: target?.version,
            frozen: frozen[key], versions: explained,
            conclusion: words.conclusion(
                key, installed: installed.first, isPresent: isPresent, target: target, versions: versions.newer.count))
    }

    private func standing(
        of version: JudgedVersions.Version, target: PatchTarget?, isCurrent: Bool, isPresent: Bool
    ) -> ExplainedVersion.Standing {
        if let target, target.version.isSame(as: version.facts.version) { return .wanted }
        if isCurrent { return .installed }
        if version.judgement.rejectedBy != nil { return .rejected }
        if !version.judgement.isApproved { return .notApproved }
        if !isPresent { return .notApplicable }
        if let target, target.version.isNewer(than: version.facts.version) { return .superseded }
        return .keptOutBySnapshot
    }
}
