/// What makes two packages the same one: name and architecture, whatever the version (reference: patching 6.2).
package struct PackageKey: Hashable, Codable, Comparable, Sendable, CustomStringConvertible {
    package let name: String
    /// As the package manager says it: `amd64`, `all`, `x86_64`, `noarch`.
    package let architecture: String

    package init(name: String, architecture: String) {
        self.name = name
        self.architecture = architecture
    }

    /// `name.arch`: the API's `KBId`.
    package var description: String { "\(name).\(architecture)" }

    package static func < (lhs: Self, rhs: Self) -> Bool {
        (lhs.name, lhs.architecture) < (rhs.name, rhs.architecture)
    }
}
