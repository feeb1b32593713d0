import ScheduleEngine
import Testing

/// The engine against ``NaiveWalker``: every occurrence of small spans, forward and backward.
@Suite(.tags(.property)) struct WalkerComparisonTests {
    static let days = [
        "* * ?", "? * *", "1 * ?", "31 * ?", "L * ?", "LW * ?", "L-2 * ?", "1W * ?", "15W * ?", "31W * ?", "29 2 ?",
        "30-2 * ?", "1/10 * ?", "*/9 NOV-MAR ?", "? * SUN", "? * MON-FRI", "? * FRI-MON", "? * L", "? * 7L",
        "? * SUN#1",
        "? * SUN#2", "? * MON#5", "? 3,10,11 SUN", "? */2 2/3",
    ]
    static let clocks = ["30 2", "0/30 0-3", "15 23-1", "0 */7", "59 1,2"]

    /// A span of weeks around something that clocks did.
    struct Span: CustomTestStringConvertible, Sendable {
        let zone: String
        let from: String
        let days: Int
        var testDescription: String { "\(zone) from \(from)" }
    }

    static let spans = [
        Span(zone: "UTC", from: "2027-12-20T00:00:00Z", days: 75),
        Span(zone: "America/New_York", from: "2027-03-01T00:00:00Z", days: 24),
        Span(zone: "America/New_York", from: "2027-10-25T00:00:00Z", days: 24),
        Span(zone: "Europe/Dublin", from: "2027-03-10T00:00:00Z", days: 22),
        Span(zone: "Europe/Dublin", from: "2027-10-20T00:00:00Z", days: 22),
        Span(zone: "Australia/Lord_Howe", from: "2027-09-20T00:00:00Z", days: 22),
        Span(zone: "Australia/Lord_Howe", from: "2027-03-20T00:00:00Z", days: 22),
        Span(zone: "Africa/Casablanca", from: "2026-02-07T00:00:00Z", days: 24),
        Span(zone: "Pacific/Apia", from: "2011-12-15T00:00:00Z", days: 22),
        Span(zone: "Antarctica/Troll", from: "2027-03-10T00:00:00Z", days: 22),
        Span(zone: "Antarctica/Troll", from: "2027-10-15T00:00:00Z", days: 22),
        Span(zone: "America/New_York", from: "2150-02-20T00:00:00Z", days: 22),
    ]

    @Test(arguments: spans, DaylightSavingPolicy.allCases)
    func `forward and backward the engine lists what the walker lists`(_ span: Span, policy: DaylightSavingPolicy)
        throws
    {
        let from = try Moment(parsing: span.from)
        let start = Int(from.secondsSince1970)
        let range = start..<start + span.days * 86400
        let zone = try TimeZoneRules.named(span.zone)
        for day in Self.days {
            for clock in Self.clocks {
                let text = "cron(\(clock) \(day) *)"
                try compare(text, zone: zone, policy: policy, offsetDays: nil, activatedAt: from, in: range)
            }
        }
    }

    @Test(arguments: spans, DaylightSavingPolicy.allCases)
    func `the same with offset days, activated at awkward moments`(_ span: Span, policy: DaylightSavingPolicy) throws {
        let from = try Moment(parsing: span.from)
        let start = Int(from.secondsSince1970)
        let zone = try TimeZoneRules.named(span.zone)
        let change = zone.nextChange(after: from).map { Int($0.at.secondsSince1970) } ?? start
        // Before, inside and after what the change skips or repeats.
        for activation in [
            start + 5 * 86400, change - 1, change, change + 900, change + 1800, change + 3600, change + 7300,
        ] {
            for (text, offset) in [
                ("cron(30 2 * * ? *)", 1), ("cron(0/15 0-3 * * ? *)", 2), ("cron(45 1 ? * SAT,SUN *)", 6),
                ("cron(0/20 * ? * SUN#2 *)", 3), ("cron(0 0/2 L * ? *)", 1),
            ] {
                try compare(
                    text, zone: zone, policy: policy, offsetDays: offset,
                    activatedAt: Moment(secondsSince1970: Int64(activation)), in: start..<start + span.days * 86400)
            }
        }
    }

    @Test(arguments: ["Australia/Lord_Howe", "America/New_York", "Europe/Berlin"], DaylightSavingPolicy.allCases)
    func `seconds are walked too`(_ name: String, policy: DaylightSavingPolicy) throws {
        let zone = try TimeZoneRules.named(name)
        var change = try Moment(parsing: "2027-01-15T00:00:00Z")
        for _ in 0..<2 {
            change = try #require(zone.nextChange(after: change)).at
            let second = Int(change.secondsSince1970)
            let range = second - 9000..<second + 9000
            for text in [
                "cron(* 0/10 * * * ? *)", "cron(7/11 * 1-3 * * ? *)", "cron(59 59 * * * ? *)",
                "cron(50-10/5 */7 * * * ? *)",
            ] {
                try compare(
                    text, zone: zone, policy: policy, offsetDays: nil, activatedAt: change,
                    in: range)
            }
        }
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func `random schedules agree as well`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed &+ 4000)
        for _ in 0..<40 {
            let schedule = try random.schedule()
            let start = Int(random.moment(in: schedule.zone).secondsSince1970)
            // Expressions that fire every second would have the walker walk for long.
            let days = (schedule.expression.smallestSpacingSeconds ?? 86400) < 60 ? 1 : 9
            try compare(
                schedule.expression.description, zone: schedule.zone, policy: schedule.daylightSaving,
                offsetDays: schedule.offsetDays, activatedAt: Moment(secondsSince1970: Int64(start + 40000)),
                in: start..<start + days * 86400)
        }
    }

    private func compare(
        _ text: String, zone: TimeZoneRules, policy: DaylightSavingPolicy, offsetDays: Int?, activatedAt: Moment,
        in range: Range<Int>
    ) throws {
        let walker = NaiveWalker(
            text, zone: zone, policy: policy, offsetDays: offsetDays ?? 0,
            activatedAt: offsetDays == nil ? .min : Int(activatedAt.secondsSince1970))
        let expected = walker.moments(in: range)
        let schedule = try Schedule(
            expression: ScheduleExpression(parsing: text), zone: zone, offsetDays: offsetDays, activatedAt: activatedAt,
            daylightSaving: policy)
        var forward: [Int] = []
        for occurrence in schedule.occurrences(after: Moment(secondsSince1970: Int64(range.lowerBound - 1))) {
            guard occurrence.moment.secondsSince1970 < range.upperBound else { break }
            forward.append(Int(occurrence.moment.secondsSince1970))
        }
        #expect(forward == expected, "\(text) offset \(offsetDays ?? 0) activated \(activatedAt)")

        var backward: [Int] = []
        var cursor = Moment(secondsSince1970: Int64(range.upperBound))
        while let occurrence = schedule.previous(before: cursor), occurrence.moment.secondsSince1970 >= range.lowerBound
        {
            backward.append(Int(occurrence.moment.secondsSince1970))
            cursor = occurrence.moment
        }
        #expect(backward.reversed() == expected, "\(text) backward, offset \(offsetDays ?? 0) activated \(activatedAt)")
    }
}

extension Tag {
    @Tag static var property: Self
    @Tag static var golden: Self
}
