import Testing
import WindowCore

@testable import NodeAccess

@Suite struct NodeCheckTests {
    private let node = SSHNode.named("web-1", at: .init(host: "web-1"))

    private var healthy: NodeProbe {
        NodeProbe(
            facts: NodeFacts(
                platformType: "Linux", platformName: "Debian GNU/Linux", platformVersion: "12", architecture: "x86_64",
                hostname: "web-1", kernel: "6.1", bootID: "b"),
            isRoot: true, spoolDirectory: "/var/lib/mwd-node", spoolFileSystem: "ext2/ext3", spoolFreeBytes: 1 << 40)
    }

    private func codes(_ change: (inout NodeProbe) -> Void) -> [String] {
        var probe = healthy
        change(&probe)
        return NodeCheck.findings(for: probe, of: node).map(\.code)
    }

    @Test func `a healthy node has no findings`() {
        #expect(codes { _ in } == [])
        #expect(codes { $0.clockSkewSeconds = -29 } == [])
    }

    @Test func `each thing that will bite is found`() {
        #expect(codes { $0.clockSkewSeconds = 31 } == ["ClockSkew"])
        #expect(codes { $0.clockSkewSeconds = -3_600 } == ["ClockSkew"])
        #expect(codes { $0.spoolFileSystem = "tmpfs" } == ["SpoolNotPersistent"])
        #expect(codes { $0.spoolFreeBytes = 1_000 } == ["SpoolAlmostFull"])
        #expect(codes { $0.canStartSessions = false } == ["NoSession"])
        #expect(codes { $0.facts.bootID = "unknown" } == ["NoBootID"])
    }

    @Test func `an error is a problem with a hint`() throws {
        let finding = try #require(
            NodeCheck.findings(for: .sudoRefused(.init(node: "web-1", detail: "sudo: a password is required"))).first)
        #expect(finding.severity == .problem)
        #expect(finding.code == "SudoRefused")
        #expect(finding.hint?.contains("NOPASSWD") == true)
    }

    @Test func `the distribution is read from os-release`() {
        let text = "PRETTY_NAME=\"x\"\nNAME=\"Red \\\"Hat\\\"\"\nVERSION_ID='9.4'\n# c\n"
        #expect(OSRelease(text).name == "Red \"Hat\"")
        #expect(OSRelease(text).version == "9.4")
        #expect(OSRelease("ProductName:\t\tmacOS\nProductVersion: 15.1").name == "macOS")
        #expect(OSRelease("").name == nil)
    }
}
