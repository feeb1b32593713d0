import Testing

@testable import Patching

@Suite struct PatchListTests {
    private let node = Deb.node(
        [Deb.has("bash", "1"), Deb.has("vim", "1")],
        offers: [Deb.offers("bash", "2", from: "bookworm-security"), Deb.offers("vim", "2", from: "bookworm")])

    @Test func `the approved list takes security patches only, unless told otherwise`() {
        #expect(PatchBaseline.testing(.debian, approved: ["bash", "vim"]).wants(node) == ["bash 2"])
        #expect(
            PatchBaseline.testing(.debian, approved: ["bash", "vim"], approvedNonSecurity: true).wants(node)
                == ["bash 2", "vim 2"])
    }

    @Test func `the approved list waits for no date and passes over filters`() {
        let rule = ApprovalRule(filters: [.only(.severity, "Low")], time: .afterDays(7))
        let offer = Rpm.offers("dbus", "2", notices: [Rpm.notice(issued: Moments.noon)])
        let node = Rpm.node([Rpm.has("dbus", "1")], offers: [offer])
        #expect(PatchBaseline.testing(.redHat, rules: [rule]).wants(node).isEmpty)
        #expect(PatchBaseline.testing(.redHat, rules: [rule], approved: ["dbus"]).wants(node) == ["dbus 2"])
    }

    @Test(arguments: ["RHSA-2026:1", "rhsa-2026:1", "CVE-2026-7", "cve-2026-7", "123456", "dbus.x86_64", "DB*"])
    func `advisories, CVEs and Bugzilla numbers approve what their notices name`(entry: String) {
        let notice = Rpm.notice(cves: ["CVE-2026-6", "CVE-2026-7"], bugzillas: ["123456"])
        let node = Rpm.node(
            [Rpm.has("dbus", "1"), Rpm.has("vim", "1")],
            offers: [
                Rpm.offers("dbus", "2", notices: [notice]),
                Rpm.offers("vim", "2", notices: [Rpm.notice("RHSA-2026:2")]),
            ])
        #expect(PatchBaseline.testing(.redHat, approved: [entry]).wants(node) == ["dbus 2"])
    }

    @Test func `advisories do not reject`() {
        let node = Rpm.node([Rpm.has("dbus", "1")], offers: [Rpm.offers("dbus", "2", notices: [Rpm.notice()])])
        #expect(PatchBaseline.testing(.redHat, rules: [.all()], rejected: ["RHSA-2026:1"]).wants(node) == ["dbus 2"])
    }

    @Test func `rejected beats approved`() {
        let baseline = PatchBaseline.testing(
            .debian, rules: [.all()], approved: ["bash"], approvedNonSecurity: true, rejected: ["BASH", "nothing*"])
        #expect(baseline.wants(node) == ["vim 2"])
        let assessment = baseline.assess(node)
        #expect(assessment[Deb.key("bash")]?.rejected?.entry == "BASH")
        #expect(assessment.isRejected(Deb.key("bash"), Deb.version("9")) == "BASH")
        #expect(assessment.isRejected(Deb.key("vim"), Deb.version("9")) == nil)
    }

    @Test func `a rejected version leaves the other versions alone`() {
        let node = Deb.node(
            [Deb.has("bash", "1")],
            offers: [Deb.offers("bash", "3", from: "bookworm"), Deb.offers("bash", "2", from: "bookworm")])
        #expect(Deb.openBaseline(rejected: ["bash-3"]).wants(node) == ["bash 2"])
    }

    @Test func `the level is the highest of all that approve`() {
        let rules: [ApprovalRule] = [
            .all(level: .low), .all(.only(.name, "bash"), level: .high), .all(.only(.name, "none"), level: .critical),
        ]
        let levels = PatchBaseline.testing(.debian, rules: rules).assess(node)
        #expect(levels[Deb.key("bash")]?.level == .high)
        #expect(levels[Deb.key("vim")]?.level == .low)
        let listed = PatchBaseline.testing(
            .debian, rules: rules, approved: ["vim", "bash"], approvedLevel: .medium, approvedNonSecurity: true
        ).assess(node)
        #expect(listed[Deb.key("bash")]?.level == .high)
        #expect(listed[Deb.key("vim")]?.level == .medium)
    }
}
