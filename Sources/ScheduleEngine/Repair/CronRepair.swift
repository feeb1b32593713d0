/// Cron expressions of other dialects, and slips in this one.
enum CronRepair {
    /// - Parameter isCall: whether the text stood in `cron(…)`.
    static func fixes(_ text: String, problem: ExpressionProblem, isCall: Bool) -> [Fix] {
        var words = text.words
        if words.first?.asciiLowercased == "cron" { words.removeFirst() }
        switch words.count {
        case 5: return [unix(words)]
        case 6:
            // Strict AWS first: “0 2 1 * * *” lacks a “?” rather than a year.
            let quartz = Fix(
                reason: "This is the Quartz form, which begins with seconds and has no year.",
                expression: written(withOpenDay(words + ["*"], day: 3, weekday: 5)))
            if words[5] == "?" || words[5].contains(where: \.isLetter) {
                return [quartz] + slips(words, problem, isCall: isCall)
            }
            return slips(words, problem, isCall: isCall) + [quartz]
        case 7: return slips(words, problem, isCall: isCall)
        default: return []
        }
    }

    private static func written(_ words: [String]) -> String { "cron(\(words.joined(separator: " ")))" }

    /// minute hour day-of-month month day-of-week, weekdays from 0.
    private static func unix(_ words: [String]) -> Fix {
        let reason =
            "This is the five-field form of Unix cron; here a year comes last and one of the day fields is “?”."
        if words[2] == "?" || words[4] == "?" {
            return Fix(reason: "The year is missing.", expression: written(words + ["*"]))
        }
        let weekday = renumbered(shortNames(words[4], .dayOfWeek))
        let month = shortNames(words[3], .month)
        let clock = [words[0], words[1]]
        switch (words[2], words[4]) {
        case (_, "*"): return Fix(reason: reason, expression: written(clock + [words[2], month, "?", "*"]))
        case ("*", _): return Fix(reason: reason, expression: written(clock + ["?", month, weekday, "*"]))
        default:
            let byDay = written(clock + [words[2], month, "?", "*"])
            let byWeekday = written(clock + ["?", month, weekday, "*"])
            return Fix(
                reason: "\(reason) Unix cron runs when either day field matches, which takes two schedules: "
                    + "\(quoted(byDay, limit: 256)) and \(quoted(byWeekday, limit: 256)).", expression: nil)
        }
    }

    /// Six or seven fields of this dialect with something wrong in them.
    private static func slips(_ words: [String], _ problem: ExpressionProblem, isCall: Bool) -> [Fix] {
        let first = words.count == 7 ? 0 : 1
        var words = words
        var reason = isCall ? "" : "The fields stand in cron(…)."
        func note(_ text: String) { if reason.isEmpty { reason = text } }

        for (index, word) in words.enumerated() {
            let field = CronField(rawValue: index + first)!
            var fixed = shortNames(word.replacingAll("..", with: "-"), field)
            if fixed != word, !field.valueNames.isEmpty { note("Names have three letters.") }
            switch field {
            case .dayOfMonth: break
            case .dayOfWeek where containsZero(fixed):
                fixed = renumbered(fixed)
                note("Weekdays count from 1 (Sunday) to 7 (Saturday) here.")
            case .dayOfWeek: break
            default:
                if fixed == "?" {
                    fixed = "*"
                    note("Only a day field may be “?”.")
                }
                let wrapped = wrappedValues(fixed, field)
                if wrapped != fixed {
                    note(
                        field == .year
                            ? "A range of years runs forward."
                            : "\(field.name) run from \(field.range.lowerBound) to \(field.range.upperBound).")
                }
                fixed = wrapped
            }
            words[index] = fixed
        }
        let open = withOpenDay(words, day: 3 - first, weekday: 5 - first)
        if open != words { note("One day field names the days and the other is “?”.") }
        return [Fix(reason: reason.isEmpty ? "A small change makes it valid." : reason, expression: written(open))]
    }

    /// With a `?` in exactly one day field, when that changes nothing else.
    private static func withOpenDay(_ words: [String], day: Int, weekday: Int) -> [String] {
        var words = words
        switch (words[day], words[weekday]) {
        case ("?", "?"): words[day] = "*"
        case (_, "?"), ("?", _): break
        case (_, "*"): words[weekday] = "?"
        case ("*", _): words[day] = "?"
        default: break
        }
        return words
    }

    /// Names of months or weekdays cut to three letters: `MONDAY`, `Sept`.
    static func shortNames(_ text: String, _ field: CronField) -> String {
        guard !field.valueNames.isEmpty else { return text }
        let full = field == .month ? EnglishName.months : EnglishName.weekdays
        return replacingRuns(in: text, where: \.isLetter) { run in
            let upper = run.uppercased()
            guard upper.utf8.count > 3 else { return run }
            // Exact beginnings, or a letter or two wrong in a long name.
            let match =
                full.indices.first { full[$0].uppercased().hasPrefix(upper) }
                ?? full.indices.first {
                    editDistance(Array(full[$0].uppercased().utf8), Array(upper.utf8), atMost: 2) != nil
                }
                ?? full.indices.first { upper.hasPrefix(field.valueNames[$0]) }
            return match.map { field.valueNames[$0] } ?? run
        }
    }

    /// Weekday numbers of Unix (0 or 7 is Sunday) as names; steps and occurrence counts stay numbers.
    private static func renumbered(_ text: String) -> String {
        var isCount = false
        func name(_ run: String) -> String {
            guard !isCount, let number = Int(run), (0...7).contains(number) else { return run }
            return CronField.dayOfWeek.valueNames[number % 7]
        }
        return replacingRuns(
            in: text, where: { $0.isNumber }, between: { isCount = $0 == "/" || $0 == "#" }, with: { name($0) })
    }

    private static func containsZero(_ text: String) -> Bool {
        text.split(whereSeparator: { ",-/#".contains($0) }).contains("0") && !text.contains("/0")
    }

    /// `24` hours and steps as long as the field, both of which mean its first value.
    private static func wrappedValues(_ text: String, _ field: CronField) -> String {
        guard field == .second || field == .minute || field == .hour else {
            let parts = text.split(separator: "-")
            if field == .year, parts.count == 2, let first = Int(parts[0]), let last = Int(parts[1]), first > last {
                return "\(last)-\(first)"
            }
            return text
        }
        let size = String(field.range.count)
        if text == "*/\(size)" || text == "0/\(size)" || text == size { return "0" }
        return text
    }

    /// The text with every longest run of such characters replaced; `between` sees each of the others.
    private static func replacingRuns(
        in text: String, where belongs: (Character) -> Bool, between: (Character) -> Void = { _ in },
        with replacement: (String) -> String
    ) -> String {
        var result = ""
        var run = ""
        for character in text {
            if belongs(character) {
                run.append(character)
            } else {
                if !run.isEmpty { result += replacement(run) }
                run = ""
                between(character)
                result.append(character)
            }
        }
        return run.isEmpty ? result : result + replacement(run)
    }
}
