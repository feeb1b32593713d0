import ScheduleEngine
import Testing

@Suite struct ScheduleTests {
    @Test func `a rate counts from the activation and first fires one interval later`() throws {
        let schedule = try make("rate(7 days)", activatedAt: "2026-11-22T23:35:24.902Z")
        #expect(
            list(schedule, 2, after: "2026-11-22T23:35:24.902Z") == "2026-11-29T23:35:24.902Z 2026-12-06T23:35:24.902Z")
        #expect(try schedule.next(after: .earliest)?.moment == Moment(parsing: "2026-11-29T23:35:24.902Z"))
        #expect(try schedule.previous(before: Moment(parsing: "2026-11-29T23:35:24.902Z")) == nil)
    }

    @Test func `a rate with a start date to come fires at that date and stops at the end date`() throws {
        let schedule = try make(
            "rate(7 days)", startsAt: "2019-01-01T00:03:15+09:00", endsAt: "2019-06-30T00:06:15+09:00",
            activatedAt: "2018-12-01T00:00:00Z")
        let all = schedule.occurrences(after: .earliest).map { $0.moment.rfc3339() }
        #expect(all.count == 26)
        #expect(all.first == "2018-12-31T15:03:15Z")
        #expect(all.last == "2019-06-24T15:03:15Z")
        #expect(schedule.previous(before: .latest)?.moment.rfc3339() == "2019-06-24T15:03:15Z")
    }

    @Test func `a start date in the past does not move a rate`() throws {
        let schedule = try make("rate(1 hour)", startsAt: "2026-01-01T00:30:00Z", activatedAt: "2026-11-22T10:00:00Z")
        #expect(list(schedule, 2, after: "2026-11-22T10:00:00Z") == "2026-11-22T11:00:00Z 2026-11-22T12:00:00Z")
    }

    @Test func `a rate's day has 24 hours whatever the clocks do`() throws {
        let schedule = try make("rate(1 day)", zone: "America/New_York", activatedAt: "2027-03-13T02:30:00-05:00")
        let newYork = schedule.zone
        let local = schedule.occurrences(after: .earliest).prefix(2).map { $0.moment.rfc3339(in: newYork) }
        #expect(local == ["2027-03-14T03:30:00-04:00", "2027-03-15T03:30:00-04:00"])
    }

    @Test func `the longest rate neither overflows nor runs past the calendar`() throws {
        let schedule = try make("rate(999999999 days)", activatedAt: "2026-11-22T10:00:00Z")
        #expect(schedule.next(after: .earliest) == nil)
        #expect(schedule.previous(before: .latest) == nil)
        let minutes = try make("rate(1 minute)", activatedAt: "0001-01-01T00:00:00Z")
        #expect(
            minutes.previous(before: Moment(millisecondsSince1970: .max))?.moment.rfc3339() == "9999-12-31T23:59:00Z")
        #expect(minutes.next(after: Moment(millisecondsSince1970: .max)) == nil)
        #expect(minutes.next(after: Moment(millisecondsSince1970: .min))?.moment.rfc3339() == "0001-01-01T00:01:00Z")
    }

    @Test(arguments: [
        ("2026-12-01T03:00:00", "UTC", "2026-12-01T03:00:00Z"),
        ("2026-12-01T03:00:00", "Asia/Tokyo", "2026-11-30T18:00:00Z"),
        ("2027-03-14T02:30:00", "America/New_York", "2027-03-14T07:30:00Z"),
        ("2027-11-07T01:30:00", "America/New_York", "2027-11-07T05:30:00Z"),
        ("2250-07-01T12:00:00", "Europe/Berlin", "2250-07-01T10:00:00Z"),
    ])
    func `a one-time schedule is read in its zone and fires once`(at: String, zone: String, expected: String) throws {
        let schedule = try make("at(\(at))", zone: zone, activatedAt: "2026-11-22T00:00:00Z")
        let all = schedule.occurrences(after: .earliest).map(\.moment)
        #expect(all.map { $0.rfc3339() } == [expected])
        #expect(schedule.next(after: all[0]) == nil)
        #expect(schedule.previous(before: all[0]) == nil)
        #expect(schedule.previous(before: .latest)?.moment == all[0])
    }

    @Test func `under skip a one-time schedule in a gap never fires and the preview says so`() throws {
        let schedule = try make(
            "at(2027-03-14T02:30:00)", zone: "America/New_York", activatedAt: "2026-11-22T00:00:00Z", policy: .skip)
        #expect(!schedule.canEverFire)
        #expect(
            preview(schedule, 3, after: "2026-11-22T00:00:00Z") == ["skips 2027-03-14T02:30:00 at 2027-03-14T07:00:00Z"]
        )
    }

    @Test func `start and end dates bound when the schedule fires, both included`() throws {
        let schedule = try make(
            "cron(0 10 * * ? *)", startsAt: "2026-12-01T10:00:00Z", endsAt: "2026-12-03T10:00:00Z",
            activatedAt: "2026-11-22T00:00:00Z")
        let all = schedule.occurrences(after: .earliest).map { $0.moment.rfc3339() }
        #expect(all == ["2026-12-01T10:00:00Z", "2026-12-02T10:00:00Z", "2026-12-03T10:00:00Z"])
        let tight = try make(
            "cron(0 10 * * ? *)", startsAt: "2026-12-01T10:00:00.001Z", endsAt: "2026-12-03T09:59:59.999Z",
            activatedAt: "2026-11-22T00:00:00Z")
        #expect(tight.occurrences(after: .earliest).map { $0.moment.rfc3339() } == ["2026-12-02T10:00:00Z"])
        #expect(tight.previous(before: .latest)?.moment.rfc3339() == "2026-12-02T10:00:00Z")
    }

    @Test func `next is strictly later and previous strictly earlier, to the millisecond`() throws {
        let schedule = try make("cron(0 10 * * ? *)", activatedAt: "2026-11-22T00:00:00Z")
        #expect(list(schedule, 1, after: "2026-11-22T09:59:59.999Z") == "2026-11-22T10:00:00Z")
        #expect(list(schedule, 1, after: "2026-11-22T10:00:00Z") == "2026-11-23T10:00:00Z")
        #expect(
            try schedule.previous(before: Moment(parsing: "2026-11-22T10:00:00Z"))?.moment.rfc3339()
                == "2026-11-21T10:00:00Z")
        #expect(
            try schedule.previous(before: Moment(parsing: "2026-11-22T10:00:00.001Z"))?.moment.rfc3339()
                == "2026-11-22T10:00:00Z")
    }

    @Test func `with an offset only dates named after the activation count`() throws {
        let late = try make("cron(30 23 ? * TUE#3 *)", offsetDays: 6, activatedAt: "2026-11-22T00:00:00Z")
        #expect(
            list(late, 3, after: "2026-11-22T00:00:00Z")
                == "2026-12-21T23:30:00Z 2027-01-25T23:30:00Z 2027-02-22T23:30:00Z")
        #expect(late.previous(before: try Moment(parsing: "2026-12-21T23:30:00Z")) == nil)
        let early = try make("cron(30 23 ? * TUE#3 *)", offsetDays: 6, activatedAt: "2026-11-01T00:00:00Z")
        #expect(list(early, 1, after: "2026-11-22T00:00:00Z") == "2026-11-23T23:30:00Z")
    }

    @Test func `an offset crosses the end of the last year an expression can name`() throws {
        let schedule = try make("cron(0 0 31 12 ? 2199)", offsetDays: 6, activatedAt: "2026-11-22T00:00:00Z")
        #expect(schedule.occurrences(after: .earliest).map { $0.moment.rfc3339() } == ["2200-01-06T00:00:00Z"])
        #expect(schedule.previous(before: .latest)?.moment.rfc3339() == "2200-01-06T00:00:00Z")
    }

    @Test func `the first and the last moment of the cron years are found`() throws {
        let schedule = try make("cron(* * * * * ? *)", activatedAt: "2026-11-22T00:00:00Z")
        #expect(schedule.next(after: Moment(millisecondsSince1970: .min))?.moment.rfc3339() == "1970-01-01T00:00:00Z")
        #expect(
            schedule.previous(before: Moment(millisecondsSince1970: .max))?.moment.rfc3339() == "2199-12-31T23:59:59Z")
        #expect(try schedule.next(after: Moment(parsing: "2199-12-31T23:59:59Z")) == nil)
        #expect(try schedule.previous(before: Moment(parsing: "1970-01-01T00:00:00Z")) == nil)
    }

    @Test func `previews mark shifted, repeated and skipped times`() throws {
        let shift = try make("cron(30 1,2 ? * SUN *)", zone: "America/New_York", activatedAt: "2027-03-08T00:00:00Z")
        #expect(
            preview(shift, 3, after: "2027-03-08T00:00:00Z") == [
                "fires 2027-03-14T06:30:00Z", "fires 2027-03-14T07:30:00Z shifted from 2027-03-14T02:30:00",
                "fires 2027-03-21T05:30:00Z",
            ])
        #expect(preview(shift, 1, after: "2027-11-06T12:00:00Z") == ["fires 2027-11-07T05:30:00Z repeated"])
        let skip = try make(
            "cron(30 1,2 ? * SUN *)", zone: "America/New_York", activatedAt: "2027-03-08T00:00:00Z", policy: .skip)
        #expect(
            preview(skip, 3, after: "2027-03-08T00:00:00Z") == [
                "fires 2027-03-14T06:30:00Z", "skips 2027-03-14T02:30:00 at 2027-03-14T07:00:00Z",
                "fires 2027-03-21T05:30:00Z",
            ])
    }

    @Test func `a shifted time that meets another match fires once, as that match`() throws {
        let schedule = try make("cron(0/30 0-3 * * ? *)", zone: "America/New_York", activatedAt: "2027-03-14T04:00:00Z")
        #expect(
            preview(schedule, 6, after: "2027-03-14T04:59:59Z") == [
                "fires 2027-03-14T05:00:00Z", "fires 2027-03-14T05:30:00Z", "fires 2027-03-14T06:00:00Z",
                "fires 2027-03-14T06:30:00Z", "fires 2027-03-14T07:00:00Z", "fires 2027-03-14T07:30:00Z",
            ])
        #expect(
            list(schedule, 5, after: "2027-11-07T03:59:59Z")
                == "2027-11-07T04:00:00Z 2027-11-07T04:30:00Z 2027-11-07T05:00:00Z 2027-11-07T05:30:00Z 2027-11-07T07:00:00Z"
        )
    }

    @Test func `a day the date line swallowed is shifted by a day, or skipped`() throws {
        let shift = try make("cron(0 12 ? * * 2011)", zone: "Pacific/Apia", activatedAt: "2011-12-01T00:00:00Z")
        #expect(list(shift, 3, after: "2011-12-29T00:00:00Z") == "2011-12-29T22:00:00Z 2011-12-30T22:00:00Z")
        let skip = try make(
            "cron(0 12 30 12 ? *)", zone: "Pacific/Apia", activatedAt: "2011-12-01T00:00:00Z", policy: .skip)
        #expect(
            preview(skip, 2, after: "2011-12-01T00:00:00Z") == [
                "skips 2011-12-30T12:00:00 at 2011-12-30T10:00:00Z", "fires 2012-12-29T22:00:00Z",
            ])
    }

    @Test func `what contradicts itself is refused`() throws {
        let cases: [(String, Int?, String?, String?, String)] = [
            (
                "rate(5 minutes)", 1, nil, nil,
                "A schedule offset works with cron() only, and this schedule is rate(5 minutes)."
            ),
            (
                "at(2026-12-01T03:00:00)", 1, nil, nil,
                "A schedule offset works with cron() only, and this schedule is at(2026-12-01T03:00:00)."
            ),
            ("cron(0 2 * * ? *)", 0, nil, nil, "The schedule offset is 0 days; it must lie between 1 and 6."),
            ("cron(0 2 * * ? *)", 7, nil, nil, "The schedule offset is 7 days; it must lie between 1 and 6."),
            (
                "cron(0 2 * * ? *)", nil, "2026-12-01T00:00:00Z", "2026-12-01T00:00:00Z",
                "The end date 2026-12-01T00:00:00Z is not later than the start date 2026-12-01T00:00:00Z."
            ),
        ]
        for (expression, offset, start, end, message) in cases {
            let error = #expect(throws: ScheduleError.self) {
                try make(
                    expression, offsetDays: offset, startsAt: start, endsAt: end, activatedAt: "2026-11-22T00:00:00Z")
            }
            #expect(error?.message == message)
        }
    }

    @Test func `schedules made from equal parts are equal`() throws {
        let first = try make("cron(0 2 ? * 2-6 *)", zone: "Europe/Paris", activatedAt: "2026-11-22T00:00:00Z")
        let second = try make("cron(0 02 ? * MON-FRI *)", zone: "europe/paris", activatedAt: "2026-11-22T00:00:00Z")
        #expect(first == second)
        #expect(Set([first, second]).count == 1)
        #expect(try first != make("cron(0 2 ? * 2-6 *)", zone: "Europe/Berlin", activatedAt: "2026-11-22T00:00:00Z"))
    }

    private func make(
        _ expression: String, zone: String = "UTC", offsetDays: Int? = nil, startsAt: String? = nil,
        endsAt: String? = nil,
        activatedAt: String, policy: DaylightSavingPolicy = .shift
    ) throws -> Schedule {
        try Schedule(
            expression: ScheduleExpression(parsing: expression), zone: .named(zone), offsetDays: offsetDays,
            startsAt: startsAt.map { try Moment(parsing: $0) }, endsAt: endsAt.map { try Moment(parsing: $0) },
            activatedAt: Moment(parsing: activatedAt), daylightSaving: policy)
    }

    private func list(_ schedule: Schedule, _ count: Int, after: String) -> String {
        guard let after = try? Moment(parsing: after) else { return "not a moment" }
        return schedule.occurrences(after: after).prefix(count).map { $0.moment.rfc3339() }.joined(separator: " ")
    }

    private func preview(_ schedule: Schedule, _ count: Int, after: String) -> [String] {
        guard let after = try? Moment(parsing: after) else { return ["not a moment"] }
        return schedule.preview(after: after).prefix(count).map { entry in
            switch entry {
            case .skips(let skipped): "skips \(skipped.local) at \(skipped.jumpAt)"
            case .fires(let occurrence):
                switch occurrence.mark {
                case .regular: "fires \(occurrence.moment)"
                case .repeated: "fires \(occurrence.moment) repeated"
                case .shifted(let local): "fires \(occurrence.moment) shifted from \(local)"
                }
            }
        }
    }
}
