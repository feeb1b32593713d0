import Patching
import Testing

@Suite struct PatchNamePatternTests {
    @Test(arguments: [
        ("dbus", "dbus", true), ("DBUS", "dbus", true), ("dbus", "DBus", true), ("dbus", "dbus-libs", false),
        ("dbus", "xdbus", false), ("*", "", true), ("", "", true), ("", "a", false), ("?", "", false),
        ("?", "a", true), ("a?c", "abc", true), ("a?c", "ac", false), ("a*c", "ac", true), ("a*c", "abbc", true),
        ("a*c", "abcd", false), ("*a*b", "xaxbxb", true), ("**a**", "a", true), ("a*", "b", false),
        ("*.el9", "1-2.el9.el9", true), ("*ab", "aab", true), ("a**", "a", true), ("*?*", "", false),
        // Sets.
        ("lib[abc]", "libb", true), ("lib[abc]", "libd", false), ("lib[a-c]x", "libbx", true),
        ("lib[!a-c]", "libd", true), ("lib[!a-c]", "libb", false), ("lib[^a-c]", "libd", true),
        ("lib[^a-c]", "liba", false), ("[A-F]", "c", true), ("[a-f]", "C", true), ("[!A]", "a", false),
        ("[!a]", "A", false), ("[]]", "]", true), ("[!]]", "]", false), ("[!]]", "x", true), ("[a-]", "-", true),
        ("[-a]", "-", true), ("[a-]", "b", false), ("[z-a]", "m", false), ("[0-9]*[0-9]", "12", true),
        ("[0-9]*[0-9]", "1", false), ("[a^]", "^", true), ("[a!]", "!", true), ("[*]", "x", false), ("[*]", "*", true),
        // A set that is never closed is no set.
        ("a[b", "a[b", true), ("a[b", "ab", false), ("[", "[", true), ("[]", "[]", true), ("[!]", "[!]", true),
        ("a[*", "a[xyz", true),
        // Not a regular expression, and no escapes.
        ("a.c", "abc", false), ("a+", "aa", false), ("a|b", "a", false), (#"a\*"#, "a*", false),
        (#"a\*"#, #"a\x"#, true),
        ("(a)", "a", false), ("lib*+deb12u?", "libc6-2.36-9+deb12u4", true),
    ])
    func `a glob matches the whole text or nothing`(pattern: String, text: String, matches: Bool) {
        #expect(PatchNamePattern(pattern).matches(text) == matches)
    }

    @Test(.tags(.property)) func `a glob matches as the definition says`() {
        var generator = SeededGenerator(seed: 5)
        let pieces = [
            "a", "b", "A", "-", "*", "*", "?", "[ab]", "[!a]", "[^B]", "[a-c]", "[", "]", "!", "[]a]", "[-b]",
        ]
        var matched = 0
        for _ in 0..<8_000 {
            let pattern = (0..<(generator.next() % 7)).map { _ in generator.one(pieces) }.joined()
            let text = (0..<(generator.next() % 8)).map { _ in generator.one(["a", "b", "A", "B", "c", "-", "]", "["]) }
                .joined()
            let expected = NaiveGlob.matches(Array(pattern.lowercased()), Array(text.lowercased()))
            matched += expected ? 1 : 0
            #expect(PatchNamePattern(pattern).matches(text) == expected, "\(pattern) on \(text)")
        }
        #expect(matched > 500)
    }

    @Test(.timeLimit(.minutes(5))) func `no entry takes for ever`() {
        let text = String(repeating: "a", count: 20_000)
        let stars = String(repeating: "a*", count: 45)
        #expect(PatchNamePattern(stars + "b").matches(text) == false)
        #expect(PatchNamePattern("*" + stars + "?b").matches(text) == false)
        #expect(PatchNamePattern(stars).matches(text))
        #expect(PatchNamePattern(String(repeating: "*", count: 100) + "b").matches(text) == false)
    }
}

/// The definition, written down without a thought for speed. Takes lower case only.
enum NaiveGlob {
    static func matches(_ pattern: [Character], _ text: [Character]) -> Bool {
        guard let first = pattern.first else { return text.isEmpty }
        let rest = Array(pattern.dropFirst())
        if first == "*" { return (0...text.count).contains { matches(rest, Array(text[$0...])) } }
        guard let character = text.first else { return false }
        let textRest = Array(text.dropFirst())
        if first == "?" { return matches(rest, textRest) }
        if first == "[", let (members, isNegated, after) = set(rest) {
            return members.contains(character) != isNegated && matches(after, textRest)
        }
        return first == character && matches(rest, textRest)
    }

    private static func set(_ pattern: [Character]) -> (Set<Character>, Bool, [Character])? {
        let isNegated = pattern.first == "!" || pattern.first == "^"
        let body = isNegated ? Array(pattern.dropFirst()) : pattern
        guard let close = body.indices.first(where: { $0 > 0 && body[$0] == "]" }) else {
            return nil
        }
        var members: Set<Character> = []
        var index = 0
        while index < close {
            if index + 2 < close, body[index + 1] == "-" {
                let (low, high) = (body[index].asciiValue!, body[index + 2].asciiValue!)
                if low <= high { members.formUnion((low...high).map { Character(UnicodeScalar($0)) }) }
                index += 3
            } else {
                members.insert(body[index])
                index += 1
            }
        }
        return (members, isNegated, Array(body[(close + 1)...]))
    }
}
