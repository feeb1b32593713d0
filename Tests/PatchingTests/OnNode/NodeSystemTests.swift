import Testing

@testable import Patching

@Suite struct NodeSystemTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let release: String
        let system: OperatingSystem
        let product: String
        var testDescription: String { product }

        init(_ release: String, _ system: OperatingSystem, _ product: String) {
            (self.release, self.system, self.product) = (release, system, product)
        }
    }

    @Test(arguments: [
        Case("ID=debian\nVERSION_ID=\"12\"", .debian, "Debian12"),
        Case("ID=ubuntu\nID_LIKE=debian\nVERSION_ID=\"22.04\"", .ubuntu, "Ubuntu22.04"),
        Case("ID=raspbian\nID_LIKE=debian\nVERSION_ID=\"11\"", .raspbian, "Raspbian11"),
        Case("ID=\"rhel\"\nID_LIKE=\"fedora\"\nVERSION_ID=\"9.4\"", .redHat, "RedhatEnterpriseLinux9.4"),
        Case("ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\nVERSION_ID=\"9.4\"", .rockyLinux, "RockyLinux9.4"),
        Case("ID=almalinux\nVERSION_ID=8.10", .almaLinux, "AlmaLinux8.10"),
        Case("ID=\"centos\"\nVERSION_ID=\"7\"", .centOS, "CentOS7"),
        Case("ID=\"ol\"\nVERSION_ID=\"8.9\"", .oracleLinux, "OracleLinux8.9"),
        Case("ID=\"amzn\"\nVERSION_ID=\"2\"", .amazonLinux2, "AmazonLinux2"),
        Case("ID=\"amzn\"\nVERSION_ID=\"2022\"", .amazonLinux2022, "AmazonLinux2022"),
        Case("ID=\"amzn\"\nVERSION_ID=\"2023\"", .amazonLinux2023, "AmazonLinux2023"),
        Case("ID=\"amzn\"\nVERSION_ID=\"2018.03\"", .amazonLinux, "AmazonLinux2018.03"),
        Case("ID=\"sles\"\nVERSION_ID=\"15.5\"", .suse, "Suse15.5"),
        Case("ID=\"opensuse-leap\"\nVERSION_ID=\"15.5\"", .suse, "Suse15.5"),
        Case("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\nVERSION_ID=21.3", .ubuntu, "linuxmint21.3"),
        Case("ID='debian'\n", .debian, "Debian"),
    ])
    func `a system is what it calls itself`(it: Case) throws {
        let system = try NodeSystem(osRelease: it.release)
        #expect(system.operatingSystem == it.system)
        #expect(system.product == it.product)
    }

    @Test(arguments: [
        ("ID=alpine\nVERSION_ID=3.20", "alpine", "3.20"), ("ID=amzn\nID_LIKE=fedora\nVERSION_ID=2030", "amzn", "2030"),
        ("", "", ""),
    ])
    func `a system that cannot be patched is named`(release: String, id: String, version: String) {
        #expect(throws: PatchScriptError.unsupportedOperatingSystem(id: id, version: version)) {
            try NodeSystem(osRelease: release)
        }
    }
}
