import ScheduleEngine
import Testing

/// What is refused, with the sentence an operator reads.
@Suite struct RefusedExpressionTests {
    struct Refusal: CustomTestStringConvertible, Sendable {
        let text: String
        let message: String
        let hint: String?
        init(_ text: String, _ message: String, _ hint: String?) {
            self.text = text
            self.message = message
            self.hint = hint
        }
        var testDescription: String { text }
    }

    @Test(arguments: refusals)
    func `the message names field, value and range, and the hint a way out`(_ refusal: Refusal) {
        let error = #expect(throws: ScheduleError.self) { try ScheduleExpression(parsing: refusal.text) }
        #expect(error?.code == "InvalidSchedule")
        #expect(error?.message == refusal.message)
        #expect(error?.hint == refusal.hint)
    }

    @Test func `what a hint proposes is accepted`() throws {
        for refusal in Self.refusals {
            do {
                _ = try ScheduleExpression(parsing: refusal.text)
            } catch ScheduleError.expression(_, let fix?) {
                if let expression = fix.expression { _ = try ScheduleExpression(parsing: expression) }
            } catch ScheduleError.expression(_, nil) {}
        }
    }

    @Test(arguments: [
        "", " ", "(", ")", "()", "cron", "cron)", "cron(", "cron(()", "cron(0 2 * * ? *))", "cron(0 2 * * ? *)x",
        "at()", "rate()",
        "xcron(0 2 * * ? *)", "cron (0 2 * * ? *)", "cron(0 2 * * ? *)\n", "cron(0 2 * * ?\n*)",
        "cron(0 2 * * ?\u{A0}*)",
        "cron(0 2 * * ? *,)", "cron(,0 2 * * ? *)", "cron(0- 2 * * ? *)", "cron(-5 2 * * ? *)", "cron(+5 2 * * ? *)",
        "cron(*-5 2 * * ? *)", "cron(1-2-3 2 * * ? *)", "cron(0/ 2 * * ? *)", "cron(0/1/2 2 * * ? *)",
        "cron(/5 2 * * ? *)",
        "cron(0/0 2 * * ? *)", "cron(0/60 2 * * ? *)", "cron(0 0/24 * * ? *)", "cron(0 0 1/32 * ? *)",
        "cron(0 0 1 1/13 ? *)",
        "cron(0 0 ? * 1/8 *)", "cron(60 * * * ? *)", "cron(60 0 * * * ? *)", "cron(JAN 2 * * ? *)",
        "cron(0 2 * MON ? *)",
        "cron(0 2 ? * JAN *)", "cron(0 2 * 0 ? *)", "cron(0 2 * 13 ? *)", "cron(0 2 0 * ? *)", "cron(0 2 0W * ? *)",
        "cron(0 2 32W * ? *)", "cron(0 2 W * ? *)", "cron(0 2 WL * ? *)", "cron(0 2 1-5W * ? *)", "cron(0 2 L-0 * ? *)",
        "cron(0 2 L-31 * ? *)", "cron(0 2 L-x * ? *)", "cron(0 2 L-3W * ? *)", "cron(0 2 L/2 * ? *)",
        "cron(0 2 ?/2 * ? *)",
        "cron(0 2 ? * L/2 *)", "cron(0 2 ? * 0L *)", "cron(0 2 ? * 8L *)", "cron(0 2 ? * MON#0 *)",
        "cron(0 2 ? * #3 *)",
        "cron(0 2 ? * MON# *)", "cron(0 2 ? * MON#3L *)", "cron(0 2 ? * MON-FRIL *)", "cron(0 2 ? * ?,MON *)",
        "cron(0 2 * * ? 2200)", "cron(0 2 * * ? 1969-2000)", "cron(0 2 * * ? 99999999999999999999)",
        "cron(0 2 * * ? ٣)",
        "rate(1.5 hours)", "rate(5  )", "rate(5)", "rate(minutes)", "rate(5 Minutes)", "rate(1000000000 days)",
        "rate(٣ days)",
        "rate(5 minutes 3)", "at(2026-13-01T00:00:00)", "at(2026-12-01T24:00:00)", "at(2026-12-01T00:60:00)",
        "at(2026-12-01T00:00:60)", "at(0000-01-01T00:00:00)", "at(2026-12-01t00:00:00)", "at(2026-2-1T00:00:00)",
        "at(2026-12-01T03:00:00.000)", "at(+026-12-01T03:00:00)", "@reboot", "cron(🕑 2 * * ? *)", "\u{0}",
        "cron(\u{0})",
    ])
    func `malformed text is refused without harm`(text: String) {
        let error = #expect(throws: ScheduleError.self) { try ScheduleExpression(parsing: text) }
        #expect(error?.code == "InvalidSchedule")
        #expect((error?.message.unicodeScalars.count ?? 0) < 400)
        #expect(error.map { $0.description.unicodeScalars.allSatisfy { $0.value >= 0x20 } } ?? false)
    }

    @Test func `256 characters are read and 257 are not`() throws {
        let longest = "cron(\(String(repeating: "0,", count: 110))0 2 * * ? *)"
        let padding = String(repeating: " ", count: 256 - longest.utf8.count)
        let exact = longest.replacing(" 2 ", with: "\(padding) 2 ")
        #expect(exact.utf8.count == 256)
        _ = try ScheduleExpression(parsing: exact)
        let error = #expect(throws: ScheduleError.self) { try ScheduleExpression(parsing: exact + " ") }
        #expect(error?.message == "The schedule has 257 characters; at most 256 are allowed.")
    }

    static let refusals: [Refusal] = [
        Refusal(
            "0 2 * * 1",
            "“0 2 * * 1” is not a schedule: it must be cron(…), rate(…) or at(…), in lower case.",
            "This is the five-field form of Unix cron; here a year comes last and one of the day fields is “?”. Write “cron(0 2 ? * MON *)”."
        ),
        Refusal(
            "0 2 1 * *",
            "“0 2 1 * *” is not a schedule: it must be cron(…), rate(…) or at(…), in lower case.",
            "This is the five-field form of Unix cron; here a year comes last and one of the day fields is “?”. Write “cron(0 2 1 * ? *)”."
        ),
        Refusal(
            "*/5 * * * *",
            "“*/5 * * * *” is not a schedule: it must be cron(…), rate(…) or at(…), in lower case.",
            "This is the five-field form of Unix cron; here a year comes last and one of the day fields is “?”. Write “cron(*/5 * * * ? *)”."
        ),
        Refusal(
            "0 2 1 * MON",
            "“0 2 1 * MON” is not a schedule: it must be cron(…), rate(…) or at(…), in lower case.",
            "This is the five-field form of Unix cron; here a year comes last and one of the day fields is “?”. Unix cron runs when either day field matches, which takes two schedules: “cron(0 2 1 * ? *)” and “cron(0 2 ? * MON *)”."
        ),
        Refusal(
            "30 4 1,15 * 5",
            "“30 4 1,15 * 5” is not a schedule: it must be cron(…), rate(…) or at(…), in lower case.",
            "This is the five-field form of Unix cron; here a year comes last and one of the day fields is “?”. Unix cron runs when either day field matches, which takes two schedules: “cron(30 4 1,15 * ? *)” and “cron(30 4 ? * FRI *)”."
        ),
        Refusal(
            "cron(0 23 ? * *)",
            "The cron expression “0 23 ? * *” has 5 fields; it must have 6 (minutes hours day-of-month month day-of-week year) or 7 (seconds first).",
            "The year is missing. Write “cron(0 23 ? * * *)”."),
        Refusal(
            "cron(0 0 12 * * ?)",
            "Year is “?”, which only the day-of-month or the day-of-week field may be; values lie between 1970 and 2199.",
            "This is the Quartz form, which begins with seconds and has no year. Write “cron(0 12 * * ? *)”."),
        Refusal(
            "0 0 12 * * ?",
            "“0 0 12 * * ?” is not a schedule: it must be cron(…), rate(…) or at(…), in lower case.",
            "This is the Quartz form, which begins with seconds and has no year. Write “cron(0 12 * * ? *)”."),
        Refusal(
            "cron(0 15 10 ? * MON-FRI)",
            "Month is “?”, which only the day-of-month or the day-of-week field may be; values lie between 1 and 12 or JAN and DEC.",
            "This is the Quartz form, which begins with seconds and has no year. Write “cron(15 10 ? * MON-FRI *)”."),
        Refusal(
            "cron(0 0 12 ? * MON-FRI)",
            "Month is “?”, which only the day-of-month or the day-of-week field may be; values lie between 1 and 12 or JAN and DEC.",
            "This is the Quartz form, which begins with seconds and has no year. Write “cron(0 12 ? * MON-FRI *)”."),
        Refusal(
            "cron(0 2 1 * MON *)",
            "Day of month is “1” and day of week is “MON”; exactly one of them must be “?”.",
            "Write “?” in the one that does not matter; if both do, make two schedules."),
        Refusal(
            "cron(0 2 * * * *)",
            "Day of month is “*” and day of week is “*”; exactly one of them must be “?”.",
            "One day field names the days and the other is “?”. Write “cron(0 2 * * ? *)”."),
        Refusal(
            "cron(0 2 ? * ? *)",
            "Day of month and day of week are both “?”; exactly one of them must be.",
            "One day field names the days and the other is “?”. Write “cron(0 2 * * ? *)”."),
        Refusal(
            "cron(0 24 * * ? *)",
            "Hours is 24; it must lie between 0 and 23.",
            "Hours run from 0 to 23. Write “cron(0 0 * * ? *)”."),
        Refusal(
            "cron(0 0 ? * 0 *)",
            "Day of week is 0; it must lie between 1 (Sunday) and 7 (Saturday) or SUN and SAT.",
            "Weekdays count from 1 (Sunday) to 7 (Saturday) here. Write “cron(0 0 ? * SUN *)”."),
        Refusal(
            "cron(0 0 ? * 0-4 *)",
            "Day of week is 0; it must lie between 1 (Sunday) and 7 (Saturday) or SUN and SAT.",
            "Weekdays count from 1 (Sunday) to 7 (Saturday) here. Write “cron(0 0 ? * SUN-THU *)”."),
        Refusal(
            "cron(0 0 ? * 8 *)",
            "Day of week is 8; it must lie between 1 (Sunday) and 7 (Saturday) or SUN and SAT.",
            "Write a name such as “SUN”; in numbers Sunday is 1 and Saturday 7."),
        Refusal(
            "cron(0 0 32 * ? *)",
            "Day of month is 32; it must lie between 1 and 31.",
            "Write “L” for the last day of the month, “*” for every day."),
        Refusal(
            "cron(0 0 ? * MON#6 *)",
            "Day of week is “MON#6”; the number after # must lie between 1 and 5.",
            "Write “MONL” for the last one of the month."),
        Refusal(
            "cron(0 0 ? * 3#1,6#3 *)",
            "Day of week is “3#1,6#3”; L, W and # must stand alone in their field.",
            "Make one schedule for each."),
        Refusal(
            "cron(0 0 1 FEBR ? *)",
            "Month is “FEBR”, which cannot be read; values lie between 1 and 12 or JAN and DEC.",
            "Names have three letters. Write “cron(0 0 1 FEB ? *)”."),
        Refusal(
            "cron(0 0 ? * Monday-friday *)",
            "Day of week is “Monday”, which cannot be read; values lie between 1 (Sunday) and 7 (Saturday) or SUN and SAT.",
            "Names have three letters. Write “cron(0 0 ? * MON-FRI *)”."),
        Refusal(
            "cron(0 0 ? September WENDESDAY *)",
            "Month is “September”, which cannot be read; values lie between 1 and 12 or JAN and DEC.",
            "Names have three letters. Write “cron(0 0 ? SEP WED *)”."),
        Refusal(
            "cron(0 0 1 * ? 2030-2027)",
            "Year is “2030-2027”, a range that ends before it starts.",
            "A range of years runs forward. Write “cron(0 0 1 * ? 2027-2030)”."),
        Refusal(
            "cron(0/60 * * * ? *)",
            "The step in “0/60” (Minutes) must lie between 1 and 59.",
            "Minutes run from 0 to 59. Write “cron(0 * * * ? *)”."),
        Refusal(
            "CRON(0 2 * * ? *)",
            "“CRON(0 2 * * ? *)” is not a schedule: it must be cron(…), rate(…) or at(…), in lower case.",
            "The form is a lower-case keyword and parentheses, with no blank before the first or after the last field. Write “cron(0 2 * * ? *)”."
        ),
        Refusal(
            "Cron (0 2 * * ? *)",
            "“Cron (0 2 * * ? *)” is not a schedule: it must be cron(…), rate(…) or at(…), in lower case.",
            "The form is a lower-case keyword and parentheses, with no blank before the first or after the last field. Write “cron(0 2 * * ? *)”."
        ),
        Refusal(
            " cron(0 2 * * ? *)",
            "“ cron(0 2 * * ? *)” has a blank outside the parentheses, after the opening or before the closing one.",
            "The form is a lower-case keyword and parentheses, with no blank before the first or after the last field. Write “cron(0 2 * * ? *)”."
        ),
        Refusal(
            "cron( 0 2 * * ? *)",
            "“cron( 0 2 * * ? *)” has a blank outside the parentheses, after the opening or before the closing one.",
            "The form is a lower-case keyword and parentheses, with no blank before the first or after the last field. Write “cron(0 2 * * ? *)”."
        ),
        Refusal(
            "cron(0 2 * * ? * )",
            "“cron(0 2 * * ? * )” has a blank outside the parentheses, after the opening or before the closing one.",
            "The form is a lower-case keyword and parentheses, with no blank before the first or after the last field. Write “cron(0 2 * * ? *)”."
        ),
        Refusal(
            "cron(0 2 * * ? *",
            "“cron(0 2 * * ? *” is not a schedule: it must be cron(…), rate(…) or at(…), in lower case.",
            "The form is a lower-case keyword and parentheses, with no blank before the first or after the last field. Write “cron(0 2 * * ? *)”."
        ),
        Refusal(
            "0 2 * * ? *",
            "“0 2 * * ? *” is not a schedule: it must be cron(…), rate(…) or at(…), in lower case.",
            "The fields stand in cron(…). Write “cron(0 2 * * ? *)”."),
        Refusal(
            "0 2 * * * *",
            "“0 2 * * * *” is not a schedule: it must be cron(…), rate(…) or at(…), in lower case.",
            "The fields stand in cron(…). Write “cron(0 2 * * ? *)”."),
        Refusal(
            "cron 0 2 * * ? *",
            "“cron 0 2 * * ? *” is not a schedule: it must be cron(…), rate(…) or at(…), in lower case.",
            "The fields stand in cron(…). Write “cron(0 2 * * ? *)”."),
        Refusal(
            "@daily",
            "“@daily” is not a schedule: it must be cron(…), rate(…) or at(…), in lower case.",
            "Nicknames are not understood here. Write “cron(0 0 * * ? *)”."),
        Refusal(
            "@weekly",
            "“@weekly” is not a schedule: it must be cron(…), rate(…) or at(…), in lower case.",
            "Nicknames are not understood here. Write “cron(0 0 ? * SUN *)”."),
        Refusal(
            "@reboot",
            "“@reboot” is not a schedule: it must be cron(…), rate(…) or at(…), in lower case.",
            "A schedule names times; nothing runs a window when a machine boots."),
        Refusal(
            "@every 5m",
            "“@every 5m” is not a schedule: it must be cron(…), rate(…) or at(…), in lower case.",
            "A fixed spacing is written with rate(). Write “rate(5 minutes)”."),
        Refusal(
            "every 15 minutes",
            "“every 15 minutes” is not a schedule: it must be cron(…), rate(…) or at(…), in lower case.",
            "A fixed spacing is written with rate(). Write “rate(15 minutes)”."),
        Refusal(
            "rate(1 hours)",
            "The rate's unit is “hours”, which does not agree with 1.",
            "A rate is a number and minutes, hours or days; the unit is singular after 1 and plural after any other number. Write “rate(1 hour)”."
        ),
        Refusal(
            "rate(5 hour)",
            "The rate's unit is “hour”, which does not agree with 5.",
            "A rate is a number and minutes, hours or days; the unit is singular after 1 and plural after any other number. Write “rate(5 hours)”."
        ),
        Refusal(
            "rate(0 days)",
            "The rate's value is “0”; it must be a whole number from 1 to 999999999, without sign or leading zero.",
            "For example: “rate(1 hour)” or “rate(7 days)”."),
        Refusal(
            "rate(2 weeks)",
            "The rate's unit is “weeks”; it must be minutes, hours or days.",
            "A rate is a number and minutes, hours or days; the unit is singular after 1 and plural after any other number. Write “rate(14 days)”."
        ),
        Refusal(
            "rate(1 month)",
            "The rate's unit is “month”; it must be minutes, hours or days.",
            "Months and years differ in length, so a rate cannot count them; cron can: “cron(0 2 1 * ? *)” is 02:00 on the 1st of every month."
        ),
        Refusal(
            "rate(90 seconds)",
            "The rate's unit is “seconds”; it must be minutes, hours or days.",
            "A rate counts minutes, hours or days; cron with seven fields can name seconds."),
        Refusal(
            "rate(120 seconds)",
            "The rate's unit is “seconds”; it must be minutes, hours or days.",
            "A rate is a number and minutes, hours or days; the unit is singular after 1 and plural after any other number. Write “rate(2 minutes)”."
        ),
        Refusal(
            "rate(5minutes)",
            "“rate(5minutes)” cannot be read; a rate is rate(value unit).",
            "A rate is a number and minutes, hours or days; the unit is singular after 1 and plural after any other number. Write “rate(5 minutes)”."
        ),
        Refusal(
            "rate(5 min)",
            "The rate's unit is “min”; it must be minutes, hours or days.",
            "A rate is a number and minutes, hours or days; the unit is singular after 1 and plural after any other number. Write “rate(5 minutes)”."
        ),
        Refusal(
            "RATE(5 minutes)",
            "“RATE(5 minutes)” is not a schedule: it must be cron(…), rate(…) or at(…), in lower case.",
            "The form is a lower-case keyword and parentheses, with no blank before the first or after the last field. Write “rate(5 minutes)”."
        ),
        Refusal(
            "rate(05 minutes)",
            "The rate's value is “05”; it must be a whole number from 1 to 999999999, without sign or leading zero.",
            "A rate is a number and minutes, hours or days; the unit is singular after 1 and plural after any other number. Write “rate(5 minutes)”."
        ),
        Refusal(
            "rate(-5 minutes)",
            "The rate's value is “-5”; it must be a whole number from 1 to 999999999, without sign or leading zero.",
            "For example: “rate(1 hour)” or “rate(7 days)”."),
        Refusal(
            "at(2026-12-01)",
            "“at(2026-12-01)” cannot be read; a one-time schedule is at(YYYY-MM-DDThh:mm:ss).",
            "A one-time schedule names date and time to the second. Write “at(2026-12-01T00:00:00)”."),
        Refusal(
            "at(2026-12-01T03:00:00Z)",
            "“at(2026-12-01T03:00:00Z)” cannot be read; a one-time schedule is at(YYYY-MM-DDThh:mm:ss).",
            "The time carries no zone or fraction: it is read in the schedule's time zone, or in UTC when there is none. Write “at(2026-12-01T03:00:00)”."
        ),
        Refusal(
            "at(2026-12-01T03:00)",
            "“at(2026-12-01T03:00)” cannot be read; a one-time schedule is at(YYYY-MM-DDThh:mm:ss).",
            "A one-time schedule names date and time to the second. Write “at(2026-12-01T03:00:00)”."),
        Refusal(
            "at(2026-12-01 03:00:00)",
            "“at(2026-12-01 03:00:00)” cannot be read; a one-time schedule is at(YYYY-MM-DDThh:mm:ss).",
            "A one-time schedule names date and time to the second. Write “at(2026-12-01T03:00:00)”."),
        Refusal(
            "at(2026-02-30T03:00:00)",
            "“at(2026-02-30T03:00:00)” names a date or time that does not exist.",
            "For example: “at(2026-12-01T03:00:00)”; the zone is the schedule's time zone."),
        Refusal(
            "2026-12-01T03:00:00+09:00",
            "“2026-12-01T03:00:00+09:00” is not a schedule: it must be cron(…), rate(…) or at(…), in lower case.",
            "The time carries no zone or fraction: it is read in the schedule's time zone, or in UTC when there is none. Write “at(2026-12-01T03:00:00)”."
        ),
        Refusal(
            "Mon..Fri *-*-* 02:00:00",
            "“Mon..Fri *-*-* 02:00:00” is not a schedule: it must be cron(…), rate(…) or at(…), in lower case.",
            "This is a calendar event of systemd. Write “cron(0 2 ? * MON-FRI *)”."),
        Refusal(
            "Sun 04:00",
            "“Sun 04:00” is not a schedule: it must be cron(…), rate(…) or at(…), in lower case.",
            "This is a calendar event of systemd. Write “cron(0 4 ? * SUN *)”."),
        Refusal(
            "*-*-01 00:00:00",
            "“*-*-01 00:00:00” is not a schedule: it must be cron(…), rate(…) or at(…), in lower case.",
            "This is a calendar event of systemd. Write “cron(0 0 1 * ? *)”."),
        Refusal(
            "*:0/15",
            "“*:0/15” is not a schedule: it must be cron(…), rate(…) or at(…), in lower case.",
            "This is a calendar event of systemd. Write “cron(0/15 * * * ? *)”."),
        Refusal(
            "daily",
            "“daily” is not a schedule: it must be cron(…), rate(…) or at(…), in lower case.",
            "Nicknames are not understood here. Write “cron(0 0 * * ? *)”."),
        Refusal(
            "hello",
            "“hello” is not a schedule: it must be cron(…), rate(…) or at(…), in lower case.",
            "For example: “cron(0 2 ? * SUN *)” is every Sunday at 02:00."),
        Refusal(
            "cron()",
            "The cron expression “” has 0 fields; it must have 6 (minutes hours day-of-month month day-of-week year) or 7 (seconds first).",
            "For example: “cron(0 2 ? * SUN *)” is every Sunday at 02:00."),
        Refusal(
            "cron(0 0 L,15 * ? *)",
            "Day of month is “L,15”; L, W and # must stand alone in their field.",
            "Make one schedule for each."),
        Refusal(
            "cron(0 0 L-31 * ? *)",
            "Day of month is “L-31”; the number after L- must lie between 1 and 30.",
            "Write “L” for the last day of the month itself."),
        Refusal(
            "cron(0 0 ? * MON,L *)",
            "Day of week is “MON,L”; L, W and # must stand alone in their field.",
            "Make one schedule for each."),
        Refusal(
            "cron(0 0 ? * 2L,3L *)",
            "Day of week is “2L,3L”; L, W and # must stand alone in their field.",
            "Make one schedule for each."),
        Refusal(
            "cron(x 0 ? * MON *)",
            "Minutes is “x”, which cannot be read; values lie between 0 and 59.",
            "Write “*” for every value."),
        Refusal(
            "cron(0 2 ? * MON-FRI#2 *)",
            "Day of week is “MON-FRI#2”, which cannot be read; values lie between 1 (Sunday) and 7 (Saturday) or SUN and SAT.",
            "Write a name such as “SUN”; in numbers Sunday is 1 and Saturday 7."),
        Refusal(
            "FREQ=DAILY;BYHOUR=2",
            "“FREQ=DAILY;BYHOUR=2” is not a schedule: it must be cron(…), rate(…) or at(…), in lower case.",
            "For example: “cron(0 2 ? * SUN *)” is every Sunday at 02:00."),
        Refusal(
            "cron(0 0 15W,1W * ? *)",
            "Day of month is “15W,1W”; L, W and # must stand alone in their field.",
            "Make one schedule for each."),
        Refusal(
            "cron(0 0 1 * ? 1969)",
            "Year is 1969; it must lie between 1970 and 2199.",
            "Write “*” for every value."),
        Refusal(
            "cron(0 0 12 * * MON)",
            "Year is “MON”, which cannot be read; values lie between 1970 and 2199.",
            "This is the Quartz form, which begins with seconds and has no year. Write “cron(0 12 ? * MON *)”."),
        Refusal(
            "0 0 2 ? * MON",
            "“0 0 2 ? * MON” is not a schedule: it must be cron(…), rate(…) or at(…), in lower case.",
            "This is the Quartz form, which begins with seconds and has no year. Write “cron(0 2 ? * MON *)”."),
    ]
}
