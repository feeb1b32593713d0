package import Foundation

/// A package that a node has, one for each installed version.
package struct InstalledPackage: Codable, Hashable, Sendable {
    package let key: PackageKey
    package let version: PackageVersion
    /// dpkg's three-letter status where it is not in order, such as `iF`: the package is there and broken. `nil` is in order.
    package let brokenStatus: String?
    /// The administrator wants it left alone.
    package let isHeld: Bool
    package let installedAt: Date?
    /// apt's section and priority; `nil` elsewhere.
    package let section: String?
    package let priority: String?
    /// Where this very version is on offer now; empty when nowhere, as for most of a node's packages once they are superseded.
    package let origins: [PackageOrigin]
    /// rpm family: the notices that name this very version; empty on apt.
    package let notices: [UpdateNotice]
    /// rpm family; `nil` on apt.
    package let builtAt: Date?

    package init(
        key: PackageKey, version: PackageVersion, brokenStatus: String? = nil, isHeld: Bool = false,
        installedAt: Date? = nil, section: String? = nil, priority: String? = nil, origins: [PackageOrigin] = [],
        notices: [UpdateNotice] = [], builtAt: Date? = nil
    ) {
        self.key = key
        self.version = version
        self.brokenStatus = brokenStatus
        self.isHeld = isHeld
        self.installedAt = installedAt
        self.section = section
        self.priority = priority
        self.origins = origins
        self.notices = notices
        self.builtAt = builtAt
    }
}
