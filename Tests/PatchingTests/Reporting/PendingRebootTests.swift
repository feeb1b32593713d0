import Testing

@testable import Patching

@Suite struct PendingRebootTests {
    /// Five packages, each with a newer version on offer.
    private static var node: PatchedNode {
        let names = ["a", "b", "c", "d", "e"]
        return PatchedNode(
            packages: Deb.node(
                names.map { Deb.has($0, "1") }, offers: names.map { Deb.offers($0, "2", from: "bookworm") }),
            baseline: Deb.openBaseline())
    }

    private func numbers(_ report: PatchReport) -> [Int] {
        [report.counters.missing, report.counters.installedPendingReboot, report.counters.installed]
    }

    @Test func `pending patches are cleared by the first run after a boot, and by nothing else`() {
        var node = Self.node
        let first = node.scan()
        #expect(numbers(first) == [5, 0, 0])
        #expect(!first.counters.isCompliant)

        let (installed, decision, _) = node.install(.noReboot)
        #expect(numbers(installed) == [0, 5, 0])
        #expect(!installed.counters.isCompliant)
        #expect(decision == .notWanted)
        #expect(installed.pendingReboot?.installedAt == Moments.noon)

        let again = node.scan()
        #expect(numbers(again) == [0, 5, 0])
        #expect(again.pendingReboot == installed.pendingReboot)

        node.reboot()
        let last = node.scan()
        #expect(numbers(last) == [0, 0, 5])
        #expect(last.counters.isCompliant)
        #expect(last.pendingReboot == nil)
    }

    @Test func `an install with a reboot clears them although it installs nothing`() {
        var node = Self.node
        _ = node.install(.noReboot)
        let (report, decision, changes) = node.install(.rebootIfNeeded)
        #expect(changes == 0)
        #expect(decision == .forEarlierRuns)
        #expect(numbers(report) == [0, 0, 5])
        #expect(report.counters.isCompliant)
        node.reboot()
        #expect(node.install(.rebootIfNeeded).reboot == .notNeeded)
    }

    @Test func `a second install installs nothing, and restarts only for what waits`() {
        var node = Self.node
        #expect(node.install(.rebootIfNeeded).reboot == .forThisRun)
        node.reboot()
        let (_, decision, changes) = node.install(.rebootIfNeeded)
        #expect(changes == 0)
        #expect(decision == .notNeeded)
    }

    @Test func `a node that did not restart is found out by the next run`() {
        var node = Self.node
        let (report, _, _) = node.install(.rebootIfNeeded)
        #expect(report.counters.installed == 5)
        #expect(numbers(node.scan()) == [0, 5, 0])
        #expect(node.install(.rebootIfNeeded).reboot == .forEarlierRuns)
    }

    @Test func `a fresh look after the reboot finds everything in force and asks for no other`() {
        let before = Self.node.baseline.assess(Self.node.packages)
        let outcome = InstallOutcome(wanted: before.wanted, result: InstallResult(changes: []), bootID: "boot-1")
        let after = Deb.node(["a", "b", "c", "d", "e"].map { Deb.has($0, "2") }, boot: "boot-2")
        let run = PatchRun(
            order: .install(.rebootIfNeeded), patchGroup: "", assessment: Deb.openBaseline().assess(after),
            outcome: outcome, before: EarlierLook(before))
        #expect(run.installedAnything)
        #expect(run.reboot == .notNeeded)
        #expect(numbers(run.report()) == [0, 0, 5])
        #expect(run.report().pendingReboot == nil)
    }

    @Test func `a run that failed in part restarts, and what failed stays failed`() {
        var node = Self.node
        let (report, decision, _) = node.install(.rebootIfNeeded, failing: ["c"])
        #expect(decision == .forThisRun)
        #expect(report.counters.failed == 1)
        #expect(report.counters.installed == 4)
        #expect(report.item("c")?.state == .failed)
    }

    @Test func `a patch that has been replaced since waits no longer`() {
        var node = Self.node
        _ = node.install(.noReboot)
        node.packages = Deb.node(
            [Deb.has("a", "3"), Deb.has("b", "2"), Deb.has("c", "1")], boot: node.packages.bootID)
        let report = node.scan()
        #expect(report.states == ["a": .installed, "b": .installedPendingReboot, "c": .installed])
        #expect(report.pendingReboot.map { Array($0.versions.keys) } == [Deb.key("b")])
    }

    @Test func `a second install without a reboot adds to what waits`() {
        var node = Self.node
        _ = node.install(.noReboot, failing: ["e"])
        let (report, _, changes) = node.install(.noReboot)
        #expect(changes == 1)
        #expect(numbers(report) == [0, 5, 0])
        #expect(report.pendingReboot?.versions.count == 5)
    }

    @Test func `dependencies wait as well, whether approved or rejected`() {
        let changes = ["new", "bad"].map { PackageChange(key: Deb.key($0), from: nil, to: Deb.version("1")) }
        let outcome = InstallOutcome(wanted: [], result: InstallResult(changes: changes), bootID: "boot-1")
        let after = Deb.node([Deb.has("new", "1"), Deb.has("bad", "1"), Deb.has("old", "1")])
        let baseline = PatchBaseline.testing(.debian, rejected: ["bad", "old"], action: .block)
        let run = PatchRun(order: .install(), patchGroup: "", assessment: baseline.assess(after), outcome: outcome)
        #expect(
            run.report().states
                == ["new": .installedPendingReboot, "bad": .installedPendingReboot, "old": .installedRejected])
    }

    @Test func `what somebody else installed never waits`() {
        var node = Self.node
        node.packages = Deb.node(node.packages.installed.map { Deb.has($0.key.name, "2") })
        #expect(numbers(node.scan()) == [0, 0, 5])
        #expect(node.install(.noReboot).report.counters.installedPendingReboot == 0)
    }

    @Test func `a newer approved version that is missing matters more than a reboot`() {
        var node = Self.node
        _ = node.install(.noReboot)
        node.packages = Deb.node(
            node.packages.installed, offers: [Deb.offers("a", "3", from: "bookworm")], boot: node.packages.bootID)
        let report = node.scan()
        #expect(report.states["a"] == .missing)
        #expect(report.counters.installedPendingReboot == 4)
        #expect(report.pendingReboot?.versions.count == 5)
    }

    @Test func `rejecting an installed package turns the node under BLOCK at the next scan`() {
        var node = Self.node
        _ = node.install(.rebootIfNeeded)
        node.reboot()
        #expect(node.scan().counters.isCompliant)
        node.baseline.rejectedPatches = ["b"]
        #expect(node.scan().counters.isCompliant)
        node.baseline.rejectedAction = .block
        let report = node.scan()
        #expect(!report.counters.isCompliant)
        #expect(report.counters.installedRejected == 1)
    }
}
