/// A time zone as the system's database describes it: when its clocks change, past and future.
///
/// Immutable; a new release of the database gives new rules (``TimeZoneDatabase/reloadChanged()``), and schedules
/// compiled with the old ones keep them.
package final class TimeZoneRules: Sendable {
    /// As the database spells it. A link keeps its own name: `US/Eastern`.
    package let name: String
    let transitions: TransitionTable
    private let rule: PosixRule?

    /// Coordinated Universal Time; needs no database.
    package static let utc = TimeZoneRules(name: "UTC", fixedOffset: 0)

    /// The zone of that name, in any case, links included, from the system's database (`TZDIR`, or
    /// `/usr/share/zoneinfo`). Read once, then kept.
    /// - Throws: ``ScheduleError/unknownTimeZone(_:nearest:)`` or ``ScheduleError/unreadableTimeZone(_:reason:)``.
    package static func named(_ name: String) throws(ScheduleError) -> TimeZoneRules {
        try TimeZoneDatabase.system.rules(named: name)
    }

    /// A rule is expanded to changes up to here; cron expressions end in 2199, offsets add days.
    private static let lastExpandedYear = 2201

    private init(name: String, fixedOffset: Int) {
        self.name = name
        // A table without changes keeps its invariant.
        transitions = TransitionTable(initialOffset: fixedOffset, changes: [])!
        rule = nil
    }

    init(name: String, file: ZoneFile) throws(ZoneFile.Malformed) {
        self.name = name
        rule = file.rule
        var changes = file.changes
        var initial = file.initialOffset
        if let rule {
            if let last = changes.last {
                let lastYear = CivilDate(daysSince1970: max(-719_000, last.at / 86400)).year
                for year in max(1, min(lastYear, Self.lastExpandedYear))...Self.lastExpandedYear {
                    changes += rule.changes(in: year).filter { $0.at > last.at }
                }
            } else {
                initial = rule.standardOffset
                for year in 1900...Self.lastExpandedYear { changes += rule.changes(in: year) }
            }
        }
        guard let table = TransitionTable(initialOffset: initial, changes: Self.distinct(changes)) else {
            throw ZoneFile.Malformed("its clocks change too often")
        }
        transitions = table
    }

    /// Of changes at one instant (the end of one year's daylight time and the start of the next) the last counts.
    private static func distinct(_ changes: [(at: Int, offset: Int)]) -> [(at: Int, offset: Int)] {
        var distinct: [(at: Int, offset: Int)] = []
        for change in changes {
            while let last = distinct.last, last.at >= change.at { distinct.removeLast() }
            distinct.append(change)
        }
        return distinct
    }

    /// The table that knows an instant: the usual one, or for the far future one made from the rule on the spot.
    private func table(covering second: Int) -> TransitionTable {
        guard let rule, rule.daylight != nil, second >= Self.expandedEnd else { return transitions }
        let year = CivilDate(daysSince1970: second / 86400).year
        let changes = (year - 1...year + 1).flatMap { rule.changes(in: $0) }
        return TransitionTable(initialOffset: rule.standardOffset, changes: Self.distinct(changes)) ?? transitions
    }

    /// 2201-07-01: a change of the year before is always in the table.
    private static let expandedEnd = 7_305_292_800
}

extension TimeZoneRules {
    /// Seconds east of UTC.
    package func offsetSeconds(at moment: Moment) -> Int {
        let second = Int(min(max(moment, .earliest), .latest).secondsSince1970)
        let table = self.table(covering: second)
        return table[table.index(at: second)].after
    }

    /// What clocks there show at that moment; milliseconds are dropped.
    package func civil(at moment: Moment) -> CivilDateTime {
        let bounded = min(max(moment, .earliest), .latest)
        return CivilDateTime(seconds: Int(bounded.secondsSince1970) + offsetSeconds(at: bounded))
    }

    /// What a local date and time means in a zone.
    package enum LocalTime: Hashable, Sendable {
        case once(Moment)
        /// The clocks jump over it; `shifted` is the moment that lies as far after the jump as the local time lies
        /// after the last one shown before it.
        case skipped(shifted: Moment)
        /// The clocks are set back and show it twice.
        case twice(first: Moment, second: Moment)
    }

    package func moments(of civil: CivilDateTime) -> LocalTime {
        func moment(_ second: Int) -> Moment { Moment(secondsSince1970: Int64(second)) }
        return switch table(covering: civil.seconds).reading(ofLocal: civil.seconds) {
        case .once(let second): .once(moment(second))
        case .skipped(let shifted, _): .skipped(shifted: moment(shifted))
        case .twice(let first, let second): .twice(first: moment(first), second: moment(second))
        }
    }

    /// The last change of the clocks until a moment.
    package func lastChange(atOrBefore moment: Moment) -> Moment? {
        let second = Int(min(max(moment, .earliest), .latest).secondsSince1970)
        let table = self.table(covering: second)
        let index = table.index(at: second)
        return index == 0 ? nil : Moment(secondsSince1970: Int64(table[index].at))
    }

    /// The next change of the clocks after a moment: when, and by how many seconds they are set ahead (or back, below 0).
    package func nextChange(after moment: Moment) -> (at: Moment, seconds: Int)? {
        let second = Int(min(max(moment, .earliest), .latest).secondsSince1970)
        let table = self.table(covering: second)
        let index = table.index(at: second) + 1
        guard index < table.count - 1 else { return nil }
        return (Moment(secondsSince1970: Int64(table[index].at)), table[index].after - table[index].before)
    }
}

extension TimeZoneRules: Hashable {
    /// The same name with the same rules; after an update of the database old and new differ.
    package static func == (left: TimeZoneRules, right: TimeZoneRules) -> Bool {
        left === right || left.name == right.name && left.transitions == right.transitions && left.rule == right.rule
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
