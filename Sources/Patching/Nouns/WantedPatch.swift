/// A version that a run is to put on a node.
package struct WantedPatch: Codable, Hashable, Sendable {
    package let key: PackageKey
    package let version: PackageVersion

    package init(key: PackageKey, version: PackageVersion) {
        self.key = key
        self.version = version
    }
}
