import Testing

@testable import Patching

@Suite struct OverrideListTests {
    private let before = Deb.node(
        [Deb.has("bash", "1"), Deb.has("vim", "1"), Deb.has("bad", "1")],
        offers: ["bash", "vim", "bad"].map { Deb.offers($0, "2", from: "bookworm") })
    private let baseline = PatchBaseline.testing(
        .debian, rules: [.all(.only(.name, "bash", "vim"))], rejected: ["bad"], action: .block)

    private func run(
        wanting wanted: [String: String], leaving after: [InstalledPackage], option: PatchOrder.RebootOption = .noReboot
    ) -> PatchRun {
        let patches = wanted.sorted { $0.key < $1.key }.map {
            WantedPatch(key: Deb.key($0.key), version: Deb.version($0.value))
        }
        return PatchRun(
            order: .install(option), patchGroup: "",
            assessment: baseline.assess(Deb.node(after, offers: before.available)),
            outcome: InstallOutcome(
                wanted: patches, isOverride: true, result: InstallResult(changes: []), bootID: "boot-1"),
            before: EarlierLook(baseline.assess(before)))
    }

    @Test func `what is listed and not there has failed, what is outside the list is missing`() {
        let report = run(
            wanting: ["bash": "2", "new": "1"],
            leaving: [Deb.has("bash", "1"), Deb.has("vim", "1"), Deb.has("bad", "1")]
        ).report()
        #expect(
            report.states == ["bash": .failed, "new": .failed, "vim": .missing, "bad": .installedRejected])
    }

    @Test func `what came in is judged by the baseline all the same`() {
        let report = run(
            wanting: ["bash": "2", "bad": "2", "other": "1"],
            leaving: [Deb.has("bash", "2"), Deb.has("vim", "1"), Deb.has("bad", "2"), Deb.has("other", "1")],
            option: .rebootIfNeeded
        ).report(rebootFollows: true)
        #expect(
            report.states
                == ["bash": .installed, "bad": .installedRejected, "other": .installedOther, "vim": .missing])
    }

    @Test func `a listed version below the approved one leaves the approved one missing`() {
        let report = run(
            wanting: ["bash": "1.5"], leaving: [Deb.has("bash", "1.5"), Deb.has("vim", "2")], option: .rebootIfNeeded
        ).report(rebootFollows: true)
        #expect(report.states == ["bash": .missing, "vim": .installed])
        #expect(report.item("bash")?.version.text == "2")
    }

    @Test func `a list that asks for nothing new leaves what the baseline wants missing`() {
        let order = PatchOrder(
            operation: .install, snapshotID: PatchOrder.scan.snapshotID, installOverrideList: "https://example.org/list"
        )
        let report = PatchRun(order: order, assessment: baseline.assess(before)).report()
        #expect(report.states == ["bash": .missing, "vim": .missing, "bad": .installedRejected])
    }

    @Test func `what came in from a list waits for a reboot too`() {
        let report = run(wanting: ["other": "1"], leaving: [Deb.has("other", "1")]).report()
        #expect(report.states == ["other": .installedPendingReboot])
    }
}
