import ScheduleEngine
import Testing

/// The worked examples of the dialect: what they mean in words, and how often they can fire.
@Suite struct ExampleExpressionTests {
    struct Example: CustomTestStringConvertible, Sendable {
        let expression: String
        let explanation: String
        /// `nil` when there are not two occurrences.
        let spacingSeconds: Int?
        let canonical: String

        init(_ expression: String, _ explanation: String, _ spacingSeconds: Int?, canonical: String? = nil) {
            self.expression = expression
            self.explanation = explanation
            self.spacingSeconds = spacingSeconds
            self.canonical = canonical ?? expression
        }

        var testDescription: String { expression }
    }

    @Test(arguments: examples)
    func `an example is read, explained and measured`(_ example: Example) throws {
        let expression = try ScheduleExpression(parsing: example.expression)
        #expect(expression.explanation == example.explanation)
        #expect(expression.smallestSpacingSeconds == example.spacingSeconds)
        #expect(expression.description == example.canonical)
        #expect(try ScheduleExpression(parsing: expression.description) == expression)
    }

    static let examples: [Example] = [
        Example(
            "cron(0 2 ? * THU#3 *)",
            "At 02:00 on the third Thursday of every month, in every year", 2_419_200),
        Example(
            "cron(0 1 10-25/5 * ? *)",
            "At 01:00 on the 10th, 15th, 20th and 25th of every month, in every year", 432000),
        Example(
            "cron(15 10 ? * * *)",
            "At 10:15 every day, in every year", 86400),
        Example(
            "cron(0 4 1/10 * ? *)",
            "At 04:00 on the 1st, 11th, 21st and 31st of every month, in every year", 86400),
        Example(
            "cron(0 10 * * ? *)",
            "At 10:00 every day, in every year", 86400),
        Example(
            "cron(0 4 29 2 ? *)",
            "At 04:00 on the 29th of February, when there is one, in every year", 126_230_400,
            canonical: "cron(0 4 29 FEB ? *)"),
        Example(
            "cron(15 10 ? * MON-FRI *)",
            "At 10:15 from Monday to Friday, in every year", 86400),
        Example(
            "cron(0 0 1 1/3 ? *)",
            "At 00:00 on the 1st of January, April, July and October, in every year", 7_776_000,
            canonical: "cron(0 0 1 JAN/3 ? *)"),
        Example(
            "cron(5 4 ? * 2-6 *)",
            "At 04:05 from Monday to Friday, in every year", 86400,
            canonical: "cron(5 4 ? * MON-FRI *)"),
        Example(
            "cron(0 0 21 ? 1/1 TUE#2 *)",
            "At 21:00 on the second Tuesday of every month, in every year", 2_419_200,
            canonical: "cron(0 21 ? JAN/1 TUE#2 *)"),
        Example(
            "cron(0 18 ? * MON-FRI *)",
            "At 18:00 from Monday to Friday, in every year", 86400),
        Example(
            "cron(0 22 ? NOV-FEB SUN *)",
            "At 22:00 every Sunday from November to February, in every year", 604800),
        Example(
            "cron(0 4 ? * MON,WED,FRI *)",
            "At 04:00 on Monday, Wednesday and Friday, in every year", 172800),
        Example(
            "cron(0 12 ? JAN,APR,JUL,OCT SUN#1 2027-2028)",
            "At 12:00 on the first Sunday of January, April, July and October, in 2027 and 2028", 7_862_400),
        Example(
            "cron(0 6 ? * FRI-MON *)",
            "At 06:00 from Friday to Monday, in every year", 86400),
        Example(
            "cron(0 0 1 1 ? 2027)",
            "At 00:00 on the 1st of January, in 2027", nil,
            canonical: "cron(0 0 1 JAN ? 2027)"),
        Example(
            "cron(0 0 ? * 1 *)",
            "At 00:00 every Sunday, in every year", 604800,
            canonical: "cron(0 0 ? * SUN *)"),
        Example(
            "cron(0 0/8 * * ? *)",
            "At 00:00, 08:00 and 16:00 every day, in every year", 28800),
        Example(
            "cron(0 3 ? * L *)",
            "At 03:00 every Saturday, in every year", 604800,
            canonical: "cron(0 3 ? * SAT *)"),
        Example(
            "cron(15 0/6 * * ? *)",
            "At 00:15, 06:15, 12:15 and 18:15 every day, in every year", 21600),
        Example(
            "cron(15 10 ? * 6L *)",
            "At 10:15 on the last Friday of every month, in every year", 2_419_200,
            canonical: "cron(15 10 ? * FRIL *)"),
        Example(
            "cron(0 */5 * * ? *)",
            "At 00:00, 05:00, 10:00, 15:00 and 20:00 every day, in every year", 14400),
        Example(
            "cron(0 22 ? * 7L *)",
            "At 22:00 on the last Saturday of every month, in every year", 2_419_200,
            canonical: "cron(0 22 ? * SATL *)"),
        Example(
            "cron(0 5,17 * * ? *)",
            "At 05:00 and 17:00 every day, in every year", 43200),
        Example(
            "cron(0 0 ? * 3L *)",
            "At 00:00 on the last Tuesday of every month, in every year", 2_419_200,
            canonical: "cron(0 0 ? * TUEL *)"),
        Example(
            "cron(0/15 * * * ? *)",
            "Every 15 minutes, every day, in every year", 900),
        Example(
            "cron(30 23 ? * TUE#3 *)",
            "At 23:30 on the third Tuesday of every month, in every year", 2_419_200),
        Example(
            "cron(10/20 * * * ? *)",
            "At minutes 10, 30 and 50 of every hour, every day, in every year", 1200),
        Example(
            "cron(0 1 ? * 2#1 *)",
            "At 01:00 on the first Monday of every month, in every year", 2_419_200,
            canonical: "cron(0 1 ? * MON#1 *)"),
        Example(
            "cron(*/5 * * * ? *)",
            "Every 5 minutes, every day, in every year", 300),
        Example(
            "cron(0 3 ? * MON#5 *)",
            "At 03:00 on the fifth Monday of every month that has one, in every year", 5_443_200),
        Example(
            "cron(0 */30 * * * ? *)",
            "Every 30 minutes, every day, in every year", 1800,
            canonical: "cron(*/30 * * * ? *)"),
        Example(
            "cron(0 2 L * ? *)",
            "At 02:00 on the last day of every month, in every year", 2_419_200),
        Example(
            "cron(24 30 09 ? * * *)",
            "At 09:30:24 every day, in every year", 86400,
            canonical: "cron(24 30 9 ? * * *)"),
        Example(
            "cron(0 8 1 * ? *)",
            "At 08:00 on the 1st of every month, in every year", 2_419_200),
        Example(
            "cron(0/30 20-2 ? * MON-FRI *)",
            "Every 30 minutes from 00:00 to 02:59 and 20:00 to 23:59, from Monday to Friday, in every year", 1800),
        Example(
            "cron(0 9 1W * ? *)",
            "At 09:00 on the weekday (Monday to Friday) nearest to the 1st of every month, in every year", 2_419_200),
        Example(
            "rate(5 minutes)",
            "Every 5 minutes, counted from the start date or the activation", 300),
        Example(
            "rate(1 hour)",
            "Every hour, counted from the start date or the activation", 3600),
        Example(
            "rate(25 days)",
            "Every 25 days, counted from the start date or the activation", 2_160_000),
        Example(
            "cron(0 9 31W * ? *)",
            "At 09:00 on the weekday (Monday to Friday) nearest to the 31st of every month that has one, in every year",
            2_505_600),
        Example(
            "at(2026-12-01T03:00:00)",
            "Once, at 03:00 on 1 December 2026", nil),
        Example(
            "cron(0 3 1-7 * ? *)",
            "At 03:00 on the 1st to 7th of every month, in every year", 86400),
        Example(
            "cron(0/4 * * * ? *)",
            "Every 4 minutes, every day, in every year", 240),
        Example(
            "cron(0/2 3 * * ? *)",
            "Every 2 minutes from 03:00 to 03:59, every day, in every year", 120),
        Example(
            "cron(* 3 * * ? *)",
            "Every minute from 03:00 to 03:59, every day, in every year", 60),
        Example(
            "cron(0,58 * * * ? *)",
            "At minutes 0 and 58 of every hour, every day, in every year", 120),
        Example(
            "cron(0 0 L-3 * ? *)",
            "At 00:00 on the day 3 days before the last of every month, in every year", 2_419_200),
        Example(
            "cron(0 0 LW * ? *)",
            "At 00:00 on the last weekday (Monday to Friday) of every month, in every year", 2_419_200),
        Example(
            "cron(0 0 29 2 ? 2026-2027)",
            "At 00:00 on the 29th of February, when there is one, in 2026 and 2027; it never fires, because no date from 1970 to 2199 matches",
            nil,
            canonical: "cron(0 0 29 FEB ? 2026-2027)"),
        Example(
            "cron(* * * * ? *)",
            "Every minute, every day, in every year", 60),
        Example(
            "cron(*/10 * * * * ? *)",
            "Every 10 seconds, every day, in every year", 10),
        Example(
            "cron(0 0 L-3 FEB ? 2027/4)",
            "At 00:00 on the day 3 days before the last of February, in every 4th year from 2027 to 2199", 126_144_000),
        Example(
            "cron(3/7 1,4,9 ? NOV-FEB MON,WED-FRI *)",
            "At minutes 3, 10, 17, 24, 31, 38, 45, 52 and 59 from 01:00 to 01:59, 04:00 to 04:59 and 09:00 to 09:59, on Monday and Wednesday to Friday from November to February, in every year",
            420),
        Example(
            "cron(0 */2 * * ? *)",
            "At minute 0 in one hour of every 2 hours from 00:00, every day, in every year", 7200),
        Example(
            "cron(*/5 */2 * * ? *)",
            "Every 5 minutes in one hour of every 2 hours from 00:00, every day, in every year", 300),
        Example(
            "cron(5 0/10 8-20 ? * MON-FRI *)",
            "At second 5 of a minute, every 10 minutes from 08:00 to 20:59, from Monday to Friday, in every year", 600),
        Example(
            "cron(0 2 30-2 * ? 2030,2032)",
            "At 02:00 on the 1st, 2nd, 30th and 31st of every month, in 2030 and 2032", 86400),
        Example(
            "cron(* * 3 ? * 6L *)",
            "Every second from 03:00 to 03:59, on the last Friday of every month, in every year", 1,
            canonical: "cron(* * 3 ? * FRIL *)"),
        Example(
            "cron(0 3 ? * FRI,SAT 2026-2030/2)",
            "At 03:00 on Friday and Saturday, in 2026, 2028 and 2030", 86400),
        Example(
            "cron(0 2 1 NOV-FEB ? *)",
            "At 02:00 on the 1st of each month from November to February, in every year", 2_592_000),
        Example(
            "cron(0 3 ? FEB MON#5 *)",
            "At 03:00 on the fifth Monday of February, when there is one, in every year", 883_612_800),
        Example(
            "cron(0 3 ? JAN,APR-AUG FRI-SAT *)",
            "At 03:00 on Friday and Saturday in January and April to August, in every year", 86400),
        Example(
            "cron(0 9 15W * ? *)",
            "At 09:00 on the weekday (Monday to Friday) nearest to the 15th of every month, in every year", 2_419_200),
        Example(
            "cron(0 9 ? * L *)",
            "At 09:00 every Saturday, in every year", 604800,
            canonical: "cron(0 9 ? * SAT *)"),
        Example(
            "cron(0 0 L-30 * ? *)",
            "At 00:00 on the day 30 days before the last of every month that has one, in every year", 2_678_400),
        Example(
            "cron(0,30 1-5 1,2,3,15 MAR ? 2027)",
            "Every 30 minutes from 01:00 to 05:59, on the 1st to 3rd and 15th of March, in 2027", 1800),
        Example(
            "cron(0 12 ? * * 2030/10)",
            "At 12:00 every day, in every 10th year from 2030 to 2190", 86400),
        Example(
            "cron(10-20 * * * ? *)",
            "At minutes 10 to 20 of every hour, every day, in every year", 60),
        Example(
            "cron(*/7 * * * ? *)",
            "At minutes 0, 7, 14, 21, 28, 35, 42, 49 and 56 of every hour, every day, in every year", 240),
        Example(
            "cron(* 0 0 1 1 ? *)",
            "Every second of minute 0 from 00:00 to 00:59, on the 1st of January, in every year", 1,
            canonical: "cron(* 0 0 1 JAN ? *)"),
        Example(
            "rate(1 minute)",
            "Every minute, counted from the start date or the activation", 60),
        Example(
            "rate(1 day)",
            "Every day, counted from the start date or the activation", 86400),
        Example(
            "at(1999-12-31T23:59:59)",
            "Once, at 23:59:59 on 31 December 1999", nil),
        Example(
            "cron(0 0 2 2 ? *)",
            "At 00:00 on the 2nd of February, in every year", 31_536_000,
            canonical: "cron(0 0 2 FEB ? *)"),
        Example(
            "cron(0 0 3 3 ? *)",
            "At 00:00 on the 3rd of March, in every year", 31_536_000,
            canonical: "cron(0 0 3 MAR ? *)"),
        Example(
            "cron(0 0 ? * 1-7 *)",
            "At 00:00 every day, in every year", 86400,
            canonical: "cron(0 0 ? * SUN-SAT *)"),
    ]

    @Test func `an expression that never fires is accepted and says so`() throws {
        for text in [
            "cron(0 0 29 2 ? 2026-2027)", "cron(0 0 31 4,6 ? *)", "cron(0 0 30W FEB ? *)", "cron(0 0 ? 2 MON#5 2027)",
        ] {
            let expression = try ScheduleExpression(parsing: text)
            #expect(!expression.canEverFire)
            #expect(expression.explanation.hasSuffix("; it never fires, because no date from 1970 to 2199 matches"))
            let schedule = try Schedule(expression: expression, activatedAt: .earliest)
            #expect(!schedule.canEverFire)
            #expect(schedule.next(after: .earliest) == nil)
            #expect(schedule.previous(before: .latest) == nil)
        }
        #expect(try ScheduleExpression(parsing: "cron(0 0 29 2 ? 2096)").canEverFire)
    }

    @Test func `names and special letters are read in any case`() throws {
        let upper = try ScheduleExpression(parsing: "cron(0 0 ? JAN-MAR FRIL *)")
        #expect(try ScheduleExpression(parsing: "cron(0 0 ? jan-Mar fril *)") == upper)
        #expect(
            try ScheduleExpression(parsing: "cron(0 0 lw * ? *)") == ScheduleExpression(parsing: "cron(0 0 LW * ? *)"))
        #expect(
            try ScheduleExpression(parsing: "cron(0\t0  LW * ?   *)")
                == ScheduleExpression(parsing: "cron(0 0 LW * ? *)"))
    }
}
