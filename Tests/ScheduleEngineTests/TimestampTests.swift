import ScheduleEngine
import Testing

@Suite struct TimestampTests {
    @Test(arguments: [
        ("2026-12-01T03:00:00Z", "2026-12-01T03:00:00Z"), ("2026-12-01T03:00", "2026-12-01T03:00:00Z"),
        ("2026-12-01T03:00Z", "2026-12-01T03:00:00Z"), ("2026-12-01T03:00:00", "2026-12-01T03:00:00Z"),
        ("2026-12-01T03:00:00+09:00", "2026-11-30T18:00:00Z"), ("2021-01-01T00:00:00-08:00", "2021-01-01T08:00:00Z"),
        ("2026-12-01T03:00-00:30", "2026-12-01T03:30:00Z"), ("2026-12-01T03:00:01.5Z", "2026-12-01T03:00:01.500Z"),
        ("2026-12-01T03:00:01.0019999Z", "2026-12-01T03:00:01.001Z"),
        ("1969-12-31T23:59:59.999", "1969-12-31T23:59:59.999Z"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"), ("9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"),
        ("2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z"),
    ])
    func `a timestamp is read with an offset, with Z, or as UTC`(text: String, expected: String) throws {
        #expect(try Moment(parsing: text).rfc3339() == expected)
    }

    @Test(arguments: [
        "", "2026-12-01", "2026-12-01T03", "2026-12-01 03:00:00Z", "2026-12-01T03:00:00.Z", "2026-12-01T03:00.5Z",
        "2026-12-01T03:00:00.1234567890Z", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-12-01T24:00:00Z",
        "2026-12-01T03:00:60Z", "2026-12-01T03:00:00+9:00", "2026-12-01T03:00:00+24:00", "2026-12-01T03:00:00 Z",
        "2026-12-01T03:00:00Zx", "0000-01-01T00:00:00Z", "10000-01-01T00:00:00Z", "0001-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59-00:01", "２026-12-01T03:00:00Z", "2026-12-01T03:00:00ZZZZZZZZZZZZZZZZZZZZZZZZZZ",
    ])
    func `what is not a timestamp is refused with an example`(text: String) {
        let error = #expect(throws: ScheduleError.timestamp(text)) { try Moment(parsing: text) }
        #expect(error?.code == "InvalidTimestamp")
        #expect(error?.hint?.contains("2026-12-01T03:00:00Z") ?? false)
    }

    @Test(arguments: [
        ("2024-03-12T14:00:00Z", "America/Chicago", "2024-03-12T09:00:00-05:00", "2024-03-12T09:00-05:00"),
        ("2020-07-25T14:00:00Z", "Australia/Brisbane", "2020-07-26T00:00:00+10:00", "2020-07-26T00:00+10:00"),
        ("2019-05-18T17:01:01.137Z", "UTC", "2019-05-18T17:01:01.137Z", "2019-05-18T17:01:01.137Z"),
        ("2026-12-01T03:00:07Z", "Asia/Kolkata", "2026-12-01T08:30:07+05:30", "2026-12-01T08:30:07+05:30"),
        ("2026-12-01T03:00:00.010Z", "Etc/UTC", "2026-12-01T03:00:00.010Z", "2026-12-01T03:00:00.010Z"),
        ("2026-12-01T03:00:00Z", "Europe/London", "2026-12-01T03:00:00Z", "2026-12-01T03:00Z"),
        ("1880-01-01T00:00:00Z", "America/New_York", "1880-01-01T00:00:00Z", "1880-01-01T00:00Z"),
        ("9999-12-31T23:59:59Z", "Asia/Tokyo", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
    ])
    func `moments are written in full and in the short form of the wire`(
        text: String, zone: String, full: String, short: String
    ) throws {
        let moment = try Moment(parsing: text)
        let zone = try TimeZoneRules.named(zone)
        #expect(moment.rfc3339(in: zone) == full)
        #expect(moment.shortISO8601(in: zone) == short)
        #expect(try Moment(parsing: moment.rfc3339(in: zone)) == moment)
    }
}
