import ScheduleEngine

/// SplitMix64: small, and the same on every machine.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Schedules of every kind, many of them near a change of the clocks.
extension SeededGenerator {
    static let zones = [
        "UTC", "America/New_York", "Europe/Berlin", "Europe/Dublin", "Australia/Lord_Howe", "Africa/Casablanca",
        "Pacific/Apia", "Antarctica/Troll", "America/Sao_Paulo", "Asia/Kolkata", "Asia/Gaza", "Pacific/Chatham",
        "America/Caracas", "Asia/Pyongyang",
    ]

    mutating func schedule(policy: DaylightSavingPolicy? = nil) throws -> Schedule {
        let zone = try TimeZoneRules.named(Self.zones.randomElement(using: &self)!)
        return try Schedule(
            expression: ScheduleExpression(parsing: expression()), zone: zone,
            offsetDays: Bool.random(using: &self) ? nil : Int.random(in: 1...6, using: &self),
            activatedAt: moment(in: zone),
            daylightSaving: policy ?? DaylightSavingPolicy.allCases.randomElement(using: &self)!)
    }

    /// Often within an hour or two of a change of the clocks.
    mutating func moment(in zone: TimeZoneRules) -> Moment {
        let any = Moment(
            millisecondsSince1970: Int64.random(in: 0...7_000_000_000, using: &self) * 1000
                + (Bool.random(using: &self) ? 0 : Int64.random(in: 0...999, using: &self)))
        guard Int.random(in: 0..<4, using: &self) > 0, let change = zone.nextChange(after: any) else { return any }
        let near = Int64.random(in: -7200...7200, using: &self) * (Bool.random(using: &self) ? 1 : 20)
        return Moment(millisecondsSince1970: change.at.millisecondsSince1970 + near * 1000)
    }

    mutating func expression() -> String {
        let clock = [
            one(["", "", "", "0 ", "* ", "\(number(0...59)) ", "*/20 ", "50-10/7 "]),
            one(["0", "30", "*", "0/15", "\(number(0...59))", "\(number(0...59))-\(number(0...59))"]), " ",
            one([
                "*", "2", "1", "0-3", "\(number(0...23))", "\(number(0...23))-\(number(0...23))", "*/\(number(1...23))",
            ]), " ",
        ].joined()
        let months = one(["*", "*", "*", "3,10,11", "NOV-MAR", "\(number(1...12))", "*/\(number(1...12))", "dec"])
        let day = number(1...31)
        let days = one([
            "* \(months) ?", "? \(months) *", "\(day) \(months) ?", "\(day)-\(number(1...31)) \(months) ?",
            "L \(months) ?", "L-\(number(1...30)) \(months) ?", "LW \(months) ?", "\(day)W \(months) ?",
            "? \(months) SUN", "? \(months) SAT,sun", "? \(months) \(number(1...7))-\(number(1...7))",
            "? \(months) \(number(1...7))L", "? \(months) \(number(1...7))#\(number(1...5))", "? \(months) L",
        ])
        let years = one(["*", "*", "*", "*/4", "2027-2090", "\(number(1970...2199))", "2011,2027,2150"])
        return "cron(\(clock)\(days) \(years))"
    }

    private mutating func one(_ choices: [String]) -> String { choices.randomElement(using: &self)! }

    private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
}
