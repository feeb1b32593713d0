import Foundation

/// One version of a package, in the form that filters, dates and lists are asked about.
struct PatchFacts {
    let key: PackageKey
    let version: PackageVersion
    /// Of the node, as baselines name it.
    let product: String
    let origins: [PackageOrigin]
    let notices: [UpdateNotice]
    let builtAt: Date?
    let section: String?
    let priority: String?
    /// The test per package manager (reference: patching 4.5).
    let isSecurity: Bool

    /// - Parameter installed: lends section and priority where the index names none.
    init(_ offer: AvailablePackage, product: String, installed: InstalledPackage? = nil) {
        self.product = product
        key = offer.key
        version = offer.version
        origins = offer.origins
        notices = offer.notices
        builtAt = offer.builtAt
        section = offer.section ?? installed?.section
        priority = offer.priority ?? installed?.priority
        isSecurity = Self.isSecurity(version.family, origins: origins, notices: notices)
    }

    /// An installed version, with what repositories still say of it. Often none does any more: then it is no security
    /// patch, and nothing but its build time tells its age.
    init(_ installed: InstalledPackage, product: String) {
        self.product = product
        key = installed.key
        version = installed.version
        origins = installed.origins
        notices = installed.notices
        builtAt = installed.builtAt
        section = installed.section
        priority = installed.priority
        isSecurity = Self.isSecurity(version.family, origins: origins, notices: notices)
    }

    private static func isSecurity(
        _ family: PackageFamily, origins: [PackageOrigin], notices: [UpdateNotice]
    ) -> Bool {
        switch family {
        // Neither code names nor hosts: suites are renamed as releases age, and mirrors differ.
        case .dpkg:
            origins.contains { $0.archive.hasSuffix("-security") || $0.label == "Debian-Security" }
        case .rpm: notices.contains(where: \.isSecurity)
        }
    }

    /// What people are shown: the publisher's words, of the security notice that weighs most where there are several.
    var publisher: (classification: String, severity: String) {
        switch version.family {
        case .dpkg:
            return (isSecurity ? "Security" : "", priority.map { $0.prefix(1).uppercased() + $0.dropFirst() } ?? "")
        case .rpm:
            let weightiest = notices.max { ($0.weight, $1.id) < ($1.weight, $0.id) }
            return (weightiest?.classification ?? "", weightiest?.severity ?? "")
        }
    }

    /// What entries of the approved list may stand for: advisories, CVEs and Bugzilla numbers.
    var noticeIDs: [String] { notices.flatMap { [$0.id] + $0.cves + $0.bugzillas } }

    var cves: [String] { Set(notices.flatMap(\.cves)).sorted() }
}

extension UpdateNotice {
    /// `updated` before `issued` (reference: patching 4.3).
    var releasedAt: Date? { updatedAt ?? issuedAt }

    /// A notice without one of the two says as little as no notice (reference: patching 4.5, dnf).
    var hasMetadata: Bool { !classification.isEmpty && !severity.isEmpty }

    fileprivate var weight: Int {
        let order = ["low", "moderate", "important", "critical"]
        let word = severity.lowercased()
        let rank = order.firstIndex(of: word == "medium" ? "moderate" : word) ?? -1
        return (isSecurity ? 10 : 0) + rank
    }
}
