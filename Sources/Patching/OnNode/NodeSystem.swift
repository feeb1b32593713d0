/// What system a node runs, as its os-release file says.
package struct NodeSystem: Hashable, Sendable {
    package let operatingSystem: OperatingSystem
    /// As baselines name it: `Debian12`, `Ubuntu22.04`, `RedhatEnterpriseLinux9.4`. A system that only calls itself like
    /// another one is called by its own name and version, so that no rule for `Ubuntu22.04` applies to `linuxmint21.3`.
    package let product: String
    /// The file's `PRETTY_NAME`.
    package let name: String

    /// - Throws: ``PatchScriptError/unsupportedOperatingSystem(id:version:)``, naming it.
    package init(osRelease: String) throws(PatchScriptError) {
        var values: [String: String] = [:]
        for line in osRelease.split(whereSeparator: \.isNewline) {
            guard let equals = line.firstIndex(of: "=") else { continue }
            var value = line[line.index(after: equals)...]
            if let quote = value.first, quote == "\"" || quote == "'", value.count >= 2, value.last == quote {
                value = value.dropFirst().dropLast()
            }
            values[String(line[..<equals])] = String(value)
        }
        try self.init(values)
    }

    /// - Parameter values: of `ID`, `VERSION_ID`, `ID_LIKE` and `PRETTY_NAME`, without quotes.
    init(_ values: [String: String]) throws(PatchScriptError) {
        let id = (values["ID"] ?? "").lowercased()
        let version = values["VERSION_ID"] ?? ""
        name = values["PRETTY_NAME"] ?? id
        if let (system, product) = Self.known(id, version: version) {
            operatingSystem = system
            self.product = "\(product)\(system == .amazonLinux2 ? "2" : version)"
            return
        }
        // The first relative that is known; an Amazon Linux of another year is not guessed at.
        let relatives = (values["ID_LIKE"] ?? "").lowercased().split(separator: " ")
        guard id != "amzn",
            let system = relatives.lazy.compactMap({ Self.known(String($0), version: version)?.system }).first
        else { throw .unsupportedOperatingSystem(id: id, version: version) }
        operatingSystem = system
        product = "\(id)\(version)"
    }

    init(_ records: [NodeRecords.Record]) throws(PatchScriptError) {
        var values: [String: String] = [:]
        for record in records where record.kind == "system" { values[record.text(0)] = record.text(1) }
        try self.init(values)
    }

    private static func known(_ id: String, version: String) -> (system: OperatingSystem, product: String)? {
        switch id {
        case "debian": (.debian, "Debian")
        case "ubuntu": (.ubuntu, "Ubuntu")
        case "raspbian": (.raspbian, "Raspbian")
        case "rhel", "redhat": (.redHat, "RedhatEnterpriseLinux")
        case "rocky": (.rockyLinux, "RockyLinux")
        case "almalinux": (.almaLinux, "AlmaLinux")
        case "centos": (.centOS, "CentOS")
        case "ol": (.oracleLinux, "OracleLinux")
        case "sles", "sles_sap", "sled", "suse", "opensuse", "opensuse-leap": (.suse, "Suse")
        case "amzn":
            switch version {
            case "2": (.amazonLinux2, "AmazonLinux")
            case "2022": (.amazonLinux2022, "AmazonLinux")
            case "2023": (.amazonLinux2023, "AmazonLinux")
            // The first one counted months: 2018.03.
            case let month where month.hasPrefix("201"): (.amazonLinux, "AmazonLinux")
            default: nil
            }
        default: nil
        }
    }
}
