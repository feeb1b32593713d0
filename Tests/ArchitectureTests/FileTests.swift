import Testing

/// What a reader may expect of any file they open.
struct FileTests {
    private static let longest = 500
    /// A comment this near belongs to the line.
    private static let adjacentLines = 3

    private static let swiftFiles =
        Repository.files(below: "Sources", ending: ".swift") + Repository.files(below: "Tests", ending: ".swift")

    @Test func `a file written by hand fits in the head`() throws {
        for file in Self.swiftFiles where try !file.isGenerated {
            let count = try file.lines.count
            if count > Self.longest {
                Issue.record(
                    "\(file.path) has \(count) lines. Split it by question; what is generated says so in its first line."
                )
            }
        }
    }

    /// The compiler believes `@unchecked Sendable` without looking; so the invariant that makes it true is written beside it.
    @Test func `what is not checked is explained`() throws {
        for file in Self.swiftFiles where !file.path.hasPrefix("Tests/ArchitectureTests") {
            let lines = try file.lines
            for (number, text) in try file.code {
                guard
                    let unchecked = ["@unchecked Sendable", "nonisolated(unsafe)"].first(where: { text.contains($0) })
                else { continue }
                let near = lines[
                    max(0, number - 1 - Self.adjacentLines)..<min(lines.count, number + Self.adjacentLines)]
                if !near.contains(where: { $0.contains("//") }) {
                    Issue.record(
                        "\(file.path):\(number): \(unchecked) without the invariant that makes it true, in a comment beside it."
                    )
                }
            }
        }
    }

    @Test func `nothing dies on bad input by force`() throws {
        for file in Repository.files(below: "Sources", ending: ".swift") {
            for (number, text) in try file.code where text.contains("try!") || text.contains("as!") {
                Issue.record("\(file.path):\(number): a forced try or cast ends the service for everybody.")
            }
        }
    }

    /// What rooms share is `package`: two programs are shipped, and no library.
    @Test func `nothing is public`() throws {
        for file in Repository.files(below: "Sources", ending: ".swift") {
            for (number, text) in try file.code {
                let words = text.split(whereSeparator: \.isWhitespace)
                if let first = words.first(where: { !$0.hasPrefix("@") }), first == "public" || first == "open",
                    words.count > 1,
                    words[1] != "="
                {
                    Issue.record("\(file.path):\(number): say `package`, or nothing.")
                }
            }
        }
    }
}
