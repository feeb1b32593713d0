/// All the ways in which a list may name one version of one package: the table of §5.2 of the patching rules.
///
/// Written once per package, as bytes one after the other, for all the entries of a list.
package struct PackageSpellings: Sendable {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    private var heldBytes = ASCIISet()

    /// A spelling of which a part is empty (no architecture, no release) does not exist.
    package init(name: String, architecture: String, version: PackageVersion) {
        let forms = Self.forms(of: version.family)
        let parts = VersionParts(version.text.utf8.span)
        bytes.reserveCapacity((name.utf8.count + architecture.utf8.count + version.text.utf8.count) * forms.count)
        ends.reserveCapacity(forms.count)
        for form in forms {
            let start = bytes.count
            var isWhole = true
            for part in form {
                let before = bytes.count
                switch part {
                case .name: append(name.utf8.span)
                case .architecture: append(architecture.utf8.span)
                case .epoch: append(version.text.utf8.span.extracting(parts.epoch ?? 0..<0))
                case .version: append(version.text.utf8.span.extracting(parts.version))
                case .release: append(version.text.utf8.span.extracting(parts.release ?? 0..<0))
                case .wholeVersion: append(version.text.utf8.span)
                case .separator(let byte): bytes.append(byte)
                }
                isWhole = isWhole && bytes.count > before
            }
            if isWhole { ends.append(bytes.count) } else { bytes.removeSubrange(start...) }
        }
        for byte in bytes { heldBytes.insert(byte) }
    }

    /// In the order of the table, the bare name first.
    package var texts: [String] { ends.indices.map(text) }

    /// The first spelling that the entry matches whole.
    package func first(matching pattern: PatchNamePattern) -> String? {
        guard pattern.requiredBytes.isSubset(of: heldBytes) else { return nil }
        var start = 0
        for (index, end) in ends.enumerated() {
            if pattern.matches(bytes.span.extracting(start..<end)) { return text(index) }
            start = end
        }
        return nil
    }

    private func text(_ index: Int) -> String {
        String(decoding: bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]], as: UTF8.self)
    }

    private mutating func append(_ text: Span<UInt8>) {
        for index in text.indices { bytes.append(text[index]) }
    }
}

extension PackageSpellings {
    /// Whether the entry agrees with how any spelling starts; `false` spares writing them.
    static func canMatch(
        _ pattern: PatchNamePattern, name: String, architecture: String, version: PackageVersion
    ) -> Bool {
        if pattern.agrees(withStart: name.utf8.span) { return true }
        let text = version.text.utf8.span
        switch version.family {
        case .rpm:
            let first = VersionParts(text).version.lowerBound
            return pattern.agrees(withStart: text.extracting(..<first))
                || pattern.agrees(withStart: text.extracting(first...))
        case .dpkg:
            return pattern.agrees(withStart: text) || pattern.agrees(withStart: architecture.utf8.span)
        }
    }

    fileprivate enum Part: ExpressibleByUnicodeScalarLiteral, Sendable {
        case name, architecture, epoch, version, release
        case wholeVersion
        case separator(UInt8)

        init(unicodeScalarLiteral scalar: Unicode.Scalar) { self = .separator(UInt8(ascii: scalar)) }
    }

    fileprivate static func forms(of family: PackageFamily) -> [[Part]] {
        switch family {
        case .rpm: rpmForms
        case .dpkg: dpkgForms
        }
    }

    private static let rpmForms: [[Part]] = [
        [.name],
        [.name, ".", .architecture],
        [.name, "-", .version],
        [.name, "-", .version, "-", .release],
        [.name, "-", .version, "-", .release, ".", .architecture],
        [.version],
        [.version, "-", .release],
        [.epoch, ":", .version, "-", .release],
        [.name, "-", .epoch, ":", .version, "-", .release],
        [.name, "-", .epoch, ":", .version, "-", .release, ".", .architecture],
        [.epoch, ":", .name, "-", .version, "-", .release, ".", .architecture],
        [.name, ".", .architecture, ":", .epoch, ":", .version, "-", .release],
    ]

    private static let dpkgForms: [[Part]] = [
        [.name],
        [.wholeVersion],
        [.name, ".", .architecture],
        [.name, "-", .wholeVersion],
        [.architecture, ":", .wholeVersion],
        [.name, ".", .architecture, ":", .wholeVersion],
    ]
}
