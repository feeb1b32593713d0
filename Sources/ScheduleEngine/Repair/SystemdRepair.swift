/// Calendar events of systemd timers: `Mon..Fri *-*-* 02:00:00`.
enum SystemdRepair {
    static func fixes(_ text: String) -> [Fix] {
        var words = text.replacingAll("..", with: "-").words
        guard (1...3).contains(words.count), let time = words.popLast() else { return [] }
        var clock = time.split(separator: ":", omittingEmptySubsequences: false).map { String($0) }
        guard clock.count == 2 || clock.count == 3, !clock.contains("") else { return [] }
        if clock.count == 2 { clock.append("0") }
        var weekday: String?
        var date = ["*", "*", "*"]
        if let last = words.last, last.contains("-"), last.first.map({ $0 == "*" || $0.isNumber }) ?? false {
            date = last.split(separator: "-", maxSplits: 2).map { String($0) }
            words.removeLast()
            if date.count == 2 { date.insert("*", at: 0) }
            guard date.count == 3 else { return [] }
        }
        if let word = words.popLast() { weekday = CronRepair.shortNames(word, .dayOfWeek) }
        guard words.isEmpty else { return [] }
        let days = weekday == nil ? (date[2], "?") : date[2] == "*" ? ("?", weekday!) : (date[2], weekday!)
        let fields = "\(clock[1]) \(clock[0]) \(days.0) \(date[1]) \(days.1) \(date[0])"
        return [
            Fix(
                reason: "This is a calendar event of systemd.",
                expression: clock[2] == "0" || clock[2] == "00" ? "cron(\(fields))" : "cron(\(clock[2]) \(fields))")
        ]
    }
}

extension String {
    func replacingAll(_ word: String, with other: String) -> String {
        var result = ""
        var rest = self[...]
        while !rest.isEmpty {
            if rest.hasPrefix(word) {
                result += other
                rest = rest.dropFirst(word.count)
            } else {
                result.append(rest.removeFirst())
            }
        }
        return result
    }
}
