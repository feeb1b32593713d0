import Testing

@testable import Patching

@Suite struct PatchExplanationTests {
    private func explain(
        _ baseline: PatchBaseline, _ name: String, _ node: NodePackages, frozen: [PackageKey: FrozenVersion] = [:]
    ) -> PatchExplanation? {
        PatchEvaluation(baseline: baseline, approvalClock: Moments.noon, frozen: frozen).explain(name, on: node).first
    }

    @Test func `an approval by rule tells since when and why`() throws {
        let rules: [ApprovalRule] = [
            .security(.only(.severity, "Critical")),
            ApprovalRule(filters: [], level: .high, time: .afterDays(7), includesNonSecurity: true),
        ]
        let notice = Rpm.notice("RHBA-2026:1", "Bugfix", "Low", issued: try Moments.at("2026-11-09T15:00:00Z"))
        let node = Rpm.node(
            [Rpm.has("openssl", "3.0.1-1")], offers: [Rpm.offers("openssl", "3.0.2-1", notices: [notice])])
        let explanation = explain(.testing(.redHat, rules: rules), "openssl", node)
        #expect(explanation?.versions.first?.standing == .wanted)
        #expect(explanation?.target?.spoken == "3.0.2-1")
        #expect(
            explanation?.versions.first?.sentences == [
                "openssl 3.0.2-1 is approved by rule 2 since 2026-11-16 (released 2026-11-09, 7 days).",
                "Its compliance level is HIGH.",
            ])
        #expect(
            explanation?.conclusion
                == "The node has openssl.x86_64 3.0.1-1; an install puts 3.0.2-1 there.")
    }

    @Test func `a refusal tells what every rule is missing`() throws {
        let rules: [ApprovalRule] = [
            .all(.only(.severity, "Critical", "Important")), .security(),
            ApprovalRule(filters: [], time: .afterDays(14), includesNonSecurity: true),
            ApprovalRule(filters: [], time: .untilDate("2026-11-01"), includesNonSecurity: true),
            ApprovalRule(filters: [], time: .untilDate("soon"), includesNonSecurity: true),
        ]
        let notice = Rpm.notice("RHBA-2026:1", "Bugfix", "Low", issued: try Moments.at("2026-11-09T15:00:00Z"))
        let node = Rpm.node([Rpm.has("openssl", "1")], offers: [Rpm.offers("openssl", "2", notices: [notice])])
        let baseline = PatchBaseline.testing(.redHat, rules: rules, approved: ["openssl"])
        #expect(
            explain(baseline, "OpenSSL", node)?.versions.first?.sentences == [
                "openssl 2 is not approved.",
                "Rule 1 does not cover it: the filter SEVERITY asks for Critical, Important, and this is Low.",
                "Rule 2 covers it, but takes only security patches, and no security notice names this version.",
                "Rule 3 will approve it on 2026-11-23 (released 2026-11-09, 14 days).",
                "Rule 4 approves what was released until 2026-11-01; this was released 2026-11-09.",
                "Rule 5 approves nothing, because its date (soon) is none.",
                "The list of approved patches names it (openssl), but takes only security patches, "
                    + "and no security notice names this version.",
            ])
    }

    @Test func `on apt no dates are told`() {
        let rule = ApprovalRule(filters: [], time: .afterDays(7))
        let node = Deb.node([Deb.has("bash", "1")], offers: [Deb.offers("bash", "2", from: "bookworm-security")])
        #expect(
            explain(.testing(.debian, rules: [rule]), "bash.amd64", node)?.sentences == [
                "bash 2 is approved by rule 1.", "bash 1 is not approved.",
                "Rule 1 covers it, but takes only security patches, and no security archive offers this version.",
                "The node has bash.amd64 1; an install puts 2 there.",
            ])
    }

    @Test func `a global filter that fails is named, and the list is asked all the same`() {
        let baseline = PatchBaseline.testing(
            .debian, globalFilters: [.only(.product, "Debian11")], rules: [.all()], approved: ["ba*"],
            approvedNonSecurity: true)
        let node = Deb.node(
            [Deb.has("bash", "1"), Deb.has("vim", "1")],
            offers: [Deb.offers("bash", "2", from: "bookworm"), Deb.offers("vim", "2", from: "bookworm")])
        #expect(
            explain(baseline, "bash", node)?.versions.first?.sentences
                == ["bash 2 is approved by the list of approved patches (ba* matches bash)."])
        #expect(
            explain(baseline, "vim", node)?.versions.first?.sentences == [
                "vim 2 is not approved.",
                "No rule is asked, because the global filter PRODUCT asks for Debian11, and this is Debian12.",
            ])
    }

    @Test func `a rejection is told first, then what it overruled`() {
        let node = Deb.node([Deb.has("bash", "1")], offers: [Deb.offers("bash", "2", from: "bookworm")])
        let explanation = explain(Deb.openBaseline(rejected: ["ba*"]), "bash", node)
        #expect(
            explanation?.versions.first?.sentences == [
                "bash 2 is rejected: the list of rejected patches names it (ba* matches bash).",
                "It would be approved by rule 1.",
            ])
        #expect(explanation?.conclusion == "The node has bash.amd64 1, and it stays as it is.")
    }

    @Test func `a snapshot tells what it has settled on`() {
        let node = Deb.node(
            [Deb.has("bash", "1")], offers: ["2", "3"].map { Deb.offers("bash", $0, from: "bookworm") })
        let resolved = explain(
            Deb.openBaseline(), "bash", node,
            frozen: [Deb.key("bash"): FrozenVersion(Deb.version("2"), isResolved: true)])
        #expect(resolved?.versions.map(\.standing) == [.keptOutBySnapshot, .wanted, .installed])
        #expect(
            resolved?.sentences.contains("This snapshot has settled on 2, so every node gets that one.") == true)
        let bound = explain(
            Deb.openBaseline(), "bash", node,
            frozen: [Deb.key("bash"): FrozenVersion(Deb.version("1"), isResolved: false)])
        #expect(bound?.versions.map(\.standing) == [.keptOutBySnapshot, .keptOutBySnapshot, .installed])
        #expect(
            bound?.sentences.contains("This snapshot does not go beyond 1, which an earlier node had.") == true)
        let gone = explain(
            Deb.openBaseline(), "bash", node,
            frozen: [Deb.key("bash"): FrozenVersion(Deb.version("2.5"), isResolved: true)])
        #expect(
            gone?.conclusion
                == "The node has bash.amd64 1; the snapshot has settled on 2.5, which its repositories do not offer.")
    }

    @Test func `older approved versions, absent packages and unknown names are told apart`() {
        let node = Deb.node(
            [Deb.has("bash", "1")],
            offers: [
                Deb.offers("bash", "2", from: "bookworm"), Deb.offers("bash", "3", from: "bookworm"),
                Deb.offers("new", "1", from: "bookworm"),
            ])
        #expect(
            explain(Deb.openBaseline(), "bash", node)?.versions.map(\.standing) == [.wanted, .superseded, .installed])
        let absent = explain(Deb.openBaseline(), "new", node)
        #expect(absent?.versions.map(\.standing) == [.notApplicable])
        #expect(absent?.conclusion == "new.amd64 is not installed: it comes in only as a dependency.")
        #expect(explain(Deb.openBaseline(), "nothing", node) == nil)
    }

    @Test func `a report is enough to explain from`() {
        let node = Deb.node(
            [Deb.has("bash", "1"), Deb.has("vim", "1")], offers: [Deb.offers("bash", "2", from: "bookworm")])
        let baseline = Deb.openBaseline()
        let report = PatchRun(order: .scan, assessment: baseline.assess(node)).report()
        let evaluation = PatchEvaluation(baseline: baseline, approvalClock: Moments.noon)
        let missing = evaluation.explain("bash", from: report).first
        #expect(missing?.versions.map(\.standing) == [.wanted, .installed])
        #expect(missing?.conclusion == "The node has bash.amd64 1; an install puts 2 there.")
        let present = evaluation.explain("vim", from: report).first
        #expect(present?.conclusion == "The node has vim.amd64 1, and nothing newer is on offer.")
    }

    @Test func `every wanted version is explained as wanted`() {
        let node = Deb.node(
            ["a", "b", "c"].map { Deb.has($0, "1") },
            offers: ["a", "b", "c"].flatMap { name in
                ["2", "3"].map { Deb.offers(name, $0, from: $0 == "2" ? "bookworm-security" : "bookworm") }
            })
        let baseline = PatchBaseline.testing(.debian, rules: [.security(), .all(.only(.name, "b"))], rejected: ["c-2"])
        let wanted = baseline.assess(node).wanted
        for key in node.installed.map(\.key) {
            let explanation = explain(baseline, key.name, node)
            #expect(explanation?.target == wanted.first { $0.key == key }?.version)
            #expect(
                explanation?.versions.first { $0.standing == .wanted }?.version == explanation?.target)
        }
    }
}
