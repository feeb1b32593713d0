import Foundation
import Testing
import WindowCore

@testable import NodeAccess

/// What the work itself sees: its bytes, environment, interpreter, directory, signals.
@Suite(.tags(.integration), .timeLimit(.minutes(2))) struct LocalProgramTests {
    let workshop: Workshop
    var node: Node { workshop.node }

    init() throws { workshop = try Workshop() }

    private static let nasty = "'\"`$(touch pwned)${x}\\n\\'\n'\n\n#!\t*~ é Ё ā \u{81}\u{88} 漢字 \u{1F600}\r\n -n %s !x"

    @Test(arguments: NodeShell.available)
    func `the environment arrives byte for byte`(in shell: NodeShell) async throws {
        let transport = workshop.transport(shell.command)
        var work = try NodeWork("a", "printf '%s|' \"$SSM_x\" \"$E\" \"$UID_\"")
        work.environment = ["SSM_x": Self.nasty, "E": "", "UID_": "7"]
        #expect(try await transport.run(work, on: node).standardOutput == "\(Self.nasty)||7|")
        // A shell drops the names it cannot spell; other programs do not.
        work = try NodeWork("b", "#!/usr/bin/perl -w\nprint join('|', @ENV{'a.b', 'UID', 'IFS', 'PATH'});")
        work.environment = ["a.b": Self.nasty, "UID": "odd", "IFS": "x", "PATH": "/nowhere"]
        #expect(try await transport.run(work, on: node).standardOutput == "\(Self.nasty)|odd|x|/nowhere")
        #expect(!workshop.has("pwned"))
    }

    @Test(arguments: NodeShell.available)
    func `the script arrives byte for byte`(in shell: NodeShell) async throws {
        let script = "cat \"$0\"\nexit 0\n\(Self.nasty)"
        let report = try await workshop.transport(shell.command).run(NodeWork("a", script), on: node)
        #expect(report.standardOutput == script)
    }

    @Test(arguments: NodeShell.available)
    func `a first line chooses the interpreter`(in shell: NodeShell) async throws {
        let transport = workshop.transport(shell.command)
        #expect(
            try await transport.run(NodeWork("a", "#!/bin/cat\nhello"), on: node).standardOutput == "#!/bin/cat\nhello")
        #expect(
            try await transport.run(NodeWork("b", "#!/usr/bin/env sh\necho \"$0\" | wc -l"), on: node).standardOutput
                == "1\n")
        let missing = try await transport.run(NodeWork("c", "#!/no/such/interpreter\necho"), on: node)
        #expect(missing.outcome == .exited(127) || missing.outcome == .exited(126))
        #expect(missing.standardError.contains("No such file"))
    }

    @Test(.enabled(if: geteuid() == 0), arguments: NodeShell.available)
    func `a spool that cannot execute serves scripts with an interpreter too`(in shell: NodeShell) async throws {
        try FileManager.default.createDirectory(atPath: workshop["spool"], withIntermediateDirectories: true)
        let mounted = workshop.transport(
            [
                "unshare", "--mount", "/bin/sh", "-c",
                "mount -t tmpfs -o noexec none \(workshop["spool"]) && exec \(shell.testDescription) -s",
            ])
        #expect(
            try await mounted.run(NodeWork("a", "#!  /usr/bin/env   sh\necho $((1 + 1))"), on: node).standardOutput
                == "2\n")
        #expect(try await mounted.run(NodeWork("b", "#!/bin/sh -e\nfalse\necho no"), on: node).outcome == .exited(1))
        #expect(try await mounted.run(NodeWork("c", "echo plain"), on: node).standardOutput == "plain\n")
    }

    @Test(.enabled(if: geteuid() == 0), arguments: NodeShell.available)
    func `a full disk refuses the work before it starts, and a work that fills it still has a result`(
        in shell: NodeShell
    ) async throws {
        try FileManager.default.createDirectory(atPath: workshop["spool"], withIntermediateDirectories: true)
        let spool = workshop["spool"]
        func mounted(_ prepare: String) -> LocalTransport {
            workshop.transport(
                [
                    "unshare", "--mount", "/bin/sh", "-c",
                    "mount -t tmpfs -o size=64k none \(spool) && \(prepare) exec \(shell.testDescription) -s",
                ])
        }
        await #expect {
            try await mounted("mkdir \(spool)/.done; head -c 100000 /dev/zero >\(spool)/x 2>/dev/null;").run(
                NodeWork("a", "echo ran >>\(workshop["marker"])"), on: node)
        } throws: { ($0 as? NodeAccessError)?.code == "SpoolUnavailable" }
        #expect(!workshop.has("marker"))
        let report = try await mounted("").run(
            NodeWork("b", "head -c 200000 /dev/zero; cat \(spool)/b/status >\(workshop["before"]); exit 9"), on: node)
        #expect(report.outcome == .exited(9))
    }

    @Test(arguments: [194, 137, 168, 1, 255], NodeShell.available)
    func `an exit status is the script's own`(_ status: Int, in shell: NodeShell) async throws {
        #expect(
            try await workshop.transport(shell.command).run(NodeWork("a", "exit \(status)"), on: node).outcome
                == .exited(status))
    }

    @Test(arguments: NodeShell.available)
    func `a work that a signal ends reports 128 and the signal`(in shell: NodeShell) async throws {
        #expect(
            try await workshop.transport(shell.command).run(NodeWork("a", "kill -TERM $$"), on: node).outcome
                == .exited(143))
        #expect(
            try await workshop.transport(shell.command).run(NodeWork("b", "kill -KILL $$"), on: node).outcome
                == .exited(137))
    }

    @Test(arguments: NodeShell.available)
    func `a work ignores no signal and leads a session`(in shell: NodeShell) async throws {
        let report = try await workshop.transport(shell.command).run(
            NodeWork("a", "grep SigIgn /proc/$$/status; cut -d' ' -f 1,5,6 /proc/$$/stat"), on: node)
        let words = report.standardOutput.split(whereSeparator: \.isWhitespace)
        #expect(
            words.count == 5 && UInt64(words[1], radix: 16).map { $0 & 0x7fff_ffff } == 0, "\(report.standardOutput)")
        #expect(words[2] == words[3] && words[3] == words[4])
    }

    @Test(arguments: NodeShell.available)
    func `a work starts where it is told, or at home`(in shell: NodeShell) async throws {
        let transport = LocalTransport(
            shell: shell.command, environment: ["PATH": "/usr/bin:/bin", "HOME": workshop.path], now: { Date() })
        var work = try NodeWork("a", "pwd -P")
        let home = URL(fileURLWithPath: workshop.path).resolvingSymlinksInPath().path
        #expect(try await transport.run(work, on: node).standardOutput == "\(home)\n")
        work = try NodeWork("b", "pwd -P")
        work.workingDirectory = "/usr"
        #expect(try await transport.run(work, on: node).standardOutput == "/usr\n")
        work = try NodeWork("c", "pwd -P")
        work.workingDirectory = "/no/such/directory"
        #expect(try await transport.run(work, on: node).standardOutput == "\(home)\n")
        work = try NodeWork("d", "echo \"$PATH\"")
        #expect(try await transport.run(work, on: node).standardOutput.contains(":/usr/sbin"))
    }

    @Test(arguments: NodeShell.available)
    func `output is brought back up to its limit, and says when there was more`(in shell: NodeShell) async throws {
        let transport = workshop.transport(shell.command)
        let large = try await transport.run(
            NodeWork("a", "head -c 3000000 /dev/zero | tr '\\0' x; echo e >&2", outputLimitBytes: 1_000_000), on: node)
        #expect(large.standardOutput.utf8.count == 1_000_000 && large.isStandardOutputTruncated)
        #expect(large.standardError == "e\n" && !large.isStandardErrorTruncated)
        let exact = try await transport.run(NodeWork("b", "printf 12345", outputLimitBytes: 5), on: node)
        #expect(exact.standardOutput == "12345" && !exact.isStandardOutputTruncated)
        let none = try await transport.run(NodeWork("c", "printf 12345", outputLimitBytes: 0), on: node)
        #expect(none.standardOutput == "" && none.isStandardOutputTruncated)
        let split = try await transport.run(NodeWork("d", "printf 'aé'", outputLimitBytes: 2), on: node)
        #expect(split.standardOutput == "a" && split.isStandardOutputTruncated)
        let binary = try await transport.run(NodeWork("e", "printf 'a\\377\\000b'"), on: node)
        #expect(binary.standardOutput == "a\u{FFFD}\u{0}b")
    }

    @Test func `a service's secrets are not the work's`() {
        #expect(LocalChannel.loginEnvironment().keys.allSatisfy { !$0.hasPrefix("MWD") && !$0.hasPrefix("AWS") })
    }
}
