import ScheduleEngine
import Testing

/// Computed twice by other means than this engine: by expanding field sets over a walk through the days, and by
/// hand-made recurrence rules with a local-time resolver of their own.
@Suite struct PublishedVectorTests {
    struct Vector: CustomTestStringConvertible, Sendable {
        let name: String
        let expression: String
        let zone: String
        let offsetDays: Int?
        let after: String
        let expected: [DaylightSavingPolicy: String]

        init(
            _ name: String, _ expression: String, _ zone: String, _ offsetDays: Int?, after: String, shift: String,
            skip: String? = nil
        ) {
            self.name = name
            self.expression = expression
            self.zone = zone
            self.offsetDays = offsetDays
            self.after = after
            expected = [.shift: shift, .skip: skip ?? shift]
        }

        var testDescription: String { "\(name) \(expression) in \(zone)" }
    }

    @Test(arguments: vectors, DaylightSavingPolicy.allCases)
    func `the published vector comes out`(_ vector: Vector, policy: DaylightSavingPolicy) throws {
        let after = try Moment(parsing: vector.after)
        let schedule = try Schedule(
            expression: ScheduleExpression(parsing: vector.expression), zone: .named(vector.zone),
            offsetDays: vector.offsetDays, activatedAt: after, daylightSaving: policy)
        let found = schedule.occurrences(after: after).prefix(3).map(\.moment)
        #expect(found.map { $0.rfc3339() }.joined(separator: " ") == vector.expected[policy])

        // And back again, by the other direction's code.
        let firstAgain = found.last.flatMap { schedule.previous(before: $0)?.moment }
        if found.count > 1 { #expect(firstAgain == found[found.count - 2]) }
    }

    static let vectors: [Vector] = [
        Vector(
            "V01", "cron(0 2 ? * THU#3 *)", "UTC", nil, after: "2026-11-22T00:00:00Z",
            shift: "2026-12-17T02:00:00Z 2027-01-21T02:00:00Z 2027-02-18T02:00:00Z"),
        Vector(
            "V02", "cron(30 09 ? * * *)", "UTC", nil, after: "2026-11-22T00:00:00Z",
            shift: "2026-11-22T09:30:00Z 2026-11-23T09:30:00Z 2026-11-24T09:30:00Z"),
        Vector(
            "V03", "cron(24 30 09 ? * * *)", "UTC", nil, after: "2026-11-22T00:00:00Z",
            shift: "2026-11-22T09:30:24Z 2026-11-23T09:30:24Z 2026-11-24T09:30:24Z"),
        Vector(
            "V04", "cron(15 10 ? * MON-FRI *)", "UTC", nil, after: "2026-11-22T00:00:00Z",
            shift: "2026-11-23T10:15:00Z 2026-11-24T10:15:00Z 2026-11-25T10:15:00Z"),
        Vector(
            "V05", "cron(0 2 L * ? *)", "UTC", nil, after: "2026-11-22T00:00:00Z",
            shift: "2026-11-30T02:00:00Z 2026-12-31T02:00:00Z 2027-01-31T02:00:00Z"),
        Vector(
            "V06", "cron(15 10 ? * 6L *)", "UTC", nil, after: "2026-11-22T00:00:00Z",
            shift: "2026-11-27T10:15:00Z 2026-12-25T10:15:00Z 2027-01-29T10:15:00Z"),
        Vector(
            "V07", "cron(0 0/8 * * ? *)", "UTC", nil, after: "2026-11-22T00:00:00Z",
            shift: "2026-11-22T08:00:00Z 2026-11-22T16:00:00Z 2026-11-23T00:00:00Z"),
        Vector(
            "V08", "cron(0 */30 * * * ? *)", "UTC", nil, after: "2026-11-22T00:00:00Z",
            shift: "2026-11-22T00:30:00Z 2026-11-22T01:00:00Z 2026-11-22T01:30:00Z"),
        Vector(
            "V09", "cron(0 9 1W * ? *)", "UTC", nil, after: "2027-04-15T00:00:00Z",
            shift: "2027-05-03T09:00:00Z 2027-06-01T09:00:00Z 2027-07-01T09:00:00Z"),
        Vector(
            "V10", "cron(0 9 15W * ? *)", "UTC", nil, after: "2027-05-01T00:00:00Z",
            shift: "2027-05-14T09:00:00Z 2027-06-15T09:00:00Z 2027-07-15T09:00:00Z"),
        Vector(
            "V11", "cron(0 9 31W * ? *)", "UTC", nil, after: "2026-11-22T00:00:00Z",
            shift: "2026-12-31T09:00:00Z 2027-01-29T09:00:00Z 2027-03-31T09:00:00Z"),
        Vector(
            "V12", "cron(30 23 ? * TUE#3 *)", "UTC", 2, after: "2026-11-22T00:00:00Z",
            shift: "2026-12-17T23:30:00Z 2027-01-21T23:30:00Z 2027-02-18T23:30:00Z"),
        Vector(
            "V13", "cron(0 22 ? * 7L *)", "UTC", 3, after: "2026-11-22T00:00:00Z",
            shift: "2026-12-01T22:00:00Z 2026-12-29T22:00:00Z 2027-02-02T22:00:00Z"),
        Vector(
            "V14", "cron(0 3 ? * MON#5 *)", "UTC", nil, after: "2026-11-22T00:00:00Z",
            shift: "2026-11-30T03:00:00Z 2027-03-29T03:00:00Z 2027-05-31T03:00:00Z"),
        Vector(
            "V15", "cron(0 4 29 2 ? *)", "UTC", nil, after: "2026-11-22T00:00:00Z",
            shift: "2028-02-29T04:00:00Z 2032-02-29T04:00:00Z 2036-02-29T04:00:00Z"),
        Vector(
            "V16", "cron(0/30 20-2 ? * MON-FRI *)", "UTC", nil, after: "2026-11-27T23:00:00Z",
            shift: "2026-11-27T23:30:00Z 2026-11-30T00:00:00Z 2026-11-30T00:30:00Z"),
        Vector(
            "V17", "cron(0 12 ? JAN,APR,JUL,OCT SUN#1 2027-2028)", "UTC", nil, after: "2026-11-22T00:00:00Z",
            shift: "2027-01-03T12:00:00Z 2027-04-04T12:00:00Z 2027-07-04T12:00:00Z"),
        Vector(
            "V18", "cron(0 0 1 1 ? 2027)", "UTC", nil, after: "2026-11-22T00:00:00Z",
            shift: "2027-01-01T00:00:00Z"),
        Vector(
            "V19", "cron(0 6 ? * FRI-MON *)", "UTC", nil, after: "2026-11-22T00:00:00Z",
            shift: "2026-11-22T06:00:00Z 2026-11-23T06:00:00Z 2026-11-27T06:00:00Z"),
        Vector(
            "V20", "cron(0 1 10-25/5 * ? *)", "UTC", nil, after: "2026-11-22T00:00:00Z",
            shift: "2026-11-25T01:00:00Z 2026-12-10T01:00:00Z 2026-12-15T01:00:00Z"),
        Vector(
            "V21", "cron(0 0 ? * 1 *)", "UTC", nil, after: "2026-11-22T00:00:00Z",
            shift: "2026-11-29T00:00:00Z 2026-12-06T00:00:00Z 2026-12-13T00:00:00Z"),
        Vector(
            "V22", "cron(0 3 ? * TUE *)", "Asia/Tokyo", nil, after: "2026-11-22T00:00:00Z",
            shift: "2026-11-23T18:00:00Z 2026-11-30T18:00:00Z 2026-12-07T18:00:00Z"),
        Vector(
            "V23", "cron(0 09 ? * WED *)", "America/Los_Angeles", nil, after: "2021-01-01T08:00:00Z",
            shift: "2021-01-06T17:00:00Z 2021-01-13T17:00:00Z 2021-01-20T17:00:00Z"),
        Vector(
            "V24", "cron(30 2 ? * SUN *)", "America/New_York", nil, after: "2027-03-06T00:00:00Z",
            shift: "2027-03-07T07:30:00Z 2027-03-14T07:30:00Z 2027-03-21T06:30:00Z",
            skip: "2027-03-07T07:30:00Z 2027-03-21T06:30:00Z 2027-03-28T06:30:00Z"),
        Vector(
            "V25", "cron(30 2 ? * SUN#2 *)", "America/New_York", nil, after: "2027-02-20T00:00:00Z",
            shift: "2027-03-14T07:30:00Z 2027-04-11T06:30:00Z 2027-05-09T06:30:00Z",
            skip: "2027-04-11T06:30:00Z 2027-05-09T06:30:00Z 2027-06-13T06:30:00Z"),
        Vector(
            "V26", "cron(30 1 * * ? *)", "America/New_York", nil, after: "2027-11-06T00:00:00Z",
            shift: "2027-11-06T05:30:00Z 2027-11-07T05:30:00Z 2027-11-08T06:30:00Z"),
        Vector(
            "V27", "cron(30 2 * * ? *)", "Europe/Berlin", nil, after: "2027-03-27T00:00:00Z",
            shift: "2027-03-27T01:30:00Z 2027-03-28T01:30:00Z 2027-03-29T00:30:00Z",
            skip: "2027-03-27T01:30:00Z 2027-03-29T00:30:00Z 2027-03-30T00:30:00Z"),
        Vector(
            "V28", "cron(30 2 * * ? *)", "Europe/Berlin", nil, after: "2027-10-30T00:00:00Z",
            shift: "2027-10-30T00:30:00Z 2027-10-31T00:30:00Z 2027-11-01T01:30:00Z"),
        Vector(
            "V29", "cron(30 2 ? * SUN#1 *)", "Australia/Sydney", nil, after: "2027-03-20T00:00:00Z",
            shift: "2027-04-03T15:30:00Z 2027-05-01T16:30:00Z 2027-06-05T16:30:00Z"),
        Vector(
            "V30", "cron(30 2 ? * SUN#1 *)", "Australia/Sydney", nil, after: "2027-09-20T00:00:00Z",
            shift: "2027-10-02T16:30:00Z 2027-11-06T15:30:00Z 2027-12-04T15:30:00Z",
            skip: "2027-11-06T15:30:00Z 2027-12-04T15:30:00Z 2028-01-01T15:30:00Z"),
        Vector(
            "V31", "cron(15 2 * * ? *)", "Australia/Lord_Howe", nil, after: "2027-10-01T00:00:00Z",
            shift: "2027-10-01T15:45:00Z 2027-10-02T15:45:00Z 2027-10-03T15:15:00Z",
            skip: "2027-10-01T15:45:00Z 2027-10-03T15:15:00Z 2027-10-04T15:15:00Z"),
        Vector(
            "V32", "cron(30 2 ? * FRI#2 *)", "America/New_York", 2, after: "2027-03-01T00:00:00Z",
            shift: "2027-03-14T07:30:00Z 2027-04-11T06:30:00Z 2027-05-16T06:30:00Z",
            skip: "2027-04-11T06:30:00Z 2027-05-16T06:30:00Z 2027-06-13T06:30:00Z"),
    ]
}
