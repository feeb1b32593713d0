import Testing
import WindowCore

@Suite struct RateControlTests {
    /// The table of reference: windows 5.4; the first row was observed in the lab.
    struct Row: CustomTestStringConvertible {
        let nodes: Int
        let concurrency: String
        let errors: String
        let failed: Int
        let terminated: Int
        var testDescription: String { "\(nodes) nodes, concurrency \(concurrency), errors \(errors)" }
    }

    static let table = [
        Row(nodes: 4, concurrency: "1", errors: "1", failed: 2, terminated: 2),
        Row(nodes: 4, concurrency: "1", errors: "0", failed: 1, terminated: 3),
        Row(nodes: 4, concurrency: "2", errors: "1", failed: 3, terminated: 1),
        Row(nodes: 4, concurrency: "4", errors: "0", failed: 4, terminated: 0),
        Row(nodes: 4, concurrency: "1", errors: "4", failed: 4, terminated: 0),
        Row(nodes: 4, concurrency: "1", errors: "100%", failed: 4, terminated: 0),
        Row(nodes: 10, concurrency: "3", errors: "2", failed: 5, terminated: 5),
        Row(nodes: 50, concurrency: "1", errors: "10%", failed: 6, terminated: 44),
        Row(nodes: 3, concurrency: "1", errors: "50%", failed: 2, terminated: 1),
        Row(nodes: 7, concurrency: "1", errors: "10%", failed: 1, terminated: 6),
    ]

    @Test(arguments: table)
    func `nodes that all fail stop at the threshold`(_ row: Row) throws {
        let rate = RateControl(
            maxConcurrency: try #require(RateLimit(row.concurrency)), maxErrors: try #require(RateLimit(row.errors)),
            nodeCount: row.nodes)
        var tally = RateControl.Tally(ready: row.nodes, running: 0, errors: 0)
        var terminated = 0
        loop: while true {
            switch rate.next(tally) {
            case .start(let number):
                tally.ready -= number
                tally.running += number
                #expect(tally.running <= rate.concurrency)
            case .wait:
                // Sliding: one node finishes, and its place is free at once.
                tally.running -= 1
                tally.errors += 1
            case .stop:
                terminated += tally.ready
                tally.ready = 0
            case .finish:
                break loop
            }
        }
        #expect(tally.errors == row.failed)
        #expect(terminated == row.terminated)
    }

    @Test(arguments: [("33%", 10, 3), ("10%", 4, 1), ("100%", 7, 7), ("50", 4, 50), ("1%", 1, 1)])
    func `concurrency floors and is at least one`(_ text: String, nodes: Int, effective: Int) throws {
        let rate = RateControl(
            maxConcurrency: try #require(RateLimit(text)), maxErrors: .count(0), nodeCount: nodes)
        #expect(rate.concurrency == effective)
    }

    @Test func `a finished node makes room at once`() {
        let rate = RateControl(concurrency: 3, errorLimit: 0)
        #expect(rate.next(.init(ready: 7, running: 3, errors: 0)) == .wait)
        #expect(rate.next(.init(ready: 7, running: 2, errors: 0)) == .start(1))
        #expect(rate.next(.init(ready: 1, running: 0, errors: 0)) == .start(1))
    }

    @Test func `delayed nodes hold no place but keep the command open`() {
        let rate = RateControl(concurrency: 1, errorLimit: 0)
        #expect(rate.next(.init(ready: 1, delayed: 2, running: 0, errors: 0)) == .start(1))
        #expect(rate.next(.init(ready: 0, delayed: 2, running: 0, errors: 0)) == .wait)
        #expect(rate.next(.init(ready: 0, delayed: 2, running: 0, errors: 1)) == .stop(errors: 1, limit: 0))
    }

    @Test func `nothing left means finish, even with the threshold passed`() {
        let rate = RateControl(concurrency: 1, errorLimit: 0)
        #expect(rate.next(.init(ready: 0, running: 0, errors: 5)) == .finish)
        #expect(rate.next(.init(ready: 0, running: 1, errors: 5)) == .wait)
    }

    @Test(arguments: ["", "00", "01", "07%", "101%", "0.5%", "10 %", "-1", "+1", "1%%", "%", "٣", "12345678", "1e3"])
    func `what is no limit is refused`(_ text: String) {
        #expect(RateLimit(text) == nil)
    }

    @Test(arguments: [
        ("0", RateLimit.count(0)), ("0%", .percent(0)), ("9999999", .count(9_999_999)), ("100%", .percent(100)),
    ])
    func `limits are read`(_ text: String, limit: RateLimit) {
        #expect(RateLimit(text) == limit)
    }
}
