import ScheduleEngine
import Testing

/// Laws that hold for every schedule, tried on many made from a printed seed.
@Suite(.tags(.property)) struct PropertyTests {
    static let seeds: [UInt64] = Array(1...12)

    @Test(arguments: seeds)
    func `next and previous walk the same occurrences`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<250 {
            let schedule = try randomSchedule(&random)
            let start = randomMoment(in: schedule.zone, &random)
            let context =
                "seed \(seed): \(schedule.expression) in \(schedule.zone.name), \(schedule.daylightSaving), offset \(schedule.offsetDays ?? 0), activated \(schedule.activatedAt), after \(start)"
            var cursor = start
            for _ in 0..<12 {
                guard let next = schedule.next(after: cursor) else { break }
                #expect(next.moment > cursor, "\(context): next is strictly later")
                if let previous = schedule.previous(before: next.moment) {
                    #expect(previous.moment <= cursor, "\(context): nothing lies between")
                    #expect(schedule.next(after: previous.moment) == next, "\(context): and back")
                }
                let oneMillisecondLater = Moment(millisecondsSince1970: next.moment.millisecondsSince1970 + 1)
                #expect(schedule.previous(before: oneMillisecondLater) == next, "\(context): same mark both ways")
                cursor = next.moment
            }
        }
    }

    @Test(arguments: seeds)
    func `skip fires a subset of shift, and never at a shifted time`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed &+ 1000)
        for _ in 0..<150 {
            let shift = try randomSchedule(&random, policy: .shift)
            let skip = try Schedule(
                expression: shift.expression, zone: shift.zone, offsetDays: shift.offsetDays,
                activatedAt: shift.activatedAt, daylightSaving: .skip)
            let start = randomMoment(in: shift.zone, &random)
            let shifted = shift.occurrences(after: start).prefix(20).map(\.self)
            guard let end = shifted.last?.moment else { continue }
            let skipping = skip.occurrences(after: start).prefix { $0.moment <= end }
            let expected = shifted.filter { if case .shifted = $0.mark { false } else { true } }
            #expect(
                skipping.elementsEqual(expected),
                "seed \(seed): \(shift.expression) in \(shift.zone.name) after \(start)")
        }
    }

    @Test(arguments: seeds)
    func `the canonical spelling means the same`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed &+ 2000)
        for _ in 0..<500 {
            let expression = try ScheduleExpression(parsing: randomExpression(&random))
            #expect(try ScheduleExpression(parsing: expression.description) == expression)
            #expect(!expression.explanation.isEmpty)
        }
    }

    @Test(arguments: seeds)
    func `no two occurrences are nearer than the smallest spacing`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed &+ 3000)
        for _ in 0..<200 {
            let expression = try ScheduleExpression(parsing: randomExpression(&random))
            let schedule = try Schedule(expression: expression, activatedAt: .earliest)
            let start = randomMoment(in: .utc, &random)
            let moments = schedule.occurrences(after: start).prefix(30).map { Int($0.moment.secondsSince1970) }
            guard moments.count > 1 else { continue }
            let spacing = try #require(expression.smallestSpacingSeconds, "\(expression)")
            let seen = zip(moments, moments.dropFirst()).map { $1 - $0 }.min()!
            #expect(seen >= spacing, "seed \(seed): \(expression)")
        }
    }

    private static let zones = [
        "UTC", "America/New_York", "Europe/Berlin", "Europe/Dublin", "Australia/Lord_Howe", "Africa/Casablanca",
        "Pacific/Apia", "Antarctica/Troll", "America/Sao_Paulo", "Asia/Kolkata", "Asia/Gaza", "Pacific/Chatham",
        "America/Caracas", "Asia/Pyongyang",
    ]

    private func randomSchedule(
        _ random: inout SeededGenerator, policy: DaylightSavingPolicy? = nil
    ) throws -> Schedule {
        let zone = try TimeZoneRules.named(Self.zones.randomElement(using: &random)!)
        return try Schedule(
            expression: ScheduleExpression(parsing: randomExpression(&random)), zone: zone,
            offsetDays: Bool.random(using: &random) ? nil : Int.random(in: 1...6, using: &random),
            activatedAt: randomMoment(in: zone, &random),
            daylightSaving: policy ?? DaylightSavingPolicy.allCases.randomElement(using: &random)!)
    }

    /// Often within an hour or two of a change of the clocks.
    private func randomMoment(in zone: TimeZoneRules, _ random: inout SeededGenerator) -> Moment {
        let any = Moment(
            millisecondsSince1970: Int64.random(in: 0...7_000_000_000, using: &random) * 1000
                + (Bool.random(using: &random) ? 0 : Int64.random(in: 0...999, using: &random)))
        guard Int.random(in: 0..<4, using: &random) > 0, let change = zone.nextChange(after: any) else { return any }
        let near = Int64.random(in: -7200...7200, using: &random) * (Bool.random(using: &random) ? 1 : 20)
        return Moment(millisecondsSince1970: change.at.millisecondsSince1970 + near * 1000)
    }

    private func randomExpression(_ random: inout SeededGenerator) -> String {
        func one(_ choices: [String]) -> String { choices.randomElement(using: &random)! }
        func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
        let clock = [
            one(["", "", "", "0 ", "* ", "\(number(0...59)) ", "*/20 ", "50-10/7 "]),
            one(["0", "30", "*", "0/15", "\(number(0...59))", "\(number(0...59))-\(number(0...59))"]), " ",
            one([
                "*", "2", "1", "0-3", "\(number(0...23))", "\(number(0...23))-\(number(0...23))", "*/\(number(1...23))",
            ]), " ",
        ].joined()
        let months = one(["*", "*", "*", "3,10,11", "NOV-MAR", "\(number(1...12))", "*/\(number(1...12))", "dec"])
        let day = number(1...31)
        let days = one([
            "* \(months) ?", "? \(months) *", "\(day) \(months) ?", "\(day)-\(number(1...31)) \(months) ?",
            "L \(months) ?", "L-\(number(1...30)) \(months) ?", "LW \(months) ?", "\(day)W \(months) ?",
            "? \(months) SUN", "? \(months) SAT,sun", "? \(months) \(number(1...7))-\(number(1...7))",
            "? \(months) \(number(1...7))L", "? \(months) \(number(1...7))#\(number(1...5))", "? \(months) L",
        ])
        let years = one(["*", "*", "*", "*/4", "2027-2090", "\(number(1970...2199))", "2011,2027,2150"])
        return "cron(\(clock)\(days) \(years))"
    }
}

/// SplitMix64: small, and the same on every machine.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
