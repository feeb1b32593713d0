/// An expression compiled for a zone, an active period and a daylight-saving policy: a set of moments, asked for the
/// next or the previous one.
///
/// Equal when made from equal parts.
package struct Schedule: Sendable {
    package let expression: ScheduleExpression
    package let zone: TimeZoneRules
    /// 1 to 6 days added to the date a cron expression names.
    package let offsetDays: Int?
    package let startsAt: Moment?
    package let endsAt: Moment?
    package let activatedAt: Moment
    package let daylightSaving: DaylightSavingPolicy
    private let plan: Plan

    private enum Plan: Sendable {
        case cron(CronPlan)
        case rate(RatePlan)
        case once(Occurrence)
        case never
    }

    /// - Parameters:
    ///   - zone: the one whose clocks cron and `at()` are read by.
    ///   - offsetDays: 1 to 6, with cron only.
    ///   - startsAt: the first moment at which the schedule may fire.
    ///   - endsAt: the last such moment.
    ///   - activatedAt: when the window was created or its schedule last changed. Two things depend on it: a rate
    ///     counts from it (or from `startsAt`, when that is not earlier), and with an offset only dates named by the
    ///     expression after it count. It bounds nothing else: cron without offset and `at()` know times before it.
    /// - Throws: ``ScheduleError/offsetDays(_:)``, ``ScheduleError/offsetNeedsCron(_:)``,
    ///   ``ScheduleError/emptyActivePeriod(startsAt:endsAt:)``.
    package init(
        expression: ScheduleExpression, zone: TimeZoneRules = .utc, offsetDays: Int? = nil, startsAt: Moment? = nil,
        endsAt: Moment? = nil, activatedAt: Moment, daylightSaving: DaylightSavingPolicy = .shift
    ) throws(ScheduleError) {
        if let offsetDays {
            guard case .cron = expression else { throw .offsetNeedsCron(expression) }
            guard (1...6).contains(offsetDays) else { throw .offsetDays(offsetDays) }
        }
        if let startsAt, let endsAt, endsAt <= startsAt { throw .emptyActivePeriod(startsAt: startsAt, endsAt: endsAt) }
        self.expression = expression
        self.zone = zone
        self.offsetDays = offsetDays
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.activatedAt = activatedAt
        self.daylightSaving = daylightSaving

        let first = (startsAt ?? .earliest).bounded
        let last = min((endsAt ?? .latest).bounded, Moment.latest.millisecondsSince1970)
        switch expression {
        case .cron(let cron):
            plan = .cron(
                CronPlan(
                    cron: cron, zone: zone, policy: daylightSaving, offsetDays: offsetDays ?? 0,
                    // Occurrences are whole seconds: the first at or after the start, the last at or before the end.
                    firstSecond: Int(Moment(millisecondsSince1970: first + 999).secondsSince1970),
                    lastSecond: Int(Moment(millisecondsSince1970: last).secondsSince1970),
                    activatedAt: offsetDays == nil
                        ? nil : Int(Moment(millisecondsSince1970: activatedAt.bounded).secondsSince1970)))
        case .rate(let rate):
            plan = .rate(
                RatePlan(
                    interval: Int64(rate.intervalSeconds) * 1000, startsAt: startsAt?.bounded,
                    activatedAt: activatedAt.bounded, last: last))
        case .at(let civil):
            let occurrence: Occurrence? =
                switch zone.moments(of: civil) {
                case .once(let moment): Occurrence(moment: moment, mark: .regular)
                case .twice(let first, _): Occurrence(moment: first, mark: .repeated)
                case .skipped(let shifted):
                    daylightSaving == .skip ? nil : Occurrence(moment: shifted, mark: .shifted(from: civil))
                }
            if let occurrence, (first...last).contains(occurrence.moment.millisecondsSince1970) {
                plan = .once(occurrence)
            } else {
                plan = .never
            }
        }
    }

    /// The first occurrence strictly after a moment; `nil` when there is none.
    package func next(after moment: Moment) -> Occurrence? {
        switch plan {
        case .cron(let cron):
            let second = max(Int(Moment(millisecondsSince1970: moment.bounded).secondsSince1970) &+ 1, cron.firstSecond)
            guard let (found, source) = cron.next(atOrAfter: second), found <= cron.lastSecond else { return nil }
            return Occurrence(second: found, source: source)
        case .rate(let rate):
            return rate.next(after: moment.bounded).map { Occurrence(millisecond: $0) }
        case .once(let occurrence): return occurrence.moment > moment ? occurrence : nil
        case .never: return nil
        }
    }

    /// The last occurrence strictly before a moment; `nil` when there is none.
    package func previous(before moment: Moment) -> Occurrence? {
        switch plan {
        case .cron(let cron):
            // The last whole second before the moment.
            let before = Moment(millisecondsSince1970: moment.bounded - 1).secondsSince1970
            let second = min(Int(before), cron.lastSecond)
            guard let (found, source) = cron.previous(atOrBefore: second), found >= cron.firstSecond else { return nil }
            return Occurrence(second: found, source: source)
        case .rate(let rate):
            return rate.previous(before: moment.bounded).map { Occurrence(millisecond: $0) }
        case .once(let occurrence): return occurrence.moment < moment ? occurrence : nil
        case .never: return nil
        }
    }

    /// Whether there is any occurrence at all, considering dates, zone and policy.
    package var canEverFire: Bool { next(after: Moment(millisecondsSince1970: .min)) != nil }

    /// The local times that the policy drops between two moments, by the moment the clocks jump over them.
    var skipPlan: CronPlan? {
        guard daylightSaving == .skip, case .cron(let cron) = plan else { return nil }
        return cron
    }
}

extension Occurrence {
    @inline(__always)
    fileprivate init(second: Int, source: CronPlan.Source) {
        moment = Moment(millisecondsSince1970: Int64(second) &* 1000)
        mark =
            switch source {
            case .regular: .regular
            case .repeated: .repeated
            case .shifted(let local): .shifted(from: CivilDateTime(seconds: local))
            }
    }

    fileprivate init(millisecond: Int64) {
        moment = Moment(millisecondsSince1970: millisecond)
        mark = .regular
    }
}

extension Schedule: Hashable {
    package static func == (left: Schedule, right: Schedule) -> Bool {
        left.expression == right.expression && left.zone == right.zone && left.offsetDays == right.offsetDays
            && left.startsAt == right.startsAt && left.endsAt == right.endsAt && left.activatedAt == right.activatedAt
            && left.daylightSaving == right.daylightSaving
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(expression)
        hasher.combine(zone)
        hasher.combine(offsetDays)
        hasher.combine(activatedAt)
    }
}
