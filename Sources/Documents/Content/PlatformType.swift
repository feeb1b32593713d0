/// The field's platform types, as documents and nodes spell them.
package enum PlatformType: String, CaseIterable, Codable, Hashable, Sendable {
    case linux = "Linux"
    case macOS = "MacOS"
    case windows = "Windows"

    /// Reads a name in any case, as preconditions are compared.
    package init?(named name: String) {
        guard let match = Self.allCases.first(where: { $0.rawValue.lowercased() == name.lowercased() }) else {
            return nil
        }
        self = match
    }
}
