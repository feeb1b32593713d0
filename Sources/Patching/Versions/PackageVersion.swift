/// Which package manager's rules a version is written and ordered by.
package enum PackageFamily: String, Codable, Sendable, CaseIterable {
    /// Debian and Ubuntu: deb-version(7).
    case dpkg
    /// RHEL, its relatives, Amazon Linux and SUSE: rpm-version(7).
    case rpm
}

/// How one version stands to another of the same family.
package enum VersionOrder: Sendable {
    case older, same, newer
}

/// A version as its package manager writes it.
///
/// Two relations, kept apart on purpose. `==` and the hash are *identity*: the same text, the one which an install
/// command must name. ``isOlder(than:)``, ``isSame(as:)`` and ``isNewer(than:)`` are the package manager's *order*, in
/// which `1.0` and `1.00` are the same version. The type is therefore not `Comparable`: that protocol promises that of
/// two unequal values one is smaller, and a `<` invented to keep the promise would offer `1.00` as an upgrade of `1.0`.
///
/// Any text is a version; nothing here traps or refuses. What neither tool would accept is ordered all the same,
/// in one fixed order, so that a strange line from a node cannot stop an evaluation.
package struct PackageVersion: Hashable, Sendable, CustomStringConvertible {
    package let family: PackageFamily

    /// dpkg: `[epoch:]upstream[-revision]`, as given. rpm: always `epoch:version-release`, the epoch 0 filled in.
    package let text: String

    /// - Parameter text: for rpm, `version-release` means epoch 0, and so does an empty epoch (`:1-1`), as in rpm.
    package init(_ text: String, family: PackageFamily) {
        self.family = family
        guard family == .rpm else {
            self.text = text
            return
        }
        let epoch = VersionParts(text.utf8.span).epoch
        self.text = if epoch == nil { "0:" + text } else if epoch!.isEmpty { "0" + text } else { text }
    }

    /// The text.
    package var description: String { text }
}

/// As an object with `family` and `text`; what is read is normalised as in ``init(_:family:)``.
extension PackageVersion: Codable {
    private enum CodingKeys: String, CodingKey {
        case family, text
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            try container.decode(String.self, forKey: .text),
            family: try container.decode(PackageFamily.self, forKey: .family))
    }
}
