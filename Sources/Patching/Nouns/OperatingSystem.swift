/// The systems a baseline can be for, by the API's words.
package enum OperatingSystem: String, CaseIterable, Codable, Hashable, Sendable {
    case windows = "WINDOWS"
    case amazonLinux = "AMAZON_LINUX"
    case amazonLinux2 = "AMAZON_LINUX_2"
    case amazonLinux2022 = "AMAZON_LINUX_2022"
    case ubuntu = "UBUNTU"
    case redHat = "REDHAT_ENTERPRISE_LINUX"
    case suse = "SUSE"
    case centOS = "CENTOS"
    case oracleLinux = "ORACLE_LINUX"
    case debian = "DEBIAN"
    case macOS = "MACOS"
    case raspbian = "RASPBIAN"
    case rockyLinux = "ROCKY_LINUX"
    case almaLinux = "ALMA_LINUX"
    case amazonLinux2023 = "AMAZON_LINUX_2023"

    /// How packages are named and versions ordered there; `nil` where this service cannot patch (Windows, macOS).
    package var packageFamily: PackageFamily? {
        switch self {
        case .windows, .macOS: nil
        case .debian, .ubuntu, .raspbian: .dpkg
        case .amazonLinux, .amazonLinux2, .amazonLinux2022, .amazonLinux2023, .redHat, .suse, .centOS, .oracleLinux,
            .rockyLinux, .almaLinux:
            .rpm
        }
    }
}
