import Foundation
import Testing
import WindowCore

@testable import NodeAccess

/// Where an ordinary user's spool is. The tests play a user that no system has.
@Suite(
    .tags(.integration), .serialized, .timeLimit(.minutes(5)),
    .enabled(if: geteuid() == 0 && FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv")))
struct UnprivilegedSpoolTests {
    let workshop: Workshop
    private let user = UInt32.random(in: 1_700_000_000...1_800_000_000)
    private var fallback: String { "/var/tmp/mwd-\(user)" }

    init() throws {
        workshop = try Workshop()
        chmod(workshop.path, 0o755)
    }

    private func transport(home: String) -> LocalTransport {
        LocalTransport(
            shell: ["/usr/bin/setpriv", "--reuid=\(user)", "--regid=\(user)", "--clear-groups", "/bin/sh"],
            environment: ["PATH": "/usr/bin:/bin", "HOME": home], now: { Date() })
    }

    private var node: Node {
        var node = workshop.node
        node.spoolDirectory = nil
        return node
    }

    private func makeHome() throws -> String {
        try FileManager.default.createDirectory(atPath: workshop["home"], withIntermediateDirectories: true)
        chown(workshop["home"], user, user)
        return workshop["home"]
    }

    @Test func `the spool is below the user's home and closed to others`() async throws {
        let home = try makeHome()
        let probe = try await transport(home: home).probe(node)
        #expect(probe.spoolDirectory == "\(home)/.local/state/mwd" && !probe.isRoot)
        let mode = try FileManager.default.attributesOfItem(atPath: probe.spoolDirectory)[.posixPermissions] as? Int
        #expect(mode == 0o700)
        #expect(try await transport(home: home).run(NodeWork("a", "id -u"), on: node).standardOutput == "\(user)\n")
    }

    @Test func `without a home the spool is a private directory that survives reboots`() async throws {
        defer { try? FileManager.default.removeItem(atPath: fallback) }
        let work = try NodeWork("a", "echo ran >>\(fallback)/marker")
        #expect(try await transport(home: "/nonexistent").run(work, on: node).outcome == .exited(0))
        // The home is back: the claim must be found all the same.
        #expect(try await transport(home: makeHome()).run(work, on: node).wasAttached)
        #expect(try String(contentsOfFile: "\(fallback)/marker", encoding: .utf8) == "ran\n")
    }

    @Test(arguments: ["link", "foreign", "open"])
    func `a directory that somebody planted is refused`(_ trap: String) async throws {
        defer { try? FileManager.default.removeItem(atPath: fallback) }
        switch trap {
        case "link": try FileManager.default.createSymbolicLink(atPath: fallback, withDestinationPath: makeHome())
        case "foreign":
            try FileManager.default.createDirectory(
                atPath: fallback, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o777])
        default:
            try FileManager.default.createDirectory(atPath: fallback, withIntermediateDirectories: true)
            chown(fallback, user, user)
            chmod(fallback, 0o777)
        }
        await #expect {
            try await transport(home: "/nonexistent").run(NodeWork("a", "true"), on: node)
        } throws: { ($0 as? NodeAccessError)?.code == "SpoolUnavailable" }
    }
}
