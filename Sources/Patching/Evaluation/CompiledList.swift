/// A list of approved or rejected patches.
///
/// An entry is a shell pattern over the spellings of a package; in the approved list also an advisory, a CVE or a
/// Bugzilla number, which stands for every version that such a notice names (reference: patching 5.2, 5.3).
struct CompiledList: Sendable {
    private let entries: [Entry]

    private struct Entry: Sendable {
        let text: String
        let lowercased: String
        let pattern: PatchNamePattern
    }

    init(_ texts: [String]) {
        entries = texts.map { Entry(text: $0, lowercased: $0.lowercased(), pattern: PatchNamePattern($0)) }
    }

    /// The first entry that matches by name or version.
    func entry(naming key: PackageKey, _ version: PackageVersion) -> String? {
        entries.first { $0.pattern.matches(key, version) }?.text
    }

    /// The first entry that matches by name or version, or by what a notice is called or cites.
    func entry(approving facts: PatchFacts) -> String? {
        if entries.isEmpty { return nil }
        if let entry = entry(naming: facts.key, facts.version) { return entry }
        if facts.notices.isEmpty { return nil }
        var names: Set<String> = []
        for notice in facts.notices {
            names.insert(notice.id.lowercased())
            for cited in notice.cves + notice.bugzillas { names.insert(cited.lowercased()) }
        }
        return entries.first { names.contains($0.lowercased) }?.text
    }
}
