import Testing

@testable import Patching

@Suite struct PatchStateTests {
    private static let newer = Deb.offers("bash", "2", from: "bookworm")
    private static let node = Deb.node([Deb.has("bash", "1")], offers: [newer])

    private func state(
        _ baseline: PatchBaseline, _ node: NodePackages = node, order: PatchOrder = .scan,
        outcome: InstallOutcome? = nil
    ) -> PatchState? {
        let run = PatchRun(order: order, patchGroup: "", assessment: baseline.assess(node), outcome: outcome)
        return run.report().states["bash"]
    }

    @Test func `approved and up to date is installed`() {
        let node = Deb.node([Deb.has("bash", "2")])
        #expect(state(Deb.openBaseline(), node) == .installed)
        #expect(state(Deb.openBaseline(), node, order: .install()) == .installed)
    }

    @Test func `approved and older is missing for a scan and failed for an install`() {
        #expect(state(Deb.openBaseline()) == .missing)
        #expect(state(Deb.openBaseline(), order: .install()) == .failed)
        let outcome = InstallOutcome(
            wanted: [WantedPatch(key: Deb.key("bash"), version: Deb.version("2"))],
            result: InstallResult(changes: []), bootID: "boot-1")
        #expect(state(Deb.openBaseline(), order: .install(), outcome: outcome) == .failed)
    }

    @Test func `what an install brought in waits for a reboot, or not when one follows`() {
        let outcome = InstallOutcome(
            wanted: [WantedPatch(key: Deb.key("bash"), version: Deb.version("2"))],
            result: InstallResult(changes: []), bootID: "boot-1")
        let after = Deb.node([Deb.has("bash", "2")])
        let run = PatchRun(
            order: .install(), patchGroup: "", assessment: Deb.openBaseline().assess(after), outcome: outcome)
        #expect(run.report().states == ["bash": .installedPendingReboot])
        #expect(run.report(rebootFollows: true).states == ["bash": .installed])
    }

    @Test func `approved and not installed is only counted`() {
        let node = Deb.node([], offers: [Self.newer])
        for order in [PatchOrder.scan, .install()] {
            let report = PatchRun(order: order, assessment: Deb.openBaseline().assess(node)).report()
            #expect(report.items.isEmpty)
            #expect(report.counters.notApplicable == 1)
            #expect(report.counters.isCompliant)
        }
    }

    @Test(arguments: [PatchOrder.scan, .install()])
    func `installed and rejected counts against the node only under BLOCK`(order: PatchOrder) {
        #expect(state(Deb.openBaseline(rejected: ["bash"], action: .block), order: order) == .installedRejected)
        #expect(state(Deb.openBaseline(rejected: ["bash"]), order: order) == .installedOther)
    }

    @Test(arguments: [PatchOrder.scan, .install()])
    func `installed and not approved is other`(order: PatchOrder) {
        #expect(state(.testing(.debian), order: order) == .installedOther)
        #expect(state(.testing(.debian, rules: [.security()]), order: order) == .installedOther)
    }

    @Test func `a node with nothing but other packages complies`() {
        let report = PatchRun(order: .scan, assessment: PatchBaseline.testing(.debian).assess(Self.node)).report()
        #expect(report.counters.installedOther == 1)
        #expect(report.counters.isCompliant)
    }

    @Test func `after an install without a list nothing is missing, whatever went wrong`() {
        let node = Deb.node(
            [Deb.has("bash", "1"), Deb.has("vim", "1", held: true), Deb.has("dbus", "1", broken: "iF")],
            offers: [Self.newer, Deb.offers("vim", "2", from: "bookworm")])
        let outcome = InstallOutcome(
            wanted: [], result: InstallResult(changes: [], problem: "Could not get lock"), bootID: "boot-1")
        for outcome in [nil, outcome] {
            let report = PatchRun(
                order: .install(), patchGroup: "", assessment: Deb.openBaseline().assess(node), outcome: outcome
            ).report()
            #expect(report.counters.missing == 0)
            #expect(report.counters.failed == 3)
        }
    }

    @Test func `a broken package has failed although its version is the wanted one`() {
        let outcome = InstallOutcome(
            wanted: [WantedPatch(key: Deb.key("bash"), version: Deb.version("2"))],
            result: InstallResult(
                changes: [PackageChange(key: Deb.key("bash"), from: Deb.version("1"), to: Deb.version("2"))]),
            bootID: "boot-1")
        let after = Deb.node([Deb.has("bash", "2", broken: "iF")])
        // Also where nobody vouches for the version any more.
        for baseline in [Deb.openBaseline(), .testing(.debian, rules: [.security()])] {
            let run = PatchRun(
                order: .install(.rebootIfNeeded), patchGroup: "", assessment: baseline.assess(after), outcome: outcome)
            #expect(run.report().states == ["bash": .failed])
            #expect(!run.installedAnything)
            #expect(run.report().pendingReboot == nil)
        }
        #expect(state(Deb.openBaseline(), after) == .missing)
    }

    @Test func `a wanted package that is gone has failed`() {
        let outcome = InstallOutcome(
            wanted: [WantedPatch(key: Deb.key("bash"), version: Deb.version("2"))],
            result: InstallResult(changes: []), bootID: "boot-1")
        let run = PatchRun(
            order: .install(), patchGroup: "", assessment: Deb.openBaseline().assess(Deb.node([Deb.has("vim", "1")])),
            outcome: outcome, before: EarlierLook(Deb.openBaseline().assess(Self.node)))
        #expect(run.report().states == ["bash": .failed, "vim": .installed])
        #expect(run.report().items.map(\.key.name) == ["bash", "vim"])
    }

    @Test func `what came in as approved stays installed when nobody vouches for it any more`() {
        let baseline = PatchBaseline.testing(.debian, rules: [.security(level: .critical)])
        let before = baseline.assess(
            Deb.node([Deb.has("bash", "1")], offers: [Deb.offers("bash", "2", from: "bookworm-security")]))
        let outcome = InstallOutcome(wanted: before.wanted, result: InstallResult(changes: []), bootID: "boot-1")
        let run = PatchRun(
            order: .install(.rebootIfNeeded), patchGroup: "",
            assessment: baseline.assess(Deb.node([Deb.has("bash", "2")])), outcome: outcome, before: EarlierLook(before)
        )
        let item = run.report(rebootFollows: true).item("bash")
        #expect(item?.state == .installed)
        #expect(item?.level == .critical)
        #expect(item?.classification == "Security")
    }

    @Test func `the report says what it is about`() {
        let order = PatchOrder.install(.rebootIfNeeded)
        let run = PatchRun(order: order, patchGroup: "Critical", assessment: Deb.openBaseline().assess(Self.node))
        let report = run.report(startedAt: Moments.daysAgo(1), endedAt: Moments.noon, rebootFollows: false)
        #expect(report.order == order)
        #expect(report.patchGroup == "Critical")
        #expect(report.baselineID == Deb.openBaseline().id)
        #expect(report.operatingSystem == .debian)
        #expect(report.product == "Debian12")
        #expect(report.startedAt == Moments.daysAgo(1))
        #expect(report.endedAt == Moments.noon)
        #expect(report.candidates == [Self.newer])
    }

    @Test func `CVEs are told of what is not there`() {
        let notice = Rpm.notice(cves: ["CVE-2026-1"])
        let baseline = PatchBaseline.testing(.redHat, rules: [.security(level: .critical)])
        let missing = PatchRun(
            order: .scan,
            assessment: baseline.assess(
                Rpm.node([Rpm.has("dbus", "1")], offers: [Rpm.offers("dbus", "2", notices: [notice])]))
        ).report()
        #expect(missing.item("dbus")?.cves == ["CVE-2026-1"])
        #expect(missing.item("dbus")?.severity == "Critical")
        #expect(missing.counters.criticalNonCompliant == 1)
        #expect(missing.counters.securityNonCompliant == 1)
        let there = PatchRun(
            order: .scan,
            assessment: baseline.assess(
                Rpm.node([Rpm.has("dbus", "2")], offers: [Rpm.offers("dbus", "2", notices: [notice])]))
        ).report()
        #expect(there.item("dbus")?.state == .installed)
        #expect(there.item("dbus")?.cves == [])
    }
}
