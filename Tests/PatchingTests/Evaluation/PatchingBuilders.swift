import Foundation

@testable import Patching

/// Short words for nodes and baselines in tests of judging and reporting.
enum Moments {
    /// `2026-11-22T10:00:00Z`, with any offset.
    static func at(_ text: String) throws -> Date { try Date.ISO8601FormatStyle().parse(text) }

    static let noon = Date(timeIntervalSince1970: 1_795_348_800)  // 2026-11-22T12:00:00Z
    static func daysAgo(_ days: Int) -> Date { noon.addingTimeInterval(-86_400 * Double(days)) }
}

extension PatchBaseline {
    static func testing(
        _ system: OperatingSystem, globalFilters: [PatchFilter] = [], rules: [ApprovalRule] = [],
        approved: [String] = [], approvedLevel: ComplianceLevel = .unspecified, approvedNonSecurity: Bool = false,
        rejected: [String] = [], action: RejectedAction = .allowAsDependency
    ) -> Self {
        Self(
            id: BaselineID(rawValue: "pb-0123456789abcdef0"), operatingSystem: system, name: "Testing",
            globalFilters: globalFilters, rules: rules, approvedPatches: approved,
            approvedPatchesLevel: approvedLevel, approvedPatchesIncludeNonSecurity: approvedNonSecurity,
            rejectedPatches: rejected, rejectedAction: action, createdAt: Moments.noon, modifiedAt: Moments.noon)
    }
}

extension PatchFilter {
    static func only(_ key: PatchFilterKey, _ values: String...) -> Self { Self(key: key, values: values) }
}

extension ApprovalRule {
    /// Approves whatever passes the filters, at once.
    static func all(_ filters: PatchFilter..., level: ComplianceLevel = .unspecified) -> Self {
        Self(filters: filters, level: level, time: .afterDays(0), includesNonSecurity: true)
    }

    /// The same for security patches.
    static func security(_ filters: PatchFilter..., level: ComplianceLevel = .unspecified) -> Self {
        Self(filters: filters, level: level, time: .afterDays(0))
    }
}

/// Packages of Debian 12.
enum Deb {
    static func key(_ name: String) -> PackageKey { PackageKey(name: name, architecture: "amd64") }
    static func version(_ text: String) -> PackageVersion { PackageVersion(text, family: .dpkg) }

    static func has(
        _ name: String, _ version: String, broken: String? = nil, held: Bool = false, priority: String? = "optional"
    ) -> InstalledPackage {
        InstalledPackage(
            key: key(name), version: Self.version(version), brokenStatus: broken, isHeld: held,
            installedAt: Moments.daysAgo(30), section: "utils", priority: priority)
    }

    static func offers(
        _ name: String, _ version: String, from archives: String..., label: String = "", priority: String? = "optional"
    ) -> AvailablePackage {
        AvailablePackage(
            key: key(name), version: Self.version(version),
            origins: archives.map { PackageOrigin(archive: $0, label: label) }, section: "utils", priority: priority)
    }

    static func node(
        _ installed: [InstalledPackage], offers: [AvailablePackage] = [], boot: String = "boot-1"
    ) -> NodePackages {
        NodePackages(
            operatingSystem: .debian, product: "Debian12", installed: installed, available: offers, bootID: boot)
    }

    /// Everything, at once.
    static func openBaseline(rejected: [String] = [], action: RejectedAction = .allowAsDependency) -> PatchBaseline {
        .testing(.debian, rules: [.all()], rejected: rejected, action: action)
    }
}

/// Packages of an rpm system.
enum Rpm {
    static func key(_ name: String) -> PackageKey { PackageKey(name: name, architecture: "x86_64") }
    static func version(_ text: String) -> PackageVersion { PackageVersion(text, family: .rpm) }

    static func has(_ name: String, _ version: String) -> InstalledPackage {
        InstalledPackage(key: key(name), version: Self.version(version), installedAt: Moments.daysAgo(30))
    }

    static func offers(
        _ name: String, _ version: String, notices: [UpdateNotice] = [], builtAt: Date? = nil
    ) -> AvailablePackage {
        AvailablePackage(
            key: key(name), version: Self.version(version), origins: [PackageOrigin(archive: "baseos")],
            notices: notices, builtAt: builtAt)
    }

    static func notice(
        _ id: String = "RHSA-2026:1", _ classification: String = "Security", _ severity: String = "Critical",
        issued: Date? = Moments.daysAgo(30), updated: Date? = nil, cves: [String] = [], bugzillas: [String] = []
    ) -> UpdateNotice {
        UpdateNotice(
            id: id, classification: classification, severity: severity, issuedAt: issued, updatedAt: updated,
            cves: cves, bugzillas: bugzillas)
    }

    static func node(
        _ installed: [InstalledPackage], offers: [AvailablePackage] = [], system: OperatingSystem = .redHat
    ) -> NodePackages {
        NodePackages(
            operatingSystem: system, product: "RedhatEnterpriseLinux9.4", installed: installed, available: offers,
            bootID: "boot-1")
    }
}

extension PatchBaseline {
    func assess(
        _ node: NodePackages, at clock: Date = Moments.noon, frozen: [PackageKey: FrozenVersion] = [:]
    ) -> PatchAssessment {
        PatchEvaluation(baseline: self, approvalClock: clock, frozen: frozen).assess(node)
    }

    /// `name version`, of what is wanted.
    func wants(
        _ node: NodePackages, at clock: Date = Moments.noon, frozen: [PackageKey: FrozenVersion] = [:]
    ) -> [String] {
        assess(node, at: clock, frozen: frozen).wanted.map { "\($0.key.name) \($0.version.spoken)" }
    }
}
