package import Patching
package import WindowCore

extension NodeFacts {
    /// The system by the API's word; `nil` for one that baselines cannot be for.
    package var operatingSystem: OperatingSystem? {
        let name = platformName.lowercased()
        let known: [(String, OperatingSystem)] = [
            ("debian", .debian), ("ubuntu", .ubuntu), ("raspbian", .raspbian), ("red hat", .redHat),
            ("centos", .centOS), ("rocky", .rockyLinux), ("alma", .almaLinux), ("oracle", .oracleLinux),
            ("sles", .suse), ("suse", .suse), ("macos", .macOS), ("mac os", .macOS), ("windows", .windows),
            ("microsoft windows", .windows),
        ]
        if let found = known.first(where: { name.hasPrefix($0.0) }) { return found.1 }
        guard name.hasPrefix("amazon linux") else { return nil }
        return switch platformVersion {
        case "2": .amazonLinux2
        case let version where version.hasPrefix("2022"): .amazonLinux2022
        case let version where version.hasPrefix("2023"): .amazonLinux2023
        // Its versions were dates up to 2018.03.
        default: .amazonLinux
        }
    }

    /// The product as baselines name it, such as `Debian12`; empty where the system is not known.
    package var product: String {
        switch operatingSystem {
        case nil: ""
        case .debian: "Debian\(major)"
        case .raspbian: "Raspbian\(major)"
        case .ubuntu: "Ubuntu\(platformVersion)"
        case .redHat: "RedhatEnterpriseLinux\(platformVersion)"
        case .centOS: "CentOS\(platformVersion)"
        case .rockyLinux: "RockyLinux\(platformVersion)"
        case .almaLinux: "AlmaLinux\(platformVersion)"
        case .oracleLinux: "OracleLinux\(platformVersion)"
        case .suse: "Suse\(platformVersion)"
        case .amazonLinux: "AmazonLinux\(platformVersion)"
        case .amazonLinux2: "AmazonLinux2"
        case .amazonLinux2022: "AmazonLinux2022"
        case .amazonLinux2023: "AmazonLinux2023"
        case .macOS: "macOS\(platformVersion)"
        case .windows: "WindowsServer\(platformVersion)"
        }
    }

    private var major: Substring { platformVersion.prefix { $0 != "." } }
}
