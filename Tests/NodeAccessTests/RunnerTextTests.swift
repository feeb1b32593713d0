import Testing
import WindowCore

@testable import NodeAccess

@Suite struct RunnerTextTests {
    @Test func `the runner travels without its comments and is still a program`() {
        let text = String(decoding: RunnerProgram.bytes, as: UTF8.self)
        #expect(!text.contains("\n#"))
        #expect(text.contains("perform() {"))
    }

    @Test func `a text that cannot be a shell's word is refused`() throws {
        let work = NodeWork(id: try #require(SpoolID("a")), script: "echo a\u{0}b")
        #expect(throws: RunnerText.Inexpressible(reason: "The script holds a NUL byte.")) {
            try RunnerText(
                .run(work, outputOffset: 0, errorOffset: 0, isKnownStarted: false), spoolDirectory: nil, nonce: "n")
        }
        for name in ["", "A=B", "A\u{0}"] {
            let work = NodeWork(id: try #require(SpoolID("a")), script: "", environment: [name: "x"])
            #expect(throws: RunnerText.Inexpressible.self) {
                try RunnerText(
                    .run(work, outputOffset: 0, errorOffset: 0, isKnownStarted: false), spoolDirectory: nil, nonce: "n")
            }
        }
    }

    @Test func `nonces differ`() {
        #expect(Set((0..<100).map { _ in RunnerText.randomNonce() }).count == 100)
        #expect(RunnerText.randomNonce().utf8.count == 32)
    }
}

@Suite struct SpoolIDTests {
    @Test(arguments: ["a", "3f-4.step_1", "_", String(repeating: "x", count: 200)])
    func `a plain name is an ID`(_ name: String) {
        #expect(SpoolID(name)?.rawValue == name)
    }

    @Test(arguments: ["", ".", "..", ".done", "-rf", "a/b", "a b", "a\n", "é", String(repeating: "x", count: 201)])
    func `what is not safe as a file name is not an ID`(_ name: String) {
        #expect(SpoolID(name) == nil)
    }

    @Test func `joined names make different IDs when they differ anywhere`() {
        let lists = [
            ["a", "b"], ["a.b"], ["a_b"], ["a", "", "b"], ["", "a", "b"], ["a/b"], ["A", "b"], [""], ["", ""],
            ["_"], ["-a"],
            ["a", "-b"], [String(repeating: "x", count: 300)], [String(repeating: "x", count: 299)], ["é"], ["_c3_a9"],
        ]
        let ids = lists.map { SpoolID(joining: $0) }
        #expect(Set(ids).count == lists.count)
        #expect(ids.allSatisfy { SpoolID($0.rawValue) == $0 })
        #expect(SpoolID(joining: ["cmd-1", "mi-2", "step 1"]).rawValue == "cmd-1.mi-2.step_201")
    }
}
