import Foundation
import Subprocess
import Testing
import WindowCore

@testable import NodeAccess

/// What the runner promises about one work, in every shell a node may have.
@Suite(.tags(.integration), .timeLimit(.minutes(2))) struct LocalRunnerTests {
    let workshop: Workshop
    var node: Node { workshop.node }

    init() throws { workshop = try Workshop() }

    @Test(arguments: NodeShell.available)
    func `a work reports its exit status and both streams`(in shell: NodeShell) async throws {
        let work = try NodeWork("a", "echo out; echo err >&2; cat | wc -c; exit 3")
        let report = try await workshop.transport(shell.command).run(work, on: node)
        #expect(report.outcome == .exited(3))
        #expect(report.standardOutput == "out\n0\n")
        #expect(report.standardError == "err\n")
        #expect(!report.wasAttached && !report.isStandardOutputTruncated && !report.bootID.isEmpty)
        let started = try #require(report.startedAt)
        let ended = try #require(report.endedAt)
        #expect(started <= ended && abs(started.timeIntervalSinceNow) < 60)
    }

    @Test(arguments: NodeShell.available)
    func `the same work never starts twice`(in shell: NodeShell) async throws {
        let work = try NodeWork("a", "echo ran >>\(workshop["marker"]); echo done")
        let transport = workshop.transport(shell.command)
        let node = self.node
        let reports = try await withThrowingTaskGroup(of: NodeWorkReport.self) { group in
            for _ in 0..<20 { group.addTask { try await transport.run(work, on: node) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(reports.allSatisfy { $0.outcome == .exited(0) && $0.standardOutput == "done\n" })
        #expect(reports.filter { !$0.wasAttached }.count == 1)
        #expect(workshop.lines("marker") == ["ran"])
    }

    /// Seen when the service was killed as its node claimed a step: the runner died of the pipe it had said so into.
    @Test(arguments: NodeShell.available)
    func `a work starts though nobody is left to hear that it was claimed`(in shell: NodeShell) async throws {
        let work = try NodeWork("a", "echo ran >>\(workshop["marker"])")
        let request = try RunnerText(
            .run(work, outputOffset: 0, errorOffset: 0, isKnownStarted: false), spoolDirectory: node.spoolDirectory,
            nonce: RunnerText.randomNonce())
        try Data(request.bytes).write(to: URL(filePath: workshop["request"]))
        // `:` has gone before the runner has read its request; signals are the shell's own, as under a spawned service.
        let session = "\(shell.command.joined(separator: " ")) -s <\(workshop["request"]) | :"
        _ = try await Subprocess.run(
            .name("sh"), arguments: ["-c", session], output: .discarded, error: .discarded)
        let report = try await workshop.transport(shell.command).run(work, on: node)
        #expect(report.outcome == .exited(0))
        #expect(report.wasAttached)
        #expect(workshop.lines("marker") == ["ran"])
    }

    @Test(arguments: NodeShell.available)
    func `the time limit kills the work and what it started`(in shell: NodeShell) async throws {
        let work = try NodeWork(
            "a",
            "cd \(workshop.path); sleep 300 & echo $! >>pids; sh -c 'trap \"\" TERM; sleep 300 & echo $! >>pids; echo $$ >>pids; wait' & echo begun; wait",
            timeoutSeconds: 1)
        let report = try await workshop.transport(shell.command).run(work, on: node)
        #expect(report.outcome == .timedOut)
        #expect(report.standardOutput == "begun\n")
        let pids = workshop.lines("pids")
        #expect(pids.count == 3)
        try await eventually("all of the group is gone") { !pids.contains(where: isAlive) }
    }

    @Test(arguments: NodeShell.available)
    func `cancelling kills the work and what it started`(in shell: NodeShell) async throws {
        let work = try NodeWork("a", "cd \(workshop.path); sleep 300 & echo $! >>pids; echo $$ >>pids; : >begun; wait")
        let transport = workshop.transport(shell.command)
        async let running = transport.run(work, on: node)
        try await eventually("the work began") { workshop.has("begun") }
        try await transport.cancel(work.id, on: node)
        #expect(try await running.outcome == .cancelled)
        let pids = workshop.lines("pids")
        #expect(pids.count == 2)
        try await eventually("all of the group is gone") { !pids.contains(where: isAlive) }
        #expect(try await transport.run(work, on: node).outcome == .cancelled)
    }

    @Test(arguments: NodeShell.available)
    func `a work cancelled before its start never starts`(in shell: NodeShell) async throws {
        let work = try NodeWork("a", "echo ran >>\(workshop["marker"])")
        let transport = workshop.transport(shell.command)
        try await transport.cancel(work.id, on: node)
        try await transport.cancel(work.id, on: node)
        #expect(try await transport.run(work, on: node).outcome == .cancelled)
        #expect(!workshop.has("marker"))
    }

    @Test(arguments: NodeShell.available)
    func `cancelling what is over changes nothing`(in shell: NodeShell) async throws {
        let work = try NodeWork("a", "exit 5")
        let transport = workshop.transport(shell.command)
        #expect(try await transport.run(work, on: node).outcome == .exited(5))
        try await transport.cancel(work.id, on: node)
        #expect(try await transport.run(work, on: node).outcome == .exited(5))
    }

    @Test(arguments: NodeShell.available)
    func `a cleared work is forgotten and never starts again`(in shell: NodeShell) async throws {
        let work = try NodeWork("a", "echo ran >>\(workshop["marker"])")
        let other = try #require(SpoolID("never-seen"))
        let transport = workshop.transport(shell.command)
        _ = try await transport.run(work, on: node)
        try await transport.clear([work.id, other], on: node)
        #expect(!workshop.has("spool/a"))
        guard case .lost = try await transport.run(work, on: node).outcome else {
            Issue.record("ran again")
            return
        }
        try await transport.cancel(work.id, on: node)
        try await transport.clear([work.id], on: node)
        #expect(workshop.lines("marker") == ["ran"])
    }

    @Test(arguments: NodeShell.available)
    func `a running work cannot be cleared away`(in shell: NodeShell) async throws {
        let work = try NodeWork("a", "cd \(workshop.path); : >begun; until [ -e go ]; do sleep 0.05; done; echo done")
        let transport = workshop.transport(shell.command)
        async let running = transport.run(work, on: node)
        try await eventually("the work began") { workshop.has("begun") }
        try await transport.clear([work.id], on: node)
        try workshop.write("", to: "go")
        #expect(try await running.standardOutput == "done\n")
        #expect(try await transport.run(work, on: node).wasAttached)
    }

    @Test(arguments: NodeShell.available)
    func `giving up the wait leaves the work running`(in shell: NodeShell) async throws {
        let work = try NodeWork(
            "a", "cd \(workshop.path); echo ran >>marker; : >begun; until [ -e go ]; do sleep 0.05; done; echo done")
        let transport = workshop.transport(shell.command)
        let node = self.node
        let waiting = Task { try await transport.run(work, on: node) }
        try await eventually("the work began") { workshop.has("begun") }
        waiting.cancel()
        await #expect(throws: NodeAccessError.detached(.init(node: "here", detail: ""))) { try await waiting.value }
        async let again = transport.run(work, on: node)
        try workshop.write("", to: "go")
        let report = try await again
        #expect(report.outcome == .exited(0) && report.standardOutput == "done\n" && report.wasAttached)
        #expect(workshop.lines("marker") == ["ran"])
    }

    @Test(arguments: NodeShell.available)
    func `a work whose supervisor was killed is lost, and so is what it left`(in shell: NodeShell) async throws {
        let work = try NodeWork("a", "cd \(workshop.path); sleep 300 & echo $! >pids; echo $$ >>pids; : >begun; wait")
        let transport = workshop.transport(shell.command)
        async let running = transport.run(work, on: node)
        try await eventually("the work began") { workshop.has("begun") }
        let supervisor = try #require(workshop.text("spool/a/claim").split(separator: " ").dropFirst().first)
        kill(try #require(pid_t(supervisor)), SIGKILL)
        let report = try await running
        guard case .lost(let why) = report.outcome else {
            Issue.record("\(report.outcome)")
            return
        }
        #expect(why.contains("vanished"))
        let pids = workshop.lines("pids")
        try await eventually("the work does not run on unwatched") { !pids.contains(where: isAlive) }
        #expect(try await transport.run(work, on: node).outcome == report.outcome)
    }

    @Test(arguments: NodeShell.available)
    func `a work of an earlier boot without an end was interrupted`(in shell: NodeShell) async throws {
        try FileManager.default.createDirectory(atPath: workshop["spool/.done"], withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: workshop["spool/a"], withIntermediateDirectories: true)
        try workshop.write("running\n", to: "spool/a/status")
        try workshop.write("half\n", to: "spool/a/out")
        try workshop.write("another-boot 1 1 5.00 .\n", to: "spool/a/claim")
        let report = try await workshop.transport(shell.command).run(NodeWork("a", "echo ran"), on: node)
        #expect(report.outcome == .interruptedByReboot)
        #expect(report.bootID == "another-boot" && report.standardOutput == "half\n" && report.startedAt == nil)
    }

    @Test(arguments: ["", "exited 0", "exited 0 5.00", "exited 0 5.00 "], NodeShell.available)
    func `a half-written exit status is not one`(_ status: String, in shell: NodeShell) async throws {
        try FileManager.default.createDirectory(atPath: workshop["spool/.done"], withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: workshop["spool/a"], withIntermediateDirectories: true)
        try workshop.write(status, to: "spool/a/status")
        try workshop.write("another-boot 1 1 5.00 .\n", to: "spool/a/claim")
        let report = try await workshop.transport(shell.command).run(NodeWork("a", "echo ran"), on: node)
        #expect(report.outcome == .interruptedByReboot)
    }

    @Test(arguments: NodeShell.available)
    func `a work known to have started is not started for want of a trace`(in shell: NodeShell) async throws {
        var work = try NodeWork("a", "echo ran >>\(workshop["marker"])")
        work.isKnownStarted = true
        guard case .lost = try await workshop.transport(shell.command).run(work, on: node).outcome else {
            Issue.record("started")
            return
        }
        #expect(!workshop.has("marker"))
    }

    @Test(arguments: NodeShell.available)
    func `short works leave no timers behind`(in shell: NodeShell) async throws {
        let transport = workshop.transport(shell.command)
        let node = self.node
        // A time limit that nobody else has.
        let limit = Int.random(in: 100_000_000...999_999_999)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<60 {
                if index >= 6 { try await group.next() }
                group.addTask {
                    _ = try await transport.run(NodeWork("short-\(index)", ":", timeoutSeconds: limit), on: node)
                }
            }
            try await group.waitForAll()
        }
        try await eventually("the timers are gone") {
            let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
            return !processes.contains { process in
                Int(process) != nil
                    && ((try? String(contentsOfFile: "/proc/\(process)/cmdline", encoding: .utf8)) ?? "").contains(
                        "\(limit)")
            }
        }
    }
}
