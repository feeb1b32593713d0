import NodeAccess
import Patching
import Testing
import WindowCore
import WindowService
import WindowStore
import WindowTestSupport

/// The service is stopped, anywhere, and started again: on the node nothing runs twice and nothing is left out.
@Suite(.timeLimit(.minutes(5))) struct PatchingStopTests {
    private static let install = ["look", "hook before", "look", "install a=2 b=2", "look", "hook between", "look"]
    private static let whole = install + ["reboot", "look", "hook at end"]

    /// - Returns: what came of it, and whether the service was stopped at all.
    private func patch(
        stoppingAfterWrite writes: Int? = nil, at contact: Int? = nil, _ trouble: PatchLab.Trouble = .hangsAfter,
        broken: Set<String> = []
    ) async throws -> (PatchingScene.Outcome, wasStopped: Bool) {
        let scene = try await PatchingScene()
        scene.lab.change { $0.broken = broken }
        let id = try await scene.send("Install", hooks: true)
        let claims = try await scene.claims()
        let stop = try writes.map { try StoreStop(scene.harness.temporary, after: $0) }
        scene.lab.make { $0.number == contact ? trouble : nil }
        let isDone = try await scene.run(claims)
        try stop?.lift()
        scene.lab.make { _ in nil }
        if !isDone { #expect(try await scene.run()) }
        #expect(try await scene.leftovers().isEmpty)
        return (try await scene.outcome(id), !isDone)
    }

    @Test(.tags(.slow)) func `after any write to the store`() async throws {
        let (expected, _) = try await patch()
        #expect(expected.ran == Self.whole)
        #expect(expected.state == .success)
        var writes = 0
        while true {
            let (outcome, wasStopped) = try await patch(stoppingAfterWrite: writes)
            #expect(outcome == expected, "stopped after write \(writes)")
            if !wasStopped { break }
            writes += 1
        }
        #expect(writes > 30)
    }

    @Test(arguments: [PatchLab.Trouble.hangsBefore, .hangsAfter])
    func `before and after any visit to the node`(_ trouble: PatchLab.Trouble) async throws {
        let (expected, _) = try await patch()
        var contact = 1
        while true {
            let (outcome, wasStopped) = try await patch(at: contact, trouble)
            #expect(outcome == expected, "stopped at contact \(contact)")
            if !wasStopped { break }
            contact += 1
        }
        // Nine works, a reboot, and a look at the boot before and after it.
        #expect(contact == 13)
    }

    /// Every third write, to spare time.
    @Test func `after writes of an install of which a part fails`() async throws {
        let (expected, _) = try await patch(broken: ["b"])
        #expect(expected.state == .failed)
        #expect(expected.ran == Self.install.dropLast(2) + ["hook at end"])
        var writes = 0
        while true {
            let (outcome, wasStopped) = try await patch(stoppingAfterWrite: writes, broken: ["b"])
            #expect(outcome == expected, "stopped after write \(writes)")
            if !wasStopped { break }
            writes += 3
        }
    }

    /// By a kill of what runs, as the errands do it each second.
    @Test(arguments: 1...7) func `a cancel ends what runs and begins nothing more`(_ contact: Int) async throws {
        let scene = try await PatchingScene()
        let id = try await scene.send("Install", hooks: true)
        scene.lab.make { $0.number == contact ? .hangsDuring : nil }
        let claims = try await scene.claims()
        let errands = NodeErrands(control: scene.control, logger: scene.harness.logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                await InvocationRunner(control: scene.control, logger: scene.harness.logger).run(claims[0])
            }
            defer { group.cancelAll() }
            try await scene.harness.eventually { scene.lab.isHanging }
            try await scene.store.cancelCommand(id, nodes: nil, at: .noon)
            _ = try await errands.cancelPass()
            try await group.waitForAll()
        }
        let killed = Self.install[contact - 1].hasPrefix("install") ? "install" : Self.install[contact - 1]
        #expect(scene.ran == Self.install.prefix(contact - 1) + ["\(killed) begins"])
        #expect(try await scene.listing(id).invocation.state == .cancelled)
        #expect(try await scene.steps(id).allSatisfy { !$0.isUnfinished })
        #expect(try await scene.leftovers().isEmpty)
    }

    @Test func `a cancel during the reboot is heard when the node is up again`() async throws {
        let scene = try await PatchingScene()
        let id = try await scene.send("Install", hooks: true)
        scene.lab.make { $0.what == "reboot" ? .hangsAfter : nil }
        #expect(try await !scene.run())
        try await scene.store.cancelCommand(id, nodes: nil, at: .noon)
        scene.lab.make { _ in nil }
        #expect(try await scene.run())
        #expect(scene.ran == Self.install + ["reboot"])
        #expect(try await scene.listing(id).invocation.state == .cancelled)
        #expect(try await scene.leftovers().isEmpty)
    }

    /// The work has ended on the node when the cancel comes, and the next one would begin.
    @Test(arguments: 1...7) func `a cancel between two visits begins nothing more`(_ contact: Int) async throws {
        let scene = try await PatchingScene()
        let id = try await scene.send("Install", hooks: true)
        scene.lab.make { $0.number == contact ? .hangsAfter : nil }
        let claims = try await scene.claims()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                await InvocationRunner(control: scene.control, logger: scene.harness.logger).run(claims[0])
            }
            defer { group.cancelAll() }
            try await scene.harness.eventually { scene.lab.isHanging }
            try await scene.store.cancelCommand(id, nodes: nil, at: .noon)
            scene.lab.release()
            try await group.waitForAll()
        }
        #expect(scene.ran == Array(Self.install.prefix(contact)))
        #expect(try await scene.listing(id).invocation.state == .cancelled)
        #expect(try await scene.steps(id).allSatisfy { !$0.isUnfinished })
        #expect(try await scene.leftovers().isEmpty)
    }

    @Test(arguments: 1...7) func `a cancel while the service is away begins nothing more`(_ contact: Int) async throws {
        let scene = try await PatchingScene()
        let id = try await scene.send("Install", hooks: true)
        scene.lab.make { $0.number == contact ? .hangsAfter : nil }
        #expect(try await !scene.run())
        try await scene.store.cancelCommand(id, nodes: nil, at: .noon)
        scene.lab.make { _ in nil }
        #expect(try await scene.run())
        #expect(scene.ran == Array(Self.install.prefix(contact)))
        #expect(try await scene.listing(id).invocation.state == .cancelled)
        #expect(try await scene.leftovers().isEmpty)
    }
}
