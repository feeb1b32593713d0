extension PackageVersion {
    /// What the package manager itself would answer: `dpkg --compare-versions`, or rpm's comparison of versions.
    ///
    /// Within a family this is a total order of versions (a weak one of texts): always an answer, and transitive.
    /// In rpm a version without a release is older than the same with one; see ``satisfies(_:)`` for dependencies.
    /// - Returns: `nil` when the families differ. To ask is a mistake of the caller, but not one to stop a service for:
    ///   then neither is older, newer or the same, and nothing gets installed.
    package func compare(to other: PackageVersion) -> VersionOrder? {
        guard family == other.family else { return nil }
        let mine = text.utf8.span
        let theirs = other.text.utf8.span
        return switch family {
        case .dpkg: DpkgOrder.compare(mine, theirs)
        case .rpm: RpmOrder.compare(mine, theirs)
        }
    }

    /// For `sorted(by:)` and `max(by:)` within one family, too.
    package func isOlder(than other: PackageVersion) -> Bool { compare(to: other) == .older }

    package func isNewer(than other: PackageVersion) -> Bool { compare(to: other) == .newer }

    /// The same in the package manager's order, though the texts may differ: `1.0` and `1.00`.
    package func isSame(as other: PackageVersion) -> Bool { compare(to: other) == .same }

    /// Whether this is the version that a dependency or an operator's list asks for with `=`.
    ///
    /// rpm compares releases there only when both name one: an installed `0:1.2-3` satisfies `1.2`. That relation is not
    /// transitive (`1.2-3` and `1.2-4` both satisfy `1.2`), so it is no order. In dpkg it is ``isSame(as:)``.
    package func satisfies(_ wanted: PackageVersion) -> Bool {
        guard family == .rpm, wanted.family == .rpm else { return isSame(as: wanted) }
        return RpmOrder.compare(text.utf8.span, wanted.text.utf8.span, skippingAbsentRelease: true) == .same
    }
}
