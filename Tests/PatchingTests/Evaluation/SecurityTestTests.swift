import Testing

@testable import Patching

@Suite struct SecurityTestTests {
    @Test(arguments: [
        ("bookworm-security", "", true), ("oldstable-security", "Debian-Security", true), ("noble-security", "", true),
        ("anything", "Debian-Security", true), ("bookworm", "Debian", false), ("noble-updates", "Ubuntu", false),
        ("security-audit", "", false), ("bookworm-security-backports", "", false), ("", "", false),
    ])
    func `on apt the archive's suffix or Debian's label tells`(archive: String, label: String, isSecurity: Bool) {
        let node = Deb.node([Deb.has("bash", "1")], offers: [Deb.offers("bash", "2", from: archive, label: label)])
        let assessment = PatchBaseline.testing(.debian, rules: [.security()]).assess(node)
        #expect(assessment.wanted.isEmpty != isSecurity)
        let open = Deb.openBaseline().assess(node)
        #expect(open[Deb.key("bash")]?.classification == (isSecurity ? "Security" : ""))
    }

    @Test func `one security archive among several is enough`() {
        let node = Deb.node(
            [Deb.has("bash", "1")], offers: [Deb.offers("bash", "2", from: "noble-updates", "noble-security")])
        #expect(PatchBaseline.testing(.debian, rules: [.security()]).wants(node) == ["bash 2"])
    }

    @Test func `apt takes the highest version that a security archive offers, not the candidate`() {
        let node = Deb.node(
            [Deb.has("cloud-init", "24.1")],
            offers: [
                Deb.offers("cloud-init", "26.2", from: "noble-updates"),
                Deb.offers("cloud-init", "25.1.4", from: "noble-security"),
                Deb.offers("cloud-init", "25.1.2", from: "noble-security"),
            ])
        #expect(PatchBaseline.testing(.ubuntu, rules: [.security()]).wants(node) == ["cloud-init 25.1.4"])
        #expect(PatchBaseline.testing(.ubuntu, rules: [.all()]).wants(node) == ["cloud-init 26.2"])
    }

    struct Row: CustomTestStringConvertible {
        let testDescription: String
        var system = OperatingSystem.redHat
        let notices: [UpdateNotice]
        let rule: ApprovalRule
        let isApproved: Bool
    }

    private static let bugfix = Rpm.notice("RHBA-2026:1", "Bugfix", "")
    private static let graded = Rpm.notice("RHBA-2026:2", "Bugfix", "Important")
    private static let security = Rpm.notice("RHSA-2026:3", "Security", "Important")

    @Test(
        "on rpm systems notices tell",
        arguments: [
            Row(testDescription: "no notice, no switch", notices: [], rule: .security(), isApproved: false),
            Row(
                testDescription: "no notice, wildcards, no switch", notices: [],
                rule: .security(.only(.classification, "*"), .only(.severity, "*")), isApproved: false),
            Row(testDescription: "no notice, switch", notices: [], rule: .all(), isApproved: true),
            Row(
                testDescription: "no notice, switch, class and severity have nothing to hold on to", notices: [],
                rule: .all(.only(.classification, "Security"), .only(.severity, "Critical")), isApproved: true),
            Row(
                testDescription: "no notice, switch, an advisory is asked for", notices: [],
                rule: .all(.only(.advisoryID, "RHSA-2026:3")), isApproved: false),
            Row(testDescription: "a security notice", notices: [security], rule: .security(), isApproved: true),
            Row(
                testDescription: "a security notice beside another", notices: [bugfix, security], rule: .security(),
                isApproved: true),
            Row(testDescription: "a bugfix notice, no switch", notices: [graded], rule: .security(), isApproved: false),
            Row(
                testDescription: "the predefined rule for bugfixes", notices: [bugfix],
                rule: .security(.only(.classification, "Bugfix")), isApproved: true),
            Row(
                testDescription: "a bugfix without severity, a severity is asked for", notices: [bugfix],
                rule: .security(.only(.classification, "Bugfix"), .only(.severity, "Important")), isApproved: false),
            Row(
                testDescription: "the same with the switch: it behaves like no notice", notices: [bugfix],
                rule: .all(.only(.classification, "Bugfix"), .only(.severity, "Important")), isApproved: true),
            Row(
                testDescription: "the same with a wildcard", notices: [bugfix],
                rule: .security(.only(.classification, "*"), .only(.severity, "*")), isApproved: true),
            Row(
                testDescription: "a bugfix with severity is judged by what it says", notices: [graded],
                rule: .all(.only(.classification, "Security")), isApproved: false),
            Row(testDescription: "SUSE: no patch", system: .suse, notices: [], rule: .all(), isApproved: false),
            Row(
                testDescription: "SUSE: a recommended patch", system: .suse,
                notices: [Rpm.notice("SUSE-1", "Recommended", "Moderate")],
                rule: .security(.only(.classification, "Recommended")), isApproved: true),
        ])
    func notices(row: Row) {
        let node = Rpm.node(
            [Rpm.has("dbus", "1")], offers: [Rpm.offers("dbus", "2", notices: row.notices)], system: row.system)
        #expect(PatchBaseline.testing(row.system, rules: [row.rule]).wants(node).isEmpty != row.isApproved)
    }

    @Test func `people see the security notice that weighs most`() {
        let notices = [
            Self.graded, Rpm.notice("RHSA-2026:4", "Security", "Low", cves: ["CVE-2"]),
            Rpm.notice("RHSA-2026:5", "Security", "Critical", cves: ["CVE-1", "CVE-2"]),
        ]
        let node = Rpm.node([Rpm.has("dbus", "1")], offers: [Rpm.offers("dbus", "2", notices: notices)])
        let package = PatchBaseline.testing(.redHat, rules: [.all()]).assess(node)[Rpm.key("dbus")]
        #expect(package?.classification == "Security")
        #expect(package?.severity == "Critical")
        #expect(package?.cves == ["CVE-1", "CVE-2"])
    }
}
