import Testing

@testable import Notifications

/// Texts on which a reader or a matcher that takes steps back would work for minutes; these end at once or the suite never does.
@Suite(.timeLimit(.minutes(5))) struct HostilePatternTests {
    @Test func `a deep and wide text is read`() {
        let json =
            String(repeating: "[", count: 300) + Array(repeating: "[]", count: 200_000).joined(separator: ",")
            + String(repeating: "]", count: 300)
        #expect(BodyValue(parsing: json) != nil)
        #expect(BodyValue(parsing: String(repeating: "[", count: 200_000)) == nil)
    }

    @Test func `a run that nearly fits everywhere is looked for`() throws {
        let wildcard = try Wildcard("*" + String(repeating: "a", count: 100_000) + "b*")
        #expect(!wildcard.matches(String(repeating: "a", count: 1_000_000)))
        #expect(try Wildcard("*aab*").matches("aaab"))
        #expect(try Wildcard("x*abab*z").matches("x-ababab-z"))
    }

    @Test(arguments: ["true", "1", "0", "false", "null", "1.5", "\"x\""])
    func `a bare value keeps its kind`(json: String) {
        let wanted: [String: BodyValue] = [
            "true": .flag(true), "1": .number(1), "0": .number(0), "false": .flag(false), "null": .null,
            "1.5": .number(1.5), "\"x\"": .text("x"),
        ]
        #expect(BodyValue(parsing: json) == wanted[json])
    }
}
