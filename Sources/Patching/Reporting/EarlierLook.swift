/// What the look before an install said of packages, as far as the report after it has to know: repositories may tell
/// nothing any more of a version that is installed.
package struct EarlierLook: Codable, Hashable, Sendable {
    struct Entry: Codable, Hashable, Sendable {
        /// A newer version was approved.
        let isWanted: Bool
        let level: ComplianceLevel
        let classification: String
        let severity: String
        let cves: [String]

        init(_ package: AssessedPackage) {
            isWanted = package.target != nil
            level = package.level
            classification = package.classification
            severity = package.severity
            cves = package.cves
        }
    }

    private let entries: [PackageKey: Entry]

    package init(_ assessment: PatchAssessment) {
        self.init(assessment.packages)
    }

    /// Small enough to be kept between two visits to the node: only packages that are to change.
    /// - Parameter wanted: those of an override list, which the baseline may not want.
    package init(_ assessment: PatchAssessment, alsoOf wanted: [WantedPatch]) {
        let keys = Set(wanted.map(\.key))
        self.init(assessment.packages.filter { $0.target != nil || keys.contains($0.key) })
    }

    private init(_ packages: [AssessedPackage]) {
        entries = Dictionary(packages.map { ($0.key, Entry($0)) }) { first, _ in first }
    }

    subscript(key: PackageKey) -> Entry? { entries[key] }
}
