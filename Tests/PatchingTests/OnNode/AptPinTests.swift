import Foundation
import Testing

@testable import Patching

/// What the real apt would do under the pins of a run, on a node that is a directory: `a` and `b` are installed, `a 2`
/// needs `b` and `c`, and of both there are two newer versions.
@Suite(.timeLimit(.minutes(2)), .enabled(if: AptNode.isPossible, "apt is not installed")) struct AptPinTests {
    @Test func `what a patch needs comes in the version that is wanted, not in the newest`() throws {
        let node = try AptNode()
        #expect(try node.install("a=2", wanting: []) == ["a 2", "b 1.2", "c 1.2"])
        #expect(try node.install("a=2", wanting: [("a", "2"), ("b", "1.1")]) == ["a 2", "b 1.1", "c 1.2"])
    }

    @Test(arguments: ["preferences", "preferences.d/own"])
    func `what the operator has pinned stays pinned`(place: String) throws {
        let node = try AptNode()
        try node.pin("c", to: "1.1", priority: 990, in: place)
        #expect(try node.install("a=2", wanting: [("a", "2"), ("b", "1.1")]) == ["a 2", "b 1.1", "c 1.1"])
    }

    @Test(arguments: ["preferences", "preferences.d/own"])
    func `a pin that keeps a package where it is is not run over by a patch that needs it newer`(place: String) throws {
        let node = try AptNode()
        try node.pin("b", to: "1.0", priority: 1000, in: place)
        #expect(try node.install("a=2", wanting: [("a", "2"), ("b", "1.1")]) == nil)
        // Asked for by its version it comes, as it would by hand.
        #expect(try node.install("b=1.1", wanting: [("a", "2"), ("b", "1.1")]) == ["b 1.1"])
    }

    @Test func `a wanted version that is older than what is there is no reason to go back`() throws {
        let node = try AptNode(installed: [("a", "1"), ("b", "1.2")])
        #expect(try node.install("a=2", wanting: [("a", "2"), ("b", "1.1")]) == ["a 2", "c 1.2"])
    }
}

/// Lists, dpkg's status and preferences of an apt that looks at nothing of this machine.
private struct AptNode {
    static let isPossible = FileManager.default.isExecutableFile(atPath: "/usr/bin/apt-get")

    private let run: ScriptRun

    init(installed: [(name: String, version: String)] = [("a", "1"), ("b", "1.0")]) throws {
        run = try ScriptRun()
        for folder in ["state/lists/partial", "cache/archives/partial", "etc/preferences.d", "etc/apt.conf.d"] {
            try FileManager.default.createDirectory(atPath: run.path(folder), withIntermediateDirectories: true)
        }
        let ends = "Architecture: all\nMaintainer: M <m@example.org>\nDescription: d\n"
        try run.write(
            installed.map { "Package: \($0.name)\nStatus: install ok installed\nVersion: \($0.version)\n\(ends)\n" }
                .joined(), to: "status")
        let offers = [
            ("a", "2", "b (>= 1.1), c"), ("b", "1.1", ""), ("b", "1.2", ""), ("c", "1.1", ""), ("c", "1.2", ""),
        ]
        try run.write(
            offers.map { name, version, needs in
                "Package: \(name)\nVersion: \(version)\n\(needs.isEmpty ? "" : "Depends: \(needs)\n")\(ends)"
                    + "Filename: ./\(name)_\(version).deb\nSize: 1\nSHA256: \(String(repeating: "0", count: 64))\n\n"
            }.joined(), to: "repository/Packages")
        try run.write("deb [trusted=yes] file:\(run.path("repository")) ./\n", to: "etc/sources.list")
        try run.write(
            """
            Dir "\(run.base.path)";
            Dir::State "state";
            Dir::State::status "\(run.path("status"))";
            Dir::Cache "cache";
            Dir::Etc "etc";
            APT::Sandbox::User "";
            """, to: "apt.conf")
        // The one file that the script itself reads by its path.
        try run.program(
            "cat",
            #"case $1 in /etc/apt/preferences) exec /bin/cat "$BASE/etc/preferences" ;; *) exec /bin/cat "$@" ;; esac"#)
    }

    func pin(_ name: String, to version: String, priority: Int, in place: String) throws {
        try run.write("Package: \(name)\nPin: version \(version)\nPin-Priority: \(priority)\n", to: "etc/\(place)")
    }

    /// - Returns: what would come, sorted; `nil` when apt finds no way.
    func install(_ argument: String, wanting wanted: [(name: String, version: String)]) throws -> [String]? {
        var text = ScriptText(parts: [PackageResources.begin_sh, PackageResources.apt_sh])
        try text.configure(refreshes: true, sources: [], lockWaitSeconds: 0)
        try text.want(
            wanted.map {
                WantedPatch(
                    key: PackageKey(name: $0.name, architecture: "all"),
                    version: PackageVersion($0.version, family: .dpkg))
            })
        text.call("p_sources=\nmake_private\nprepare_apt\nrefresh_apt")
        text.call("apt apt-get -s -qq --no-remove install \(argument) 2>/dev/null || echo none")
        let output = try run.run(text.text, environment: ["APT_CONFIG": run.path("apt.conf")])
        let lines = output.split(separator: "\n").filter { $0.hasPrefix("Inst ") || !$0.hasPrefix("Conf ") }
        if lines == ["none"] { return nil }
        return lines.map { line in
            let words = line.replacing("(", with: "").split(separator: " ").filter { !$0.hasPrefix("[") }
            return words.prefix(3).dropFirst().joined(separator: " ")
        }.sorted()
    }
}
