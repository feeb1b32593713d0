/// What filters can be about and which values are usual (reference: patching 4.2). Examples, not a closed list: other
/// values are accepted and match what publishers call so.
package enum PatchProperty: String, CaseIterable, Sendable {
    case product = "PRODUCT"
    case productFamily = "PRODUCT_FAMILY"
    case classification = "CLASSIFICATION"
    case msrcSeverity = "MSRC_SEVERITY"
    case priority = "PRIORITY"
    case severity = "SEVERITY"

    /// - Returns: nothing for a property that patches of the system do not have.
    package func values(for system: OperatingSystem) -> [String] {
        switch (self, system) {
        case (.product, _): system.products
        case (.productFamily, .windows): ["Windows"]
        case (.classification, .windows):
            [
                "CriticalUpdates", "DefinitionUpdates", "Drivers", "FeaturePacks", "SecurityUpdates", "ServicePacks",
                "Tools", "UpdateRollups", "Updates", "Upgrades",
            ]
        case (.classification, .suse):
            ["Document", "Feature", "Optional", "Recommended", "Security", "Yast"]
        case (.classification, .macOS): ["Recommended", "Security"]
        case (.classification, _) where system.packageFamily == .rpm:
            ["Bugfix", "Enhancement", "Newpackage", "Recommended", "Security"]
        case (.msrcSeverity, .windows): ["Critical", "Important", "Low", "Moderate", "Unspecified"]
        case (.severity, .suse): ["Critical", "Important", "Low", "Moderate"]
        case (.severity, .amazonLinux), (.severity, .amazonLinux2), (.severity, .amazonLinux2022),
            (.severity, .amazonLinux2023):
            ["Critical", "Important", "Low", "Medium", "None"]
        case (.severity, _) where system.packageFamily == .rpm: ["Critical", "Important", "Low", "Moderate", "None"]
        case (.priority, _) where system.packageFamily == .dpkg:
            ["Extra", "Important", "Optional", "Required", "Standard"]
        default: []
        }
    }
}

extension OperatingSystem {
    /// The products that patches of this system are usually for.
    fileprivate var products: [String] {
        switch self {
        case .debian: Self.numbered("Debian", 10...13)
        case .ubuntu: ["14.04", "16.04", "18.04", "20.04", "22.04", "24.04", "25.04", "26.04"].map { "Ubuntu" + $0 }
        case .raspbian: Self.numbered("Raspbian", 10...12)
        case .amazonLinux:
            ["2015.03", "2015.09", "2016.03", "2016.09", "2017.03", "2017.09", "2018.03"].map { "AmazonLinux" + $0 }
        case .amazonLinux2: ["AmazonLinux2", "AmazonLinux2.0"]
        case .amazonLinux2022: ["AmazonLinux2022"]
        case .amazonLinux2023: ["AmazonLinux2023"]
        case .redHat: Self.releases("RedhatEnterpriseLinux", [7: 9, 8: 10, 9: 7, 10: 1])
        case .centOS: Self.releases("CentOS", [7: 9, 8: 5])
        case .oracleLinux: Self.releases("OracleLinux", [7: 9, 8: 10, 9: 7])
        case .rockyLinux: Self.releases("RockyLinux", [8: 10, 9: 7, 10: 1])
        case .almaLinux: Self.releases("AlmaLinux", [8: 10, 9: 7, 10: 1])
        case .suse: (0...7).map { "Suse15.\($0)" }
        case .macOS: ["macOS"]
        case .windows:
            ["WindowsServer2012R2", "WindowsServer2016", "WindowsServer2019", "WindowsServer2022", "WindowsServer2025"]
        }
    }

    private static func numbered(_ name: String, _ numbers: ClosedRange<Int>) -> [String] {
        numbers.map { "\(name)\($0)" }
    }

    /// - Parameter last: the last minor release of each major one.
    private static func releases(_ name: String, _ last: KeyValuePairs<Int, Int>) -> [String] {
        last.flatMap { major, minor in (0...minor).map { "\(name)\(major).\($0)" } }
    }
}
