/// `@daily` and the like, of cron and of systemd.
enum NicknameRepair {
    private static let meanings: [String: String] = [
        "yearly": "cron(0 0 1 JAN ? *)", "annually": "cron(0 0 1 JAN ? *)",
        "semiannually": "cron(0 0 1 JAN,JUL ? *)", "quarterly": "cron(0 0 1 JAN/3 ? *)",
        "monthly": "cron(0 0 1 * ? *)", "weekly": "cron(0 0 ? * SUN *)", "daily": "cron(0 0 * * ? *)",
        "midnight": "cron(0 0 * * ? *)", "hourly": "cron(0 * * * ? *)", "minutely": "cron(* * * * ? *)",
    ]

    static func fix(_ text: String) -> Fix? {
        let word = text.asciiLowercased
        let name = word.hasPrefix("@") ? String(word.dropFirst()) : word
        if name == "reboot" {
            return Fix(reason: "A schedule names times; nothing runs a window when a machine boots.", expression: nil)
        }
        return meanings[name].map { Fix(reason: "Nicknames are not understood here.", expression: $0) }
    }
}
