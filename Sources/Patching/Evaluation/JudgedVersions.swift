/// The versions of one package that a node could have: the one it has and those on offer.
struct JudgedVersions {
    struct Version {
        let facts: PatchFacts
        let judgement: VersionJudgement

        init(_ facts: PatchFacts, judge: BaselineJudge) {
            self.facts = facts
            judgement = judge.judgement(on: facts)
        }

        /// An installed version; whoever told of its repositories told so either with it or among what is on offer.
        init(installed: InstalledPackage, offers: [AvailablePackage], product: String, judge: BaselineJudge) {
            let offer = installed.origins.isEmpty ? offers.first { $0.version.isSame(as: installed.version) } : nil
            self.init(
                offer.map { PatchFacts($0, product: product, installed: installed) }
                    ?? PatchFacts(installed, product: product),
                judge: judge)
        }
    }

    /// The newest installed one; `nil` when the node has the package in some version that nobody recorded.
    let current: Version?
    /// Newest first, and all newer than the installed one.
    let newer: [Version]
    private let isBroken: Bool

    init(
        current: Version?, installed: InstalledPackage?, offers: [AvailablePackage], product: String,
        judge: BaselineJudge
    ) {
        self.current = current
        isBroken = installed?.brokenStatus != nil
        // Older ones are never asked: nothing is downgraded.
        newer = offers.filter { offer in installed.map { offer.version.isNewer(than: $0.version) } ?? true }
            .map { Version(PatchFacts($0, product: product, installed: installed), judge: judge) }
    }

    /// - Parameter frozen: what the snapshot has settled for the package.
    func target(under frozen: FrozenVersion?) -> PatchTarget? {
        guard let frozen else { return newestApproved { _ in true } ?? repair }
        if !frozen.isResolved { return newestApproved { !$0.isNewer(than: frozen.version) } ?? repair }
        if let offered = eligible.first(where: { $0.facts.version.isSame(as: frozen.version) }) {
            // Rejected beats settled too.
            return offered.judgement.rejectedBy == nil ? PatchTarget(offered) : nil
        }
        if let current, !frozen.version.isNewer(than: current.facts.version) { return repair }
        return PatchTarget(notOffered: frozen.version, like: newer)
    }

    /// A broken package's own version is wanted once more.
    private var repair: PatchTarget? {
        guard isBroken, let current, current.judgement.isApproved else { return nil }
        return PatchTarget(current)
    }

    private var eligible: [Version] { isBroken ? newer + [current].compactMap(\.self) : newer }

    private func newestApproved(where isAllowed: (PackageVersion) -> Bool) -> PatchTarget? {
        newer.first { $0.judgement.isApproved && isAllowed($0.facts.version) }.map { PatchTarget($0) }
    }
}

extension PatchTarget {
    fileprivate init(_ version: JudgedVersions.Version) {
        let publisher = version.facts.publisher
        self.init(
            version: version.facts.version, isOffered: true, level: version.judgement.level,
            classification: publisher.classification, severity: publisher.severity, cves: version.facts.cves)
    }

    /// Nobody here tells how much the version mattered: what its neighbours say stands in for it.
    fileprivate init(notOffered version: PackageVersion, like neighbours: [JudgedVersions.Version]) {
        let approved = neighbours.filter(\.judgement.isApproved)
        self.init(
            version: version, isOffered: false, level: approved.map(\.judgement.level).max() ?? .unspecified,
            classification: "", severity: "", cves: [])
    }
}
