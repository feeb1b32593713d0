import Foundation
import Testing
import WindowCore

@testable import NodeAccess

/// A node may be broken or taken over: what it says must not hurt the service.
@Suite struct HostileNodeTests {
    @Test(arguments: [
        ["done"], ["done", "exited", "0"], ["done", "exited", "-1", "b", "1", "2", "3"],
        ["done", "exited", "256", "b", "1", "2", "3"],
        ["done", "exited", "9999999999999999999999", "b", "1", "2", "3"],
        ["done", "exploded", "0", "b", "1", "2", "3"],
        ["done", "exited", "0", "b", "1", "2", "x"],
    ])
    func `an ending that cannot be is not one`(_ words: [String]) {
        var answer = WorkAnswer(limit: 10)
        answer.take(.line(words))
        #expect(answer.report(now: Date()) == nil)
    }

    @Test(arguments: ["nan", "inf", "-inf", "1e300", "-1e300", "-", "", "x"])
    func `a time that cannot be is unknown`(_ word: String) throws {
        var answer = WorkAnswer(limit: 10)
        answer.take(.line(["done", "exited", "0", "b", word, word, "3"]))
        let report = try #require(answer.report(now: Date()))
        #expect(report.startedAt == nil && report.endedAt == nil)
        answer = WorkAnswer(limit: 10)
        answer.take(.line(["done", "exited", "0", "b", "1", "2", word]))
        #expect(answer.report(now: Date())?.startedAt == nil)
    }

    @Test func `no more output is kept than was asked for`() throws {
        var answer = WorkAnswer(limit: 10)
        for _ in 0..<100 { answer.take(.bytes(stream: "out", [UInt8](repeating: 65, count: 1_000))) }
        #expect(answer.output.count == 11)
        answer.take(.line(["done", "exited", "0", "b", "1", "2", "3"]))
        let report = try #require(answer.report(now: Date()))
        #expect(report.standardOutput == String(repeating: "A", count: 10) && report.isStandardOutputTruncated)
    }

    @Test(arguments: [
        "nan", "1e400", "99999999999999999999999", "9223372036854775807", "-9223372036854775808", "", "x y z",
    ])
    func `facts that cannot be are survived`(_ word: String) {
        var answer = ProbeAnswer()
        for fact in ["clock", "boot", "system", "spoolfree", "user", "spooltype", "none"] {
            answer.take(.line(["fact", fact, word]), now: Date())
            answer.take(.line(["fact", fact]), now: Date())
            answer.take(.line(["fact", fact, word]), now: Date())
        }
        answer.take(.bytes(stream: "release", [UInt8](repeating: 61, count: 1_000_000)), now: Date())
        _ = NodeCheck.findings(for: answer.probe, of: SSHNode.named("n", at: .init(host: "h")))
    }
}
