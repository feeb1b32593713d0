import ScheduleEngine
import Testing

/// Laws that hold for every schedule, tried on many made from a printed seed.
@Suite(.tags(.property)) struct PropertyTests {
    static let seeds: [UInt64] = Array(1...12)

    @Test(arguments: seeds)
    func `next and previous walk the same occurrences`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<250 {
            let schedule = try random.schedule()
            let start = random.moment(in: schedule.zone)
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
            let shift = try random.schedule(policy: .shift)
            let skip = try Schedule(
                expression: shift.expression, zone: shift.zone, offsetDays: shift.offsetDays,
                activatedAt: shift.activatedAt, daylightSaving: .skip)
            let start = random.moment(in: shift.zone)
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
            let expression = try ScheduleExpression(parsing: random.expression())
            #expect(try ScheduleExpression(parsing: expression.description) == expression)
            #expect(!expression.explanation.isEmpty)
        }
    }

    @Test(arguments: seeds)
    func `no two occurrences are nearer than the smallest spacing`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed &+ 3000)
        for _ in 0..<200 {
            let expression = try ScheduleExpression(parsing: random.expression())
            let schedule = try Schedule(expression: expression, activatedAt: .earliest)
            let start = random.moment(in: .utc)
            let moments = schedule.occurrences(after: start).prefix(30).map { Int($0.moment.secondsSince1970) }
            guard moments.count > 1 else { continue }
            let spacing = try #require(expression.smallestSpacingSeconds, "\(expression)")
            let seen = zip(moments, moments.dropFirst()).map { $1 - $0 }.min()!
            #expect(seen >= spacing, "seed \(seed): \(expression)")
        }
    }
}
