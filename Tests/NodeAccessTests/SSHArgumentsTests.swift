import Testing
import WindowCore

@testable import NodeAccess

@Suite struct SSHArgumentsTests {
    private let settings = SSHSettings(controlDirectory: "/run/mwd")

    @Test func `an unknown host key is refused unless accepting was asked for`() throws {
        let strict = try SSHArguments(.init(host: "web-1"), settings: settings, controlPath: "/run/mwd/x").running(
            "sh -s")
        #expect(strict.contains("StrictHostKeyChecking=yes"))
        let accepting = try SSHArguments(
            .init(host: "web-1", acceptsNewHostKey: true), settings: settings, controlPath: "/run/mwd/x"
        ).running("sh -s")
        #expect(accepting.contains("StrictHostKeyChecking=accept-new"))
        #expect(strict.contains("BatchMode=yes"))
        #expect(strict.suffix(3) == ["--", "web-1", "sh -s"])
    }

    @Test func `what the operator left out is left to ssh_config`() throws {
        let plain = try SSHArguments(.init(host: "web-1"), settings: settings, controlPath: "/run/mwd/x").running(
            "sh -s")
        #expect(!plain.contains("-p") && !plain.contains("-l") && !plain.contains("-i") && !plain.contains("-F"))
        let full = try SSHArguments(
            .init(host: "web-1", port: 2222, user: "ops", identityFile: "/keys/a b"), settings: settings,
            controlPath: "/x")
        #expect(
            full.destination == ["-p", "2222", "-l", "ops", "-i", "/keys/a b", "-o", "IdentitiesOnly=yes", "web-1"])
    }

    @Test(arguments: ["", "-oProxyCommand=reboot", "a b", "a;b", "$(x)", "a\nb", "`x`", "é"])
    func `nothing but a host is a host`(_ host: String) {
        #expect(throws: SSHArguments.Invalid.self) {
            try SSHArguments(.init(host: host), settings: settings, controlPath: "/x")
        }
    }

    @Test(arguments: ["", "-l", "a b", "a;b", "$x", "a\\", "a'b"])
    func `nothing but a user is a user`(_ user: String) {
        #expect(throws: SSHArguments.Invalid.self) {
            try SSHArguments(.init(host: "h", user: user), settings: settings, controlPath: "/x")
        }
    }

    @Test(arguments: [0, -1, 65_536])
    func `nothing but a port is a port`(_ port: Int) {
        #expect(throws: SSHArguments.Invalid.self) {
            try SSHArguments(.init(host: "h", port: port), settings: settings, controlPath: "/x")
        }
    }

    @Test func `every node and every way to it has a socket of its own, short enough for one`() throws {
        let sockets = ControlSockets(
            directory: "/tmp/mwd-\(UInt64.random(in: 0 ... .max))-" + String(repeating: "x", count: 90))
        defer { sockets.removePrivateDirectory() }
        let node = SSHNode.named("a", at: .init(host: "h"))
        var moved = node
        moved.transport = .ssh(.init(host: "h", port: 2222))
        let paths = try [node, moved, SSHNode.named("b", at: .init(host: "h"))].map { try sockets.path(for: $0) }
        #expect(Set(paths).count == 3)
        #expect(paths.allSatisfy { $0.utf8.count <= ControlSockets.longestPath })
        #expect(try sockets.path(for: node) == paths[0])
    }
}
