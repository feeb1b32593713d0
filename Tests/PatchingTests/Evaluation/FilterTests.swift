import Testing

@testable import Patching

@Suite struct FilterTests {
    private let node = Deb.node(
        [Deb.has("bash", "1", priority: "required"), Deb.has("vim", "1")],
        offers: [
            Deb.offers("bash", "2", from: "bookworm", priority: "required"), Deb.offers("vim", "2", from: "bookworm"),
        ])

    private func wants(globalFilters: [PatchFilter] = [], _ filters: PatchFilter...) -> [String] {
        let rule = ApprovalRule(filters: filters, time: .afterDays(0), includesNonSecurity: true)
        return PatchBaseline.testing(.debian, globalFilters: globalFilters, rules: [rule]).wants(node)
    }

    @Test func `values of a filter are alternatives, without regard to case`() {
        #expect(wants(.only(.priority, "Required")) == ["bash 2"])
        #expect(wants(.only(.priority, "REQUIRED", "optional")) == ["bash 2", "vim 2"])
        #expect(wants(.only(.priority, "Extra")).isEmpty)
    }

    @Test func `a star matches everything, also among other values`() {
        #expect(wants(.only(.priority, "*")) == ["bash 2", "vim 2"])
        #expect(wants(.only(.priority, "Extra", "*")) == ["bash 2", "vim 2"])
        #expect(wants(.only(.classification, "*")) == ["bash 2", "vim 2"])
    }

    @Test func `all filters of a rule must match`() {
        #expect(wants(.only(.product, "Debian12"), .only(.priority, "Required")) == ["bash 2"])
        #expect(wants(.only(.product, "Debian11"), .only(.priority, "Required")).isEmpty)
        #expect(wants(.only(.section, "Utils")) == ["bash 2", "vim 2"])
        #expect(wants(.only(.section, "net")).isEmpty)
    }

    @Test func `global filters come before every rule, and all of them must match`() {
        #expect(wants(globalFilters: [.only(.priority, "Required")]) == ["bash 2"])
        #expect(wants(globalFilters: [.only(.product, "Debian12"), .only(.priority, "Optional")]) == ["vim 2"])
        #expect(wants(globalFilters: [.only(.product, "Debian11")]).isEmpty)
    }

    @Test func `the approved list passes over global filters`() {
        let baseline = PatchBaseline.testing(
            .debian, globalFilters: [.only(.product, "Debian11")], approved: ["vim"], approvedNonSecurity: true)
        #expect(baseline.wants(node) == ["vim 2"])
    }

    @Test func `rules are alternatives`() {
        let baseline = PatchBaseline.testing(
            .debian, rules: [.all(.only(.name, "bash")), .all(.only(.name, "vim")), .all(.only(.name, "none"))])
        #expect(baseline.wants(node) == ["bash 2", "vim 2"])
        #expect(PatchBaseline.testing(.debian).wants(node).isEmpty)
    }

    @Test func `class and severity must be those of one notice`() {
        let offer = Rpm.offers(
            "dbus", "2",
            notices: [
                Rpm.notice("RHSA-2026:1", "Security", "Low"), Rpm.notice("RHBA-2026:2", "Bugfix", "Critical"),
            ])
        let node = Rpm.node([Rpm.has("dbus", "1")], offers: [offer])
        func wants(_ severity: String) -> [String] {
            PatchBaseline.testing(
                .redHat, rules: [.security(.only(.classification, "Security"), .only(.severity, severity))]
            ).wants(node)
        }
        #expect(wants("Critical").isEmpty)
        #expect(wants("low") == ["dbus 2"])
    }

    @Test(arguments: [
        (OperatingSystem.amazonLinux2023, true), (.amazonLinux2022, true), (.amazonLinux2, false), (.redHat, false),
    ])
    func `Medium stands for Moderate on newer Amazon Linux only`(system: OperatingSystem, isApproved: Bool) {
        let offer = Rpm.offers("dbus", "2", notices: [Rpm.notice("ALAS-1", "Security", "Moderate")])
        let node = Rpm.node([Rpm.has("dbus", "1")], offers: [offer], system: system)
        let baseline = PatchBaseline.testing(system, rules: [.security(.only(.severity, "Medium"))])
        #expect(baseline.wants(node).isEmpty != isApproved)
    }

    @Test(arguments: [
        (PatchFilter.only(.architecture, "X86_64"), true), (.only(.architecture, "noarch"), false),
        (.only(.epoch, "1"), true), (.only(.epoch, "0"), false), (.only(.version, "2.3"), true),
        (.only(.release, "4.el9"), true), (.only(.repository, "BaseOS"), true), (.only(.repository, "epel"), false),
        (.only(.advisoryID, "rhsa-2026:1"), true), (.only(.cveID, "CVE-2026-1", "CVE-2026-9"), true),
        (.only(.cveID, "CVE-2026-2"), false), (.only(.bugzillaID, "42"), true), (.only(.security, "true"), true),
        (.only(.patchID, "dbus.x86_64"), true), (.only(.msrcSeverity, "Critical"), false),
        (.only(.patchSet, "*"), true),
    ])
    func `every key looks at what it says`(filter: PatchFilter, isApproved: Bool) {
        let notice = Rpm.notice(cves: ["CVE-2026-1"], bugzillas: ["42"])
        let node = Rpm.node([Rpm.has("dbus", "1")], offers: [Rpm.offers("dbus", "1:2.3-4.el9", notices: [notice])])
        #expect(PatchBaseline.testing(.redHat, rules: [.security(filter)]).wants(node).isEmpty != isApproved)
    }
}
