import ScheduleEngine
import Testing

@testable import mwctl

@Suite struct ScheduleBatchTests {
    private func answer(_ line: String, dst: DaylightSavingPolicy = .shift) -> String {
        var batch = ScheduleBatch(daylightSaving: dst)
        var output: [UInt8] = []
        batch.answer(Array(line.utf8), into: &output) { _ in }
        return String(decoding: output, as: UTF8.self)
    }

    @Test(arguments: [
        (
            "cron(0 2 ? * THU#3 *)\tUTC\t2026-11-22T00:00:00Z\t3",
            "2026-12-17T02:00:00Z 2027-01-21T02:00:00Z 2027-02-18T02:00:00Z"
        ),
        (
            "cron(30 23 ? * TUE#3 *)\tUTC\t2026-11-22T00:00:00Z\t3\toffset=2",
            "2026-12-17T23:30:00Z 2027-01-21T23:30:00Z 2027-02-18T23:30:00Z"
        ),
        ("cron(0 0 1 1 ? 2027)\tUTC\t2026-11-22T00:00:00Z\t3", "2027-01-01T00:00:00Z"),
        ("cron(0 3 ? * TUE *)\tAsia/Tokyo\t2026-11-22T00:00:00Z\t1", "2026-11-23T18:00:00Z"),
        ("rate(7 days)\t\t2026-11-22T00:00:00.5Z\t2", "2026-11-29T00:00:00.500Z 2026-12-06T00:00:00.500Z"),
        (
            "rate(7 days)\t\t2018-12-01T00:00:00Z\t2\tstart=2019-01-01T00:03:15+09:00;end=2019-01-07T00:00:00Z",
            "2018-12-31T15:03:15Z"
        ),
        ("at(2026-12-01T03:00:00)\tAsia/Tokyo\t2026-11-22T00:00:00Z\t9", "2026-11-30T18:00:00Z"),
        ("at(2020-01-01T00:00:00)\tUTC\t2026-11-22T00:00:00Z\t1", "none"),
        ("cron(0 0 29 2 ? 2026-2027)\tUTC\t2026-11-22T00:00:00Z\t1\r", "none"),
    ]) func `a line gets its instants`(line: String, expected: String) {
        #expect(answer(line) == expected + "\n")
    }

    @Test func `the daylight-saving policy decides about a skipped time`() {
        let line = "cron(30 2 ? * SUN *)\tAmerica/New_York\t2027-03-06T00:00:00Z\t2"
        #expect(answer(line) == "2027-03-07T07:30:00Z 2027-03-14T07:30:00Z\n")
        #expect(answer(line, dst: .skip) == "2027-03-07T07:30:00Z 2027-03-21T06:30:00Z\n")
    }

    @Test(arguments: [
        "", "cron(0 2 * * ? *)", "cron(0 2 * * ? *)\tUTC\t2026-11-22T00:00:00Z",
        "cron(0 2 * * ? *)\tUTC\t2026-11-22T00:00:00Z\t0", "cron(0 2 * * ? *)\tUTC\t2026-11-22T00:00:00Z\tmany",
        "cron(0 2 * * ? *)\tUTC\tyesterday\t1", "cron(0 2 * * ? *)\tMars/Phobos\t2026-11-22T00:00:00Z\t1",
        "cron(0 2 * * ?)\tUTC\t2026-11-22T00:00:00Z\t1", "rate(1 hours)\tUTC\t2026-11-22T00:00:00Z\t1",
        "rate(1 hour)\tUTC\t2026-11-22T00:00:00Z\t1\toffset=2",
        "cron(0 2 * * ? *)\tUTC\t2026-11-22T00:00:00Z\t1\tnonsense=2",
        "cron(0 2 * * ? *)\tUTC\t2026-11-22T00:00:00Z\t1\toffset=2\tmore",
        "cron(\u{7}\u{1B}[2J)\tUTC\t2026-11-22T00:00:00Z\t1",
    ]) func `a bad line gets one line that begins with error`(line: String) {
        let answer = answer(line)
        #expect(answer.hasPrefix("error: "))
        #expect(answer.utf8.filter { $0 == UInt8(ascii: "\n") }.count == 1)
        #expect(!answer.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    }

    @Test func `instants are written as the engine writes them`() {
        for milliseconds: Int64 in [0, 1, 999, 1_798_761_600_000, -62_135_596_800_000, 253_402_300_799_999, -1] {
            let moment = Moment(millisecondsSince1970: milliseconds)
            var bytes: [UInt8] = []
            InstantText.append(moment, to: &bytes)
            #expect(String(decoding: bytes, as: UTF8.self) == moment.rfc3339())
        }
    }
}
