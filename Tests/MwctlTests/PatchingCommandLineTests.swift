import AWSWire
import Testing

@testable import mwctl

@Suite struct PatchingCommandLineTests {
    /// Scripts rely on these.
    @Test(arguments: [
        (
            "baseline create b --os debian --rule 'priority=Required|Important,level=HIGH' 'priority=*' --global-filter product=Debian12 --approve 'openssl*' nginx --approve-level HIGH --approve-non-security --reject 'linux-*' --reject-action BLOCK --source 'local:Debian12=deb http://127.0.0.1 ./' --description D --tag A=B",
            "BaselineCreate"
        ),
        ("baseline create b --operating-system DEBIAN --reject-action allow", "BaselineCreate"),
        ("baseline create --from f", "BaselineCreate"), ("baseline create b --from - --os debian", "BaselineCreate"),
        ("baseline list --os debian --own -o json", "BaselineList"), ("baseline show b", "BaselineShow"),
        ("baseline show --baseline-id b", "BaselineShow"),
        ("baseline update b --name n --replace --rule days=3", "BaselineUpdate"),
        ("baseline update b --clear rule --clear reject", "BaselineUpdate"), ("baseline delete b", "BaselineDelete"),
        ("baseline default b", "BaselineDefault"), ("baseline default --os debian", "BaselineDefault"),
        ("baseline default", "BaselineDefault"), ("baseline explain --node web1 openssl", "BaselineExplain"),
        ("baseline explain openssl --node web1 --baseline b", "BaselineExplain"),
        ("patch-group register g b", "PatchGroupRegister"), ("patch-group deregister g b", "PatchGroupDeregister"),
        ("patch-group list --os debian", "PatchGroupList"), ("patch-group show g", "PatchGroupShow"),
        ("patch scan --target tag:A=B --target tag-key=C", "PatchScan"), ("patch scan --node web1", "PatchScan"),
        ("patch scan --tag A=B --no-watch --timeout 60", "PatchScan"),
        (
            "patch install --target 'tag:Patch Group=web' --pre P --post Q --on-exit R --no-reboot --snapshot S --concurrency 1 --errors 0",
            "PatchInstall"
        ),
        ("patch install --node web1 --dry-run", "PatchInstall"),
        ("patch install --node web1 --max-concurrency 1 --max-errors 1 --no-watch", "PatchInstall"),
        ("compliance summary", "ComplianceSummary"), ("compliance summary --by patch-group", "ComplianceSummary"),
        ("compliance nodes --status non-compliant --type Patch", "ComplianceNodes"),
        ("compliance show web1 --type Patch --state Missing Failed", "ComplianceShow"),
        ("snapshot show s", "SnapshotShow"), ("snapshot show --snapshot-id s --all", "SnapshotShow"),
    ]) func `a verb is understood`(line: String, type: String) throws {
        let command = try Mwctl.parsed(ShellWords.split(line))
        #expect(String(describing: Swift.type(of: command)) == type)
    }

    @Test(arguments: [
        "baseline create b", "baseline create --os debian", "baseline create b --os debian --rule nonsense",
        "baseline create b --os debian --rule days=soon", "baseline create b --os debian --rule priority=",
        "baseline create b --os debian --reject-action maybe", "baseline create b --os debian --source x",
        "baseline create b --os debian --global-filter x", "baseline show", "baseline default b --os debian",
        "baseline explain openssl", "patch-group register g", "patch scan", "patch install --dry-run",
        "patch install --node a --dry-run --no-watch", "patch scan --target Role=web", "patch scan --node a --pre P",
        "compliance summary --by moon", "compliance show web1 --state Lost", "compliance nodes --status good",
        "snapshot show",
    ]) func `a wrong command line is refused with the usage status`(line: String) async {
        #expect(await Mwctl.run(ShellWords.split(line)) == ProgramStatus.usage.rawValue)
    }

    @Test func `a rule is filters, a time, a level and a word`() throws {
        let phrase = "classification=Security|Bugfix,severity=Critical,days=7,level=high,non-security"
        #expect(
            try RulePhrase(parsing: phrase).rule
                == Wire.PatchRule(
                    patchFilterGroup: .init(patchFilters: [
                        .init(key: "CLASSIFICATION", values: ["Security", "Bugfix"]),
                        .init(key: "SEVERITY", values: ["Critical"]),
                    ]), complianceLevel: "HIGH", approveAfterDays: 7, enableNonSecurity: true))
        let dated = try RulePhrase(parsing: "until=2026-11-16,patch-set=OS").rule
        #expect(dated.approveUntilDate == "2026-11-16")
        #expect(dated.patchFilterGroup.patchFilters == [.init(key: "PATCH_SET", values: ["OS"])])
        #expect(try RulePhrase(parsing: "days=0").rule.patchFilterGroup.patchFilters.isEmpty)
    }

    @Test func `a filter that is given twice has the values of both`() throws {
        let rule = try RulePhrase(parsing: "severity=Critical,severity=Important").rule
        #expect(rule.patchFilterGroup.patchFilters == [.init(key: "SEVERITY", values: ["Critical", "Important"])])
    }

    @Test func `a rule reads as a sentence`() throws {
        let words = { (text: String) in Wording.rule(try RulePhrase(parsing: text).rule) }
        #expect(
            try words("classification=Security|Bugfix,severity=Critical,days=7,level=HIGH,non-security")
                == "CLASSIFICATION=Security|Bugfix and SEVERITY=Critical, 7 days after release, level HIGH, non-security too"
        )
        #expect(try words("days=1") == "everything, 1 day after release, security only")
        #expect(try words("until=2026-11-16") == "everything, released until 2026-11-16, security only")
    }

    @Test func `operating systems may be written as people do`() {
        #expect(OperatingSystemName(argument: "rocky-linux")?.name == "ROCKY_LINUX")
        #expect(OperatingSystemName(argument: "")?.name == nil)
    }

    @Test func `a source names its products or counts for all`() throws {
        let one = try SourcePhrase(parsing: "local:Debian11|Debian12=deb http://h/?a=b ./").source()
        #expect(
            one
                == Wire.PatchSource(
                    name: "local", products: ["Debian11", "Debian12"], configuration: "deb http://h/?a=b ./"))
        #expect(try SourcePhrase(parsing: "local=x").source().products == ["*"])
    }
}
