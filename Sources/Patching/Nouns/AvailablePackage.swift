package import Foundation

/// A version that a node's repositories offer and that is newer than what the node has, or that it does not have.
package struct AvailablePackage: Codable, Hashable, Sendable {
    package let key: PackageKey
    package let version: PackageVersion
    /// The archives or repositories that offer it; at least one.
    package let origins: [PackageOrigin]
    /// rpm family: the notices that name this very version; empty on apt.
    package let notices: [UpdateNotice]
    package let builtAt: Date?
    /// apt's section and priority; `nil` elsewhere.
    package let section: String?
    package let priority: String?

    package init(
        key: PackageKey, version: PackageVersion, origins: [PackageOrigin], notices: [UpdateNotice] = [],
        builtAt: Date? = nil, section: String? = nil, priority: String? = nil
    ) {
        self.key = key
        self.version = version
        self.origins = origins
        self.notices = notices
        self.builtAt = builtAt
        self.section = section
        self.priority = priority
    }

    /// `name.arch:version`: the API's `Title`.
    package var title: String { "\(key):\(version)" }
}

/// Where a version is offered.
package struct PackageOrigin: Codable, Hashable, Sendable {
    /// apt: the archive (suite), such as `bookworm-security`; rpm family: the repository's ID.
    package let archive: String
    /// apt: the release's label, such as `Debian-Security`; empty elsewhere.
    package let label: String

    package init(archive: String, label: String = "") {
        self.archive = archive
        self.label = label
    }
}

/// What a publisher said about some versions (an advisory, an erratum, a SUSE patch).
package struct UpdateNotice: Codable, Hashable, Sendable {
    /// Such as `RHSA-2017:0864`.
    package let id: String
    /// `Security`, `Bugfix`, `Enhancement`, `Newpackage`, `Recommended` …; the publisher's word with a capital first letter.
    package let classification: String
    /// The publisher's; empty when there is none.
    package let severity: String
    package let issuedAt: Date?
    package let updatedAt: Date?
    package let cves: [String]
    /// Numbers only.
    package let bugzillas: [String]

    package init(
        id: String, classification: String, severity: String = "", issuedAt: Date? = nil, updatedAt: Date? = nil,
        cves: [String] = [], bugzillas: [String] = []
    ) {
        self.id = id
        self.classification = classification
        self.severity = severity
        self.issuedAt = issuedAt
        self.updatedAt = updatedAt
        self.cves = cves
        self.bugzillas = bugzillas
    }

    package var isSecurity: Bool { classification.lowercased() == "security" }
}
