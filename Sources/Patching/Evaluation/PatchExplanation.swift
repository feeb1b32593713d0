/// Why each version of a package is or is not approved on one node.
package struct PatchExplanation: Hashable, Sendable {
    package let key: PackageKey
    /// Newest first; empty when the package is not installed, and when the node has a version that nobody recorded.
    package let installed: [PackageVersion]
    /// Whether the node has the package at all: what it does not have is not patched.
    package let isPresent: Bool
    /// What an install would put there.
    package let target: PackageVersion?
    /// What the snapshot has settled, if there is one.
    package let frozen: FrozenVersion?
    /// The newest installed version and every newer one that is on offer, newest first.
    package let versions: [ExplainedVersion]
    /// What comes of it, after the versions have been told about.
    package let conclusion: String

    /// The whole story in plain English.
    package var sentences: [String] { versions.flatMap(\.sentences) + [conclusion] }
}

/// Why one version is or is not approved, and what becomes of it.
package struct ExplainedVersion: Hashable, Sendable {
    package enum Standing: Hashable, Sendable {
        /// The node has it.
        case installed
        /// An install puts it there.
        case wanted
        /// A newer version is approved too.
        case superseded
        /// Approved, and the snapshot has settled on another version or does not go beyond one.
        case keptOutBySnapshot
        /// Approved, and the package is not installed.
        case notApplicable
        case rejected
        case notApproved
    }

    package let version: PackageVersion
    package let standing: Standing
    package let judgement: VersionJudgement
    /// The first names the package and the version.
    package let sentences: [String]
}
