import NodeAccess
import Patching
import Testing
import WindowCore
import WindowStore
import WindowTestSupport

/// Patching with hooks on a node, end to end (reference: patching 2.4, 2.5).
@Suite(.timeLimit(.minutes(2))) struct PatchingHooksTests {
    struct Row: CustomTestStringConvertible {
        let testDescription: String
        var operation = "Install"
        var option = "RebootIfNeeded"
        /// Updates are on offer.
        var isMissing = true
        /// An earlier install without a reboot left something.
        var isPending = false
        /// The first hook brings in all that is missing.
        var isForestalled = false
        let ran: [String]
    }

    private static let install = ["look", "install a=2 b=2", "look"]

    static let table = [
        Row(testDescription: "a scan of a node that lacks something", operation: "Scan", ran: ["look"]),
        Row(testDescription: "a scan of a complete node", operation: "Scan", isMissing: false, ran: ["look"]),
        Row(
            testDescription: "a scan of a node that waits for a reboot", operation: "Scan", isMissing: false,
            isPending: true, ran: ["look"]),
        Row(testDescription: "nothing to do", isMissing: false, ran: ["look", "hook at end"]),
        Row(
            testDescription: "nothing to do without reboot", option: "NoReboot", isMissing: false,
            ran: ["look", "hook at end"]),
        Row(
            testDescription: "only a reboot is pending, and none is wanted", option: "NoReboot", isMissing: false,
            isPending: true, ran: ["look", "hook at end"]),
        Row(
            testDescription: "only a reboot is pending", isMissing: false, isPending: true,
            ran: ["look", "hook before", "look", "hook between", "look", "reboot", "look", "hook at end"]),
        Row(
            testDescription: "something is missing, and no reboot is wanted", option: "NoReboot",
            ran: ["look", "hook before"] + install + ["hook between", "hook at end"]),
        Row(
            testDescription: "something is missing",
            ran: ["look", "hook before"] + install + ["hook between", "look", "reboot", "look", "hook at end"]),
        Row(
            testDescription: "the first hook installs it all", isForestalled: true,
            ran: ["look", "hook before", "look", "hook between", "hook at end"]),
    ]

    @Test(arguments: table) func `the works that run are those of the table`(_ row: Row) async throws {
        let scene = try await PatchingScene()
        if row.isPending {
            try await scene.send("Install", ["RebootOption": "NoReboot"])
            #expect(try await scene.run())
        } else if !row.isMissing {
            scene.lab.change { $0.offers = ["a": ["1"], "b": ["1"]] }
        }
        if row.isForestalled { scene.lab.change { $0.hookPackages = ["hook before": ["a": "2", "b": "2"]] } }
        let earlier = scene.ran.count
        let id = try await scene.send(row.operation, hooks: true, ["RebootOption": row.option])
        #expect(try await scene.run())
        #expect(Array(scene.ran.dropFirst(earlier)) == row.ran)
        let invocation = try await scene.listing(id).invocation
        #expect((invocation.state, invocation.responseCode) == (.success, 0))
        let steps = try await scene.steps(id)
        #expect(steps.map(\.index) == Array(0..<8))
        #expect(steps.allSatisfy { $0.status == "Success" && $0.code == 0 && $0.endedAt != nil })
        #expect(try await scene.leftovers().isEmpty)

        let states = try await scene.states()
        let report = try #require(try await scene.store.patchReport(of: scene.node.id))
        #expect((report.pendingReboot == nil) == (row.ran.contains("reboot") || states["a"] != .installedPendingReboot))
        let hasUpdates = row.isPending || row.isForestalled || row.ran.contains { $0.hasPrefix("install") }
        switch (hasUpdates, row.isMissing) {
        case (false, true): #expect(states["a"] == .missing)
        case (false, false): #expect(states["a"] == .installed)
        case (true, _):
            let isWaiting = !row.ran.contains("reboot") && !row.isForestalled
            #expect(states["a"] == (isWaiting ? .installedPendingReboot : .installed))
        }
    }

    /// A step that fails, and how.
    struct Failure: CustomTestStringConvertible {
        let testDescription: String
        /// From 1.
        let step: Int
        var hook: String?
        /// The contact that goes wrong.
        var contact: Int?
        var trouble = PatchLab.Trouble.ended(.exited(1))
        var broken: Set<String> = []
        var state = InvocationState.failed
        let ran: [String]
    }

    private static let untilBetween = ["look", "hook before"] + install + ["hook between"]

    static let failures = [
        Failure(
            testDescription: "the scan", step: 1, contact: 1, ran: ["look ends", "hook at end"]),
        Failure(
            testDescription: "the first hook", step: 3, hook: "hook before",
            ran: ["look", "hook before", "hook at end"]),
        Failure(
            testDescription: "the first hook, by the clock", step: 3, contact: 2, trouble: .ended(.timedOut),
            state: .executionTimedOut, ran: ["look", "hook before ends", "hook at end"]),
        Failure(
            testDescription: "the first hook, by a reboot", step: 3, contact: 2, trouble: .ended(.interruptedByReboot),
            ran: ["look", "hook before ends", "hook at end"]),
        Failure(
            testDescription: "one of two packages", step: 4, broken: ["b"],
            ran: ["look", "hook before"] + install + ["hook at end"]),
        Failure(
            testDescription: "the second hook", step: 5, hook: "hook between", ran: untilBetween + ["hook at end"]),
        Failure(
            testDescription: "the second install", step: 7, contact: 7,
            ran: untilBetween + ["look ends", "hook at end"]),
        Failure(
            testDescription: "the last hook", step: 8, hook: "hook at end",
            ran: untilBetween + ["look", "reboot", "look", "hook at end"]),
    ]

    @Test(arguments: failures) func `what fails is followed by the last hook only`(_ failure: Failure) async throws {
        let scene = try await PatchingScene()
        scene.lab.change { repository in
            if let hook = failure.hook { repository.hooks = [hook: 1] }
            repository.broken = failure.broken
        }
        scene.lab.make { $0.number == failure.contact ? failure.trouble : nil }
        let id = try await scene.send("Install", hooks: true)
        #expect(try await scene.run())
        #expect(scene.ran == failure.ran)
        #expect(try await scene.listing(id).invocation.state == failure.state)
        let status = failure.state == .failed ? "Failed" : "TimedOut"
        #expect(try await scene.steps(id).map(\.status) == (1...8).map { $0 == failure.step ? status : "Success" })
        #expect(try await scene.leftovers().isEmpty)
        guard failure.step > 3 else { return }
        let states = try await scene.states()
        #expect(states["a"] == (failure.step == 8 ? .installed : .installedPendingReboot))
        #expect(states["b"] == (failure.step == 4 ? .failed : states["a"]))
    }

    @Test func `a scan that fails runs nothing more and leaves the earlier report`() async throws {
        let scene = try await PatchingScene()
        try await scene.send("Scan")
        try await scene.run()
        let before = try await scene.store.patchReport(of: scene.node.id)
        scene.lab.change { $0.isDead = true }
        let id = try await scene.send("Scan", hooks: true)
        try await scene.run()
        #expect(scene.ran == ["look", "look"])
        #expect(try await scene.listing(id).invocation.state == .failed)
        let steps = try await scene.steps(id)
        #expect(steps.map(\.status) == ["Failed"] + Array(repeating: "Success", count: 7))
        #expect(steps[0].standardError.contains("The mirror does not answer."))
        #expect(try await scene.store.patchReport(of: scene.node.id) == before)
    }
}
