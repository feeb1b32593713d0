package enum PackageFamily: String, Codable, Sendable, CaseIterable { case dpkg, rpm }

package struct PackageVersion: Hashable, Codable, Sendable, CustomStringConvertible {
    package let text: String
    package let family: PackageFamily

    package init(_ text: String, family: PackageFamily) {
        self.text = text
        self.family = family
    }

    package var description: String { text }
}
