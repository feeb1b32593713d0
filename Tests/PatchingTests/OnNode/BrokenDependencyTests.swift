import Foundation
import Testing

@testable import Patching

/// What the real apt says of a node on which packages were forced in without what they depend on.
@Suite(.timeLimit(.minutes(2)), .enabled(if: AptNode.isPossible, "apt is not installed")) struct BrokenDependencyTests {
    private func node() throws -> AptNode {
        let node = try AptNode(
            installed: [("a", "1"), ("b", "1.0"), ("forced", "1"), ("other", "1")],
            lacking: ["forced": "not-there, b (>= 9)", "other": "neither"])
        try node.run.program("id", "echo 0")
        // Only apt is asked about this node; dpkg would tell of this machine.
        try node.run.program(
            "dpkg-query",
            #"printf 'ii \ta\ta\tall\t1\tadmin\toptional\t1795000000\nii \tforced\tforced\tall\t1\tadmin\toptional\t1\n'"#
        )
        try node.run.program(
            "dpkg",
            #"""
            case $1 in
            --print-architecture) echo amd64 ;;
            --audit) cat "$BASE/audit" ;;
            --compare-versions) exec /usr/bin/dpkg "$@" ;;
            *) exit 1 ;;
            esac
            """#)
        try node.run.write("", to: "audit")
        return node
    }

    private func run(_ script: String, on node: AptNode) throws -> String {
        try node.run.run(script, environment: ["APT_CONFIG": node.run.path("apt.conf")])
    }

    private let sentences = [
        "forced : Depends: not-there but it is not installable, Depends: b (>= 9) but 1.0 is installed",
        "other : Depends: neither but it is not installable",
    ]

    @Test func `a look names the packages that lack what they depend on`() throws {
        let node = try node()
        let packages = try NodePackages(parsing: try run(try PatchScript.collect(refreshes: false), on: node))
        #expect(packages.remarks == sentences)
    }

    @Test func `a look names the packages that dpkg finds unfinished, however many words it makes`() throws {
        let node = try node()
        let words = try Recording.text("apt/audit-failing.txt") + "\n" + Recording.text("apt/audit-unpacked.txt")
        try node.run.write(words, to: "audit")
        let packages = try NodePackages(parsing: try run(try PatchScript.collect(refreshes: false), on: node))
        let audit = packages.remarks.filter { $0.hasPrefix("dpkg --audit: ") }
        #expect(audit.count == 2)
        #expect(
            audit.first?.hasPrefix("dpkg --audit: mw-delta: The following packages are only half configured") == true)
        #expect(audit.last?.hasPrefix("dpkg --audit: mw-conf: The following packages have been unpacked") == true)
    }

    @Test func `an install that apt refuses for what others lack names those`() throws {
        let node = try node()
        let patch = WantedPatch(
            key: PackageKey(name: "a", architecture: "all"), version: PackageVersion("2", family: .dpkg))
        let fresh = try run(try PatchScript.install([patch], refreshes: true, lockWaitSeconds: 0), on: node)
        let result = try InstallResult(parsing: fresh)
        let note = try #require(result.notes[patch.key])
        for sentence in sentences {
            #expect(note.contains(sentence))
            #expect(result.problem?.contains(sentence) == true)
        }
        #expect(result.changes.isEmpty)
    }
}
