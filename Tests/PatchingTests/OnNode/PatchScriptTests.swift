import Foundation
import Testing

@testable import Patching

@Suite struct PatchScriptTests {
    private func patch(_ name: String, _ architecture: String = "amd64", _ version: String = "1.0") -> WantedPatch {
        WantedPatch(
            key: PackageKey(name: name, architecture: architecture), version: PackageVersion(version, family: .dpkg))
    }

    @Test(arguments: [
        "a;reboot", "$(reboot)", "`reboot`", "a\nreboot", "-o", "a b", "a'", "", "a*", "ä",
        String(repeating: "a", count: 300),
    ])
    func `what is no name of a package never reaches a script`(name: String) {
        #expect(throws: PatchScriptError.self) { try PatchScript.install([patch(name)]) }
        #expect(throws: PatchScriptError.self) { try PatchScript.simulate([patch("a", name)]) }
        #expect(throws: PatchScriptError.self) { try PatchScript.install([patch("a", "all", name)]) }
    }

    @Test func `names and versions as Debian and rpm have them pass`() throws {
        let text = try PatchScript.install([
            patch("libstdc++6", "amd64", "1:2.0~rc1+deb12u1-1"), patch("python3.11", "x86_64", "0:1.2^git1-3.el9_4"),
        ])
        #expect(text.contains("\nlibstdc++6\tamd64\t1:2.0~rc1+deb12u1-1\n"))
    }

    @Test func `the configuration of a source is data, whatever it says`() throws {
        let hostile = "deb http://a/ b main\nmwd_end\nreboot\nmwd_end_"
        let text = try PatchScript.collect(sources: [PatchSource(name: "mine", products: ["*"], configuration: hostile)]
        )
        #expect(text.contains("cat <<'mwd_end__'\ndeb http://a/ b main\nmwd_end\nreboot\nmwd_end_\nmwd_end__\n"))
    }

    @Test(arguments: [
        "file:///etc/shadow", "https://a/\nreboot", "https://a b/", "ftp://a/", "s3://bucket/key", "", "-o/etc/passwd",
    ])
    func `an address is of the web or refused`(url: String) {
        #expect(throws: PatchScriptError.self) { try PatchScript.fetch(url) }
    }

    @Test func `what the scripts say to their readers stays here`() throws {
        for line in try PatchScript.collect().split(separator: "\n").dropFirst() {
            #expect(!line.drop { $0 == " " }.hasPrefix("#"), "\(line)")
        }
    }

    @Test(arguments: ["sh", "dash", "busybox"])
    func `every script is a shell's`(shell: String) throws {
        let path = ["/bin/\(shell)", "/usr/bin/\(shell)"].first { FileManager.default.isExecutableFile(atPath: $0) }
        guard let path else { return }
        let scripts = [
            try PatchScript.collect(), try PatchScript.install([patch("a")]), try PatchScript.simulate([patch("a")]),
            try PatchScript.fetch("https://example.org/list?a='b'"),
        ]
        for script in scripts {
            let process = Process()
            process.executableURL = URL(filePath: path)
            process.arguments = (shell == "busybox" ? ["sh"] : []) + ["-n", "-c", script]
            try process.run()
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
        }
    }

    @Test func `a document is taken by its length`() throws {
        #expect(try FetchedDocument(parsing: "fetched\t8\na\nend\nb\n\nend\n").text == "a\nend\nb\n")
        #expect(throws: PatchScriptError.incomplete(lines: 2)) { try FetchedDocument(parsing: "fetched\t80\na\n") }
        #expect(throws: PatchScriptError.refused(.size, detail: "Too much.")) {
            try FetchedDocument(parsing: "error\tsize\tToo much.\n")
        }
    }
}
