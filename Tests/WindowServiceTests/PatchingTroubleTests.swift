import Documents
import Foundation
import NodeAccess
import Patching
import Testing
import WindowCore
import WindowService
import WindowStore
import WindowTestSupport

/// A patch step whose visits are cut short, whose node reboots by itself, is away, or says too much.
@Suite(.timeLimit(.minutes(2))) struct PatchingTroubleTests {
    private static let noReboot = ["RebootOption": "NoReboot"]

    private func scene(
        _ trouble: PatchLab.Trouble, at contact: Int, _ parameters: [String: String] = noReboot
    ) async throws -> (PatchingScene, CommandID) {
        let scene = try await PatchingScene()
        let id = try await scene.send("Install", parameters)
        scene.lab.make { $0.number == contact ? trouble : nil }
        #expect(try await scene.run())
        return (scene, id)
    }

    // MARK: Reboots that nobody asked for

    @Test func `a node that refuses to reboot is looked at again, and waits`() async throws {
        let scene = try await PatchingScene()
        scene.lab.make { $0.what == "reboot" ? .refuses : nil }
        let id = try await scene.send()
        #expect(try await scene.run())
        #expect(scene.ran == ["look", "install a=2 b=2", "look", "look"])
        let states: [String: PatchState] = [
            "a": .installedPendingReboot, "b": .installedPendingReboot, "c": .installed,
        ]
        #expect(try await scene.states() == states)
        #expect(try await scene.listing(id).invocation.state == .failed)
        let step = try await scene.steps(id)[1]
        #expect(step.status == "Failed")
        #expect(step.standardOutput.contains("a.amd64 1 -> 2"))
        #expect(step.standardError.contains("Must be root."))
        #expect(try await scene.leftovers().isEmpty)
    }

    @Test func `with hooks, a refused reboot still ends with the last hook`() async throws {
        let scene = try await PatchingScene()
        scene.lab.make { $0.what == "reboot" ? .refuses : nil }
        let id = try await scene.send(hooks: true)
        #expect(try await scene.run())
        #expect(scene.ran.suffix(2) == ["look", "hook at end"])
        #expect(!scene.ran.contains("reboot"))
        #expect(try await scene.listing(id).invocation.state == .failed)
        let steps = try await scene.steps(id)
        #expect(steps.map(\.status).suffix(2) == ["Failed", "Success"])
    }

    @Test func `what is installed after a reboot of its own is pending under the new boot`() async throws {
        let (scene, id) = try await scene(.rebootsBefore, at: 2)
        #expect(scene.ran == ["look", "reboot", "install a=2 b=2", "look"])
        #expect(try await scene.listing(id).invocation.state == .success)
        #expect(try await scene.states()["a"] == .installedPendingReboot)
        let pending = try #require(try await scene.store.patchReport(of: scene.node.id)?.pendingReboot)
        #expect(pending.bootID == scene.lab.machine(scene.node.id).bootID)
    }

    @Test func `a reboot between the look and the install does not stand in for the one that is due`() async throws {
        let (scene, _) = try await scene(.rebootsBefore, at: 2, [:])
        #expect(scene.ran == ["look", "reboot", "install a=2 b=2", "look", "reboot", "look"])
    }

    @Test func `a reboot after the install is as good as the one that is due`() async throws {
        let (scene, id) = try await scene(.rebootsBefore, at: 3, [:])
        #expect(scene.ran == ["look", "install a=2 b=2", "reboot", "look"])
        #expect(try await scene.listing(id).invocation.state == .success)
        #expect(try await scene.states()["a"] == .installed)
    }

    // MARK: Installs that are cut short

    @Test(arguments: [NodeWorkOutcome.timedOut, .lost("Its supervisor vanished."), .exited(137)])
    func `the look after an install that was killed decides what is in`(_ outcome: NodeWorkOutcome) async throws {
        let (done, id) = try await scene(.done(outcome), at: 2)
        #expect(done.ran == ["look", "install a=2 b=2", "look"])
        #expect(try await done.listing(id).invocation.state == .success)
        #expect(try await done.states()["a"] == .installedPendingReboot)

        let (not, other) = try await scene(.ended(outcome), at: 2)
        #expect(not.ran == ["look", "install ends", "look"])
        #expect(try await not.listing(other).invocation.state == .failed)
        #expect(try await not.states() == ["a": .failed, "b": .failed, "c": .installed])
        let item = try #require(try await not.store.patchReport(of: not.node.id)?.items.first)
        #expect(item.note?.isEmpty == false)
    }

    @Test func `an install that a reboot cut short is looked at and not repeated`() async throws {
        let (scene, id) = try await scene(.ended(.interruptedByReboot), at: 2)
        #expect(scene.ran == ["look", "install ends", "look"])
        #expect(try await scene.listing(id).invocation.state == .failed)
        let item = try #require(try await scene.store.patchReport(of: scene.node.id)?.items.first)
        #expect(item.note?.contains("rebooted") == true)
    }

    @Test(arguments: [1, 3], [NodeWorkOutcome.interruptedByReboot, .lost("No trace of it.")])
    func `a look that was cut short is made again`(_ contact: Int, _ outcome: NodeWorkOutcome) async throws {
        let (scene, id) = try await scene(.ended(outcome), at: contact)
        #expect(scene.ran.filter { $0.hasPrefix("install") } == ["install a=2 b=2"])
        #expect(scene.ran.filter { $0 == "look" }.count == 2)
        #expect(try await scene.listing(id).invocation.state == .success)
        #expect(try await scene.leftovers().isEmpty)
    }

    @Test func `a look that never succeeds is given up and the earlier report stands`() async throws {
        let scene = try await PatchingScene()
        let id = try await scene.send("Scan")
        scene.lab.make { _ in .ended(.lost("No trace of it.")) }
        #expect(try await scene.run())
        #expect(scene.ran.count == 4)
        #expect(try await scene.listing(id).invocation.state == .failed)
        #expect(try await scene.store.patchReport(of: scene.node.id) == nil)
    }

    // MARK: Time

    @Test func `a node that is away between two visits is waited for`() async throws {
        let scene = try await PatchingScene()
        let id = try await scene.send("Install", Self.noReboot)
        let claims = try await scene.claims()
        scene.lab.make { $0.number > 1 ? .unreachable : nil }
        try await scene.running(claims) {
            // Longer than the command may take to be delivered.
            for _ in 0..<80 { try await scene.pass(60, of: id) }
            #expect(try await scene.listing(id).invocation.state == .inProgress)
            scene.lab.make { _ in nil }
            while try await !scene.listing(id).invocation.state.isFinal { try await scene.pass(60, of: id) }
        }
        #expect(scene.ran == ["look", "install a=2 b=2", "look"])
        #expect(try await scene.listing(id).invocation.state == .success)
    }

    @Test func `a node that stays away is given up at the deadline and no step goes on`() async throws {
        let scene = try await PatchingScene()
        let id = try await scene.send("Install", Self.noReboot)
        let claims = try await scene.claims()
        scene.lab.make { $0.number > 1 ? .unreachable : nil }
        try await scene.running(claims) {
            while try await !scene.listing(id).invocation.state.isFinal { try await scene.pass(60, of: id) }
        }
        let passed = scene.clock.now.timeIntervalSince(.noon)
        #expect(passed >= 3600 + 7200)
        // The clock moves in minutes here, and a step may go a little beyond its limit.
        #expect(passed <= 3600 + 7200 + 1800)
        #expect(try await scene.listing(id).invocation.state == .deliveryTimedOut)
        #expect(try await scene.steps(id).map(\.status).last == "TimedOut")
        scene.lab.make { _ in nil }
        #expect(try await scene.leftovers().isEmpty)
    }

    @Test func `a node that was never reached is postponed each time and holds up nothing`() async throws {
        let scene = try await PatchingScene()
        let id = try await scene.send("Install", Self.noReboot)
        scene.lab.make { _ in .unreachable }
        for attempt in 1...3 {
            #expect(try await scene.run())
            let invocation = try await scene.listing(id).invocation
            #expect(invocation.state == .delayed)
            #expect(invocation.attempts == attempt)
            scene.clock.manual.advance(by: 60)
        }
        scene.lab.make { _ in nil }
        #expect(try await scene.run())
        #expect(scene.ran == ["look", "install a=2 b=2", "look"])
        #expect(try await scene.leftovers().isEmpty)
    }

    @Test func `an install is not begun when the look has used up the limit`() async throws {
        let scene = try await PatchingScene()
        let id = try await scene.send("Install", ["StepTimeoutSeconds": "100"])
        scene.lab.make { $0.number == 1 ? .hangsAfter : nil }
        let claims = try await scene.claims()
        try await scene.running(claims) {
            try await scene.harness.eventually { scene.lab.isHanging }
            scene.clock.manual.advance(by: 101)
            scene.lab.release()
        }
        #expect(scene.ran == ["look"])
        #expect(try await scene.listing(id).invocation.state == .executionTimedOut)
        #expect(try await scene.steps(id)[1].standardError.contains("100 seconds"))
    }

    @Test func `an install that had begun is followed however long the service was away`() async throws {
        let scene = try await PatchingScene()
        let id = try await scene.send("Install", Self.noReboot)
        scene.lab.make { $0.number == 2 ? .hangsAfter : nil }
        #expect(try await !scene.run())
        scene.clock.manual.advance(by: 86_400)
        scene.lab.make { _ in nil }
        #expect(try await scene.run())
        #expect(scene.ran == ["look", "install a=2 b=2", "look"])
        #expect(try await scene.listing(id).invocation.state == .success)
        #expect(try await scene.states()["a"] == .installedPendingReboot)
    }

    @Test func `a snapshot that expires during a step counts to its end`() async throws {
        let scene = try await PatchingScene()
        _ = try await scene.freeze()
        scene.clock.manual.advance(by: PatchSnapshot.lifetimeSeconds - 10)
        let id = try await scene.send("Install", Self.noReboot)
        scene.lab.make { $0.number == 2 ? .hangsAfter : nil }
        #expect(try await !scene.run())
        scene.clock.manual.advance(by: 60)
        try await scene.setBaseline(rejecting: ["a"])
        scene.lab.make { _ in nil }
        #expect(try await scene.run())
        #expect(try await scene.listing(id).invocation.state == .success)
        #expect(try await scene.states()["a"] == .installedPendingReboot)
        #expect(try await scene.store.snapshots(PatchingScene.snapshot).count == 1)
    }

    // MARK: What is kept

    @Test func `a note that cannot be read costs the walk and repeats nothing`() async throws {
        let scene = try await PatchingScene()
        let id = try await scene.send("Install", Self.noReboot)
        scene.lab.make { $0.number == 3 ? .hangsBefore : nil }
        #expect(try await !scene.run())
        let listing = try await scene.listing(id)
        let flow = try #require(listing.flow).replacingOccurrences(of: #"\"phase\""#, with: #"\"stage\""#)
        #expect(flow != listing.flow)
        let step = try #require(try await scene.steps(id).last)
        try await scene.store.record(step, flow: flow, for: listing.invocation.key)
        scene.lab.make { _ in nil }
        #expect(try await scene.run())
        #expect(scene.ran == ["look", "install a=2 b=2", "look"])
        #expect(try await scene.listing(id).invocation.state == .success)
        #expect(try await scene.states()["a"] == .installedPendingReboot)
        #expect(try await scene.leftovers().isEmpty)
    }

    @Test func `a node with very many packages does not fill the step's record`() async throws {
        let packages = Dictionary(uniqueKeysWithValues: (0..<20_000).map { ("package-\($0)", "1") })
        let scene = try await PatchingScene(packages: packages)
        scene.lab.change { $0.offers = packages.mapValues { [$0, "2"] } }
        let id = try await scene.send("Scan")
        #expect(try await scene.run())
        let step = try await scene.steps(id)[1]
        #expect(step.standardOutput.utf8.count < 10_000)
        #expect(step.standardOutput.contains("and 19900 more"))
        #expect(!step.isTruncated)
        let flow = try await scene.listing(id).flow
        #expect((flow ?? "").utf8.count < 10_000)
    }

    @Test func `hooks stay what they were when the command was made`() async throws {
        let scene = try await PatchingScene()
        let id = try await scene.send("Install", hooks: true)
        try await scene.setHook("Before", to: "hook changed")
        _ = try await scene.store.prune(before: .noon.addingTimeInterval(-86_400))
        #expect(try await scene.run())
        #expect(scene.ran.contains("hook before"))
        #expect(!scene.ran.contains("hook changed"))
        #expect(try await scene.listing(id).invocation.state == .success)
    }
}

extension PatchingScene {
    /// Runs the claims while the body goes on.
    func running(_ claims: [ClaimedInvocation], _ body: () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            let (control, logger) = (control, harness.logger)
            for claim in claims {
                group.addTask { await InvocationRunner(control: control, logger: logger).run(claim) }
            }
            defer { group.cancelAll() }
            try await body()
            try await group.waitForAll()
        }
    }

    /// Lets time pass once the command's run pauses before its next attempt, which is a minute at most, or has ended. That
    /// somebody sleeps is not enough: while a node is spoken to, the deadline is slept for, which is far off.
    func pass(_ seconds: Double, of id: CommandID) async throws {
        while (clock.manual.secondsToNextWaking ?? .infinity) > 60 {
            if try await listing(id).invocation.state.isFinal { return }
            await Task.yield()
        }
        clock.manual.advance(by: seconds)
    }
}
