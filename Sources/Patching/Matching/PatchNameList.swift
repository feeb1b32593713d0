/// The approved or the rejected patches of a baseline, made ready to be asked about thousands of packages.
package struct PatchNameList: Sendable {
    private let patterns: [PatchNamePattern]
    private let readsNotices: Bool

    /// ApprovedPatches: an entry may also be the id of a Bugzilla bug, a CVE or an advisory.
    package init(approved entries: [String]) {
        patterns = entries.map(PatchNamePattern.init)
        readsNotices = true
    }

    /// RejectedPatches: names of packages only; an id in it matches nothing.
    package init(rejected entries: [String]) {
        patterns = entries.map(PatchNamePattern.init)
        readsNotices = false
    }

    /// The first entry, in the operator's order, that names this version of this package; `nil` if none does.
    ///
    /// - Parameter noticeIDs: what the notices that contain this version are called and cite: advisory, CVE and Bugzilla
    ///   ids. An entry must be such an id as a whole, ignoring case. Wildcards reach names only: an entry such as
    ///   `*2023*` is about versions, and must not approve whatever some notice of that year happens to cite.
    package func match(
        name: String, architecture: String, version: PackageVersion, noticeIDs: some Sequence<String>
    ) -> PatchNameMatch? {
        var spellings: PackageSpellings?
        for pattern in patterns {
            if PackageSpellings.canMatch(pattern, name: name, architecture: architecture, version: version) {
                let written =
                    spellings ?? PackageSpellings(name: name, architecture: architecture, version: version)
                spellings = written
                if let spelling = written.first(matching: pattern) {
                    return PatchNameMatch(entry: pattern.text, spelling: spelling, isNotice: false)
                }
            }
            if readsNotices, pattern.isLiteral, let id = noticeIDs.first(where: pattern.matches) {
                return PatchNameMatch(entry: pattern.text, spelling: id, isNotice: true)
            }
        }
        return nil
    }

    /// The same for a version that no notice contains, as on Debian and Ubuntu.
    package func match(name: String, architecture: String, version: PackageVersion) -> PatchNameMatch? {
        match(name: name, architecture: architecture, version: version, noticeIDs: EmptyCollection())
    }

    package var isEmpty: Bool { patterns.isEmpty }
}

/// Why a list contains a package, for people: entry `dbus-1.12*` matched `dbus-1.12.28`.
package struct PatchNameMatch: Hashable, Sendable {
    /// As the operator wrote it.
    package let entry: String
    /// The spelling of the package, or the id of the notice, that the entry matched.
    package let spelling: String
    /// Whether the package was found through its notices.
    package let isNotice: Bool
}
