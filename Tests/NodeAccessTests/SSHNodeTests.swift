import Foundation
import Subprocess
import Testing
import WindowCore

@testable import NodeAccess

/// Real sshd processes on loopback, started by `Tests/Nodes/sshd-nodes` and ended with the test.
final class LoopbackNodes: Sendable {
    let workshop: Workshop
    private let script: String
    let base: Int

    static var isPossible: Bool {
        geteuid() == 0
            && ["/usr/sbin/sshd", "/usr/bin/ssh", "/usr/bin/unshare"].allSatisfy(
                FileManager.default.isExecutableFile(atPath:))
    }

    init(count: Int) async throws {
        workshop = try Workshop()
        script =
            URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Nodes/sshd-nodes").path
        // Below the ports that connections are given; another run may have taken any of them.
        var attempts = 0
        while true {
            let base = Int.random(in: 1_000...1_599) * 20
            do {
                try await Self.control(script, "start", workshop["nodes"], String(count), String(base))
                self.base = base
                return
            } catch  where attempts < 5 {
                attempts += 1
                try await Self.control(script, "stop", workshop["nodes"])
                try FileManager.default.removeItem(atPath: workshop["nodes"])
            }
        }
    }

    func stop() async throws { try await Self.control(script, "stop", workshop["nodes"]) }

    /// Cuts every connection to the node; what runs on it stays.
    func cut(_ node: String) async throws { try await Self.control(script, "cut", workshop["nodes"], node) }

    func boot(_ node: String) async throws { try await Self.control(script, "boot", workshop["nodes"], node) }

    private struct Failed: Error {
        let said: String
    }

    private static func control(_ arguments: String...) async throws {
        let result = try await Subprocess.run(
            .name("sh"), arguments: Arguments(arguments), output: .discarded,
            error: .string(limit: 65_536))
        if !result.terminationStatus.isSuccess { throw Failed(said: result.standardError) }
    }

    func transport(_ change: (inout SSHSettings) -> Void = { _ in }) -> SSHTransport {
        var settings = SSHSettings(
            controlDirectory: workshop["ctl"], configurationFile: workshop["nodes/ssh_config"],
            connectTimeoutSeconds: 5,
            serverAliveIntervalSeconds: 2)
        change(&settings)
        return SSHTransport(settings, now: { Date() })
    }

    func node(_ number: Int, usesSudo: Bool = false) -> Node {
        SSHNode.named("node-\(number)", at: .init(host: "node-\(number)"), usesSudo: usesSudo)
    }

    /// An `ssh_config` like the nodes' own but for some lines.
    func configuration(replacing old: String, with new: String) throws -> String {
        let name = "config-\(UInt32.random(in: 0 ... .max))"
        try workshop.write(workshop.text("nodes/ssh_config").replacing(old, with: new), to: name)
        return workshop[name]
    }
}

@Suite(.tags(.integration), .timeLimit(.minutes(2)), .enabled(if: LoopbackNodes.isPossible)) struct SSHNodeTests {
    /// Runs `body` with nodes that are gone afterwards.
    private func with(_ count: Int, _ body: (LoopbackNodes) async throws -> Void) async throws {
        let nodes = try await LoopbackNodes(count: count)
        do {
            try await body(nodes)
        } catch {
            try await nodes.stop()
            throw error
        }
        try await nodes.stop()
    }

    @Test func `eight nodes run the same work, each once, each for itself`() async throws {
        try await with(8) { nodes in
            let transport = nodes.transport()
            let marker = nodes.workshop["marker"]
            let work = try NodeWork("a", "cat /proc/sys/kernel/random/boot_id; echo ran >>\(marker); exit 194")
            let reports = try await withThrowingTaskGroup(of: NodeWorkReport.self) { group in
                for number in 1...8 {
                    let node = nodes.node(number)
                    group.addTask { try await transport.run(work, on: node) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(reports.allSatisfy { $0.outcome == .exited(194) && $0.standardOutput == "\($0.bootID)\n" })
            #expect(Set(reports.map(\.bootID)).count == 8)
            #expect(nodes.workshop.lines("marker").count == 8)
            let probe = try await transport.probe(nodes.node(3))
            #expect(probe.isRoot && probe.spoolDirectory == "/var/lib/mwd-node" && abs(probe.clockSkewSeconds) < 5)
            #expect(NodeCheck.findings(for: probe, of: nodes.node(3)).allSatisfy { $0.severity == .warning })
            try await transport.clear([work.id], on: nodes.node(3))
            #expect(!nodes.workshop.has("nodes/node-3/spool/a"))
            await transport.close()
            #expect(try FileManager.default.contentsOfDirectory(atPath: nodes.workshop["ctl"]) == [])
        }
    }

    @Test func `a work outlives its connection, and its result arrives`() async throws {
        try await with(1) { nodes in
            let workshop = nodes.workshop
            let transport = nodes.transport()
            let work = try NodeWork(
                "a", "cd \(workshop.path); echo ran >>marker; : >begun; until [ -e go ]; do sleep 0.05; done; echo done"
            )
            async let running = transport.run(work, on: nodes.node(1))
            for _ in 0..<3 {
                try await eventually("the work began") { workshop.has("begun") }
                try await nodes.cut("node-1")
            }
            try workshop.write("", to: "go")
            let report = try await running
            #expect(report.outcome == .exited(0) && report.standardOutput == "done\n" && !report.wasAttached)
            #expect(workshop.lines("marker") == ["ran"])
            await transport.close()
        }
    }

    @Test func `a master that hangs is replaced`() async throws {
        try await with(1) { nodes in
            let transport = nodes.transport { $0.firstOutputSeconds = 1 }
            #expect(try await transport.run(NodeWork("a", "true"), on: nodes.node(1)).outcome == .exited(0))
            let masters = try FileManager.default.contentsOfDirectory(atPath: "/proc").filter {
                Int($0) != nil
                    && ((try? String(contentsOfFile: "/proc/\($0)/cmdline", encoding: .utf8)) ?? "").contains(
                        "\(nodes.workshop["ctl"])/")
            }
            #expect(masters.count == 1)
            for master in masters { kill(try #require(pid_t(master)), SIGSTOP) }
            #expect(try await transport.run(NodeWork("b", "true"), on: nodes.node(1)).outcome == .exited(0))
            for master in masters { kill(try #require(pid_t(master)), SIGKILL) }
            await transport.close()
        }
    }

    @Test func `cancelling over ssh leaves no process behind`() async throws {
        try await with(1) { nodes in
            let workshop = nodes.workshop
            let transport = nodes.transport()
            let work = try NodeWork(
                "a", "cd \(workshop.path); sleep 300 & echo $! >>pids; echo $$ >>pids; : >begun; wait")
            async let running = transport.run(work, on: nodes.node(1))
            try await eventually("the work began") { workshop.has("begun") }
            try await transport.cancel(work.id, on: nodes.node(1))
            #expect(try await running.outcome == .cancelled)
            let pids = workshop.lines("pids")
            try await eventually("all of the group is gone") { !pids.contains(where: isAlive) }
            await transport.close()
        }
    }

    @Test func `a node reboots once for one boot ID, and work it interrupts is told`() async throws {
        try await with(1) { nodes in
            let workshop = nodes.workshop
            let transport = nodes.transport()
            let node = nodes.node(1)
            let first = try await transport.run(NodeWork("a", "exit 194"), on: node)
            #expect(first.outcome == .exited(194))
            async let interrupted = transport.run(
                NodeWork("b", "echo ran >>\(workshop["marker"]); : >\(workshop["begun"]); sleep 300"), on: node)
            try await eventually("the work began") { workshop.has("begun") }
            try await transport.reboot(node, ifStillBootedAs: first.bootID)
            #expect(try await interrupted.outcome == .interruptedByReboot)
            let probe = try await transport.probe(node)
            #expect(probe.facts.bootID != first.bootID)
            // As after a crash of the service between the request and the record of it.
            try await transport.reboot(node, ifStillBootedAs: first.bootID)
            #expect(try await transport.probe(node).facts.bootID == probe.facts.bootID)
            #expect(workshop.lines("nodes/node-1/rebooted").count == 1 && workshop.lines("marker").count == 1)
            let after = try await transport.run(NodeWork("a", "exit 0"), on: node)
            #expect(after.outcome == .exited(194) && after.bootID == first.bootID)
            await transport.close()
        }
    }

    @Test func `what keeps the service off a node is told apart`() async throws {
        try await with(2) { nodes in
            let workshop = nodes.workshop
            func code(_ node: Node, _ change: (inout SSHSettings) -> Void = { _ in }) async -> String {
                let transport = nodes.transport(change)
                do {
                    let report = try await transport.run(NodeWork("a", "echo ran >>\(workshop["marker"])"), on: node)
                    await transport.close()
                    return "\(report.outcome)"
                } catch {
                    return (error as? NodeAccessError)?.code ?? "\(error)"
                }
            }
            let node = nodes.node(1)
            let known = "UserKnownHostsFile \(workshop["nodes/known_hosts"])"
            // node-1's port with node-2's key.
            let foreign = try #require(workshop.lines("nodes/known_hosts").last).split(separator: " ")
            try workshop.write("[127.0.0.1]:\(nodes.base + 1) \(foreign[1]) \(foreign[2])\n", to: "wrong_hosts")
            let wrong = try nodes.configuration(replacing: known, with: "UserKnownHostsFile \(workshop["wrong_hosts"])")
            #expect(await code(node) { $0.configurationFile = wrong } == "HostKeyChanged")
            var accepting = node
            accepting.transport = .ssh(.init(host: "node-1", acceptsNewHostKey: true))
            #expect(await code(accepting) { $0.configurationFile = wrong } == "HostKeyChanged")

            let unknown = try nodes.configuration(replacing: known, with: "UserKnownHostsFile \(workshop["new_hosts"])")
            #expect(await code(node) { $0.configurationFile = unknown } == "HostKeyUnknown")

            var stranger = node
            let key = workshop["nodes/node-2/host_key"]
            let other = try nodes.configuration(replacing: workshop["nodes/client_key"], with: key)
            #expect(await code(stranger) { $0.configurationFile = other } == "AuthenticationRefused")
            stranger.transport = .ssh(.init(host: "node-1", port: 1))
            #expect(await code(stranger) == "NodeUnreachable")
            stranger.transport = .ssh(.init(host: "no such host"))
            #expect(await code(stranger) == "NodeConfigurationInvalid")
            stranger.transport = .ssh(.init(host: "-oProxyCommand=touch \(workshop["marker"])"))
            #expect(await code(stranger) == "NodeConfigurationInvalid")
            let broken = try nodes.configuration(replacing: "User root", with: "Usre root")
            #expect(await code(node) { $0.configurationFile = broken } == "NodeConfigurationInvalid")
            #expect(await code(node) { $0.program = "/no/such/ssh" } == "ClientMissing")

            try workshop.write(
                "#!/bin/sh\necho 'sudo: a password is required' >&2\nexit 1\n", to: "nodes/node-1/bin/sudo")
            chmod(workshop["nodes/node-1/bin/sudo"], 0o755)
            #expect(await code(nodes.node(1, usesSudo: true)) == "SudoRefused")
            #expect(!workshop.has("marker"))

            try workshop.write("#!/bin/sh\nshift 2\nSUDO_USER=x exec \"$@\"\n", to: "nodes/node-1/bin/sudo")
            chmod(workshop["nodes/node-1/bin/sudo"], 0o755)
            #expect(await code(nodes.node(1, usesSudo: true)) == "exited(0)")
            #expect(workshop.lines("marker") == ["ran"])
            var fresh = nodes.node(2)
            fresh.transport = .ssh(.init(host: "node-2", acceptsNewHostKey: true))
            #expect(await code(fresh) { $0.configurationFile = unknown } == "exited(0)")
        }
    }

    @Test(arguments: ["/bin/bash", "/bin/false", "/usr/sbin/nologin"])
    func `what a login shell prints is not taken for the runner`(_ shell: String) async throws {
        try await with(1) { nodes in
            // The command of the session is replaced, as by a login shell that greets and may refuse.
            let greeting =
                shell == "/bin/bash" ? "echo 'Welcome!'; printf 'no newline'; exec $SSH_ORIGINAL_COMMAND" : shell
            try nodes.workshop.write(
                nodes.workshop.text("nodes/authorized_keys").replacing(
                    "ssh-ed25519", with: "command=\"\(greeting)\" ssh-ed25519"),
                to: "nodes/authorized_keys")
            let transport = nodes.transport()
            if shell == "/bin/bash" {
                #expect(try await transport.run(NodeWork("a", "echo hi"), on: nodes.node(1)).standardOutput == "hi\n")
            } else {
                await #expect {
                    try await transport.run(NodeWork("a", "echo hi"), on: nodes.node(1))
                } throws: { ($0 as? NodeAccessError)?.code == "UnexpectedAnswer" }
            }
            await transport.close()
        }
    }
}
