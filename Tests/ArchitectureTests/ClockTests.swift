import Testing

/// Time is an argument everywhere but at these edges, or nothing about a night could be tested by day.
struct ClockTests {
    /// Files that may ask the machine for the time or wait for it to pass, and why.
    private static let edges = [
        "Sources/WindowService/Waiting/WallClock.swift": "the service's one clock",
        "Sources/mwctl/SystemClock.swift": "the program's one clock; mwctl does not know the service's rooms",
        "Sources/mwbench/": "it measures how long things take",
    ]

    @Test func `only the clocks ask for the time`() throws {
        for file in Repository.files(below: "Sources", ending: ".swift") where !Self.isEdge(file) {
            for (line, text) in try file.code {
                if let found = Self.question(in: text) {
                    Issue.record(
                        """
                        \(file.path):\(line): “\(found)” asks the machine for the time. Take a moment as an argument, or a \
                        WallClock; a monotonic clock (`any Clock<Duration>`) is right for durations.
                        """)
                }
            }
        }
    }

    @Test func `every edge still exists`() {
        for path in Self.edges.keys {
            #expect(Repository.exists(path), "\(path) is listed as a clock and is gone; take it off the list.")
        }
    }

    @Test(
        arguments: [
            ("let now = Date()", true), ("expires: .now", true), ("let at = Date.now", true),
            ("try await Task.sleep(for: x)", true),
            ("date.timeIntervalSinceNow", true), ("gettimeofday(&tv, nil)", true), ("control.clock.now", false),
            ("let now = clock.now", false), ("clock.sleep(until: x)", false), ("Date(timeIntervalSince1970: 0)", false),
        ] as [(Substring, Bool)])
    func `a question for the time is recognised`(line: Substring, isOne: Bool) {
        #expect((Self.question(in: line) != nil) == isOne)
    }

    private static func isEdge(_ file: SourceFile) -> Bool { edges.keys.contains { file.path.hasPrefix($0) } }

    private static let questions = [
        "Date()", "Date.now", "Date.init()", "timeIntervalSinceNow", "Task.sleep", "DispatchTime.now", "CFAbsoluteTime",
        "gettimeofday", "clock_gettime", "usleep(", "nanosleep(", "Thread.sleep", "time(nil)",
    ]

    private static func question(in code: Substring) -> String? {
        if let found = questions.first(where: { code.contains($0) }) { return found }
        // `.now` of nothing is `Date.now`, and `.now` of something is a clock that was handed in.
        for range in code.ranges(of: ".now") {
            let isWord =
                range.upperBound < code.endIndex && (code[range.upperBound].isLetter || code[range.upperBound] == "_")
            let before = code[..<range.lowerBound].last
            let isImplicit = before.map { !$0.isLetter && !$0.isNumber && !")]}?!_`".contains($0) } ?? true
            if !isWord, isImplicit { return ".now" }
        }
        return nil
    }
}
