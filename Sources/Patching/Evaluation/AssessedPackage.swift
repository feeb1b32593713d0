/// One installed package, judged.
package struct AssessedPackage: Sendable {
    package let key: PackageKey
    /// Newest first; several for packages such as kernels. At least one.
    package let installed: [InstalledPackage]
    /// Of the newest installed version.
    package let judgement: VersionJudgement
    /// The newest installed version that the rejected list names, with the entry that does.
    package let rejected: RejectedVersion?
    /// The version that should be there: approved and newer, or what the snapshot has settled.
    ///
    /// A package that is there and broken (dpkg says other than `ii`) does not count as installed: if its own version is
    /// approved and no newer one is, that same version is the target, for its installation has not ended well.
    package let target: PatchTarget?
    /// Whether the snapshot settled on the installed version, which proves that it is approved although no repository
    /// may vouch for it any more.
    let isSettled: Bool
    private let publisher: (classification: String, severity: String)

    init(
        installed: [InstalledPackage], facts: PatchFacts, judgement: VersionJudgement, rejected: RejectedVersion?,
        target: PatchTarget?, isSettled: Bool
    ) {
        key = facts.key
        self.installed = installed
        self.judgement = judgement
        self.rejected = rejected
        self.target = target
        self.isSettled = isSettled
        publisher = facts.publisher
    }

    /// The one that counts.
    package var newest: InstalledPackage { installed[0] }

    /// Whether a version is approved that the node has or should have. A package whose newest version is rejected may
    /// still be, by a newer version that is not.
    package var isApproved: Bool { target != nil || judgement.isApproved || (isSettled && rejected == nil) }

    package var level: ComplianceLevel { target?.level ?? judgement.level }
    /// The publisher's, of the target or else of what is installed; may be empty.
    package var classification: String { target?.classification ?? publisher.classification }
    package var severity: String { target?.severity ?? publisher.severity }
    /// What the target closes; empty without one, and on apt.
    package var cves: [String] { target?.cves ?? [] }

    package struct RejectedVersion: Hashable, Sendable {
        package let version: PackageVersion
        package let entry: String
    }
}

/// A version that a package is to have.
package struct PatchTarget: Hashable, Sendable {
    package let version: PackageVersion
    /// `false` when the snapshot settled on it and this node's repositories no longer offer it.
    package let isOffered: Bool
    package let level: ComplianceLevel
    package let classification: String
    package let severity: String
    package let cves: [String]
}
