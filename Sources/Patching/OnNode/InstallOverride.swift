/// What an operator wants installed in place of what the baseline approves (reference: patching 1.3).
package struct InstallOverride: Codable, Hashable, Sendable {
    package struct Entry: Codable, Hashable, Sendable {
        /// A glob over `name.arch`.
        package let id: String
        /// A glob over `name.arch:version`, in the rpm family `name.arch:epoch:version-release`; `nil` is any version.
        package let title: String?

        package init(id: String, title: String? = nil) {
            self.id = id
            self.title = title
        }
    }

    package let entries: [Entry]

    package init(entries: [Entry]) { self.entries = entries }

    /// For each package that the node has, the newest version on offer that an entry names; in order of the packages.
    ///
    /// Nothing is installed anew and nothing downgraded. A version that an entry spells out without a wildcard is wanted
    /// even when nobody offers it, so that the run says that it failed instead of passing over it.
    package func wanted(from node: NodePackages) -> [WantedPatch] {
        let matchers = entries.map(Matcher.init)
        let present = Dictionary(grouping: node.installed, by: \.key)
        var newest: [PackageKey: PackageVersion] = [:]
        func consider(_ version: PackageVersion, of key: PackageKey) {
            guard let installed = present[key], installed.allSatisfy({ version.isNewer(than: $0.version) }) else {
                return
            }
            if let best = newest[key], !version.isNewer(than: best) { return }
            newest[key] = version
        }
        for offer in node.available where matchers.contains(where: { $0.matches(offer.key, title: offer.title) }) {
            consider(offer.version, of: offer.key)
        }
        let family = node.operatingSystem.packageFamily ?? .dpkg
        for key in present.keys where newest[key] == nil {
            for matcher in matchers {
                guard let version = matcher.spelledOut(for: key, family: family) else { continue }
                consider(version, of: key)
            }
        }
        return newest.map { WantedPatch(key: $0.key, version: $0.value) }.sorted { $0.key < $1.key }
    }
}

/// An entry with its globs read.
private struct Matcher {
    let id: PatchNamePattern
    let title: PatchNamePattern?

    init(_ entry: InstallOverride.Entry) {
        id = PatchNamePattern(entry.id)
        title = entry.title.map(PatchNamePattern.init)
    }

    func matches(_ key: PackageKey, title text: String) -> Bool {
        id.matches(key.description) && title?.matches(text) != false
    }

    /// The version in a title without wildcards.
    func spelledOut(for key: PackageKey, family: PackageFamily) -> PackageVersion? {
        guard let title, title.isLiteral, id.matches(key.description),
            title.text.lowercased().hasPrefix("\(key):".lowercased())
        else { return nil }
        let version = PackageVersion(String(title.text.dropFirst(key.description.count + 1)), family: family)
        return ScriptText.isExpressible(WantedPatch(key: key, version: version)) ? version : nil
    }
}
