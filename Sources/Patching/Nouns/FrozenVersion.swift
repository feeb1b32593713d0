/// What a snapshot has settled for one package: the versions that the first nodes met bind the later ones.
///
/// Either way nothing newer than ``version`` is installed under the snapshot, and nothing is downgraded.
package struct FrozenVersion: Codable, Hashable, Sendable {
    package let version: PackageVersion
    /// An approved version that some node was told to install: every node that is older wants exactly this one, and one
    /// that cannot get it says so. Otherwise it is what an up-to-date node had, and only a bound: an older node takes the
    /// newest approved version that does not pass it.
    package let isResolved: Bool

    package init(_ version: PackageVersion, isResolved: Bool) {
        self.version = version
        self.isResolved = isResolved
    }
}
