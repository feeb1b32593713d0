extension Schedule {
    /// Every occurrence after a moment in order, found one at a time as they are asked for.
    package func occurrences(after moment: Moment) -> Occurrences { Occurrences(schedule: self, cursor: moment) }

    package struct Occurrences: Sequence, IteratorProtocol, Sendable {
        fileprivate let schedule: Schedule
        fileprivate var cursor: Moment

        package mutating func next() -> Occurrence? {
            guard let occurrence = schedule.next(after: cursor) else { return nil }
            cursor = occurrence.moment
            return occurrence
        }
    }

    /// One line of a preview: something that happens, or that the clocks and the policy keep from happening.
    package enum PreviewEntry: Hashable, Sendable {
        case fires(Occurrence)
        case skips(SkippedTime)
    }

    /// ``occurrences(after:)`` and, under ``DaylightSavingPolicy/skip``, the local times that are left out, each before the
    /// first occurrence that follows it.
    package func preview(after moment: Moment) -> Preview { Preview(schedule: self, after: moment) }

    package struct Preview: Sequence, IteratorProtocol, Sendable {
        private var occurrences: Occurrences
        private var pending: Occurrence?
        private var skipped: SkippedTimes

        fileprivate init(schedule: Schedule, after moment: Moment) {
            occurrences = schedule.occurrences(after: moment)
            skipped = schedule.skippedTimes(after: moment)
            pending = occurrences.next()
        }

        package mutating func next() -> PreviewEntry? {
            if let skip = skipped.peek(), pending.map({ skip.jumpAt <= $0.moment }) ?? true {
                skipped.advance()
                return .skips(skip)
            }
            guard let occurrence = pending else { return nil }
            pending = occurrences.next()
            return .fires(occurrence)
        }
    }

    /// The local times after a moment that the expression names and that do not fire because the clocks skip them. None
    /// under ``DaylightSavingPolicy/shift``.
    package func skippedTimes(after moment: Moment) -> SkippedTimes { SkippedTimes(schedule: self, after: moment) }

    package struct SkippedTimes: Sequence, IteratorProtocol, Sendable {
        private let schedule: Schedule
        private let first: Moment
        /// Local seconds from which to search on.
        private var cursor: Int
        private var found: SkippedTime?
        private var isExhausted: Bool

        fileprivate init(schedule: Schedule, after moment: Moment) {
            self.schedule = schedule
            // A jump at the moment itself is over.
            first = Swift.max(
                Moment(millisecondsSince1970: moment.bounded + 1), schedule.startsAt ?? .earliest)
            cursor = schedule.zone.civil(at: Moment(millisecondsSince1970: first.bounded - 1)).seconds
            isExhausted = schedule.skipPlan == nil && schedule.skippedOnce == nil
        }

        /// The next one, without taking it.
        package mutating func peek() -> SkippedTime? {
            while found == nil, !isExhausted {
                guard let candidate = schedule.skippedTime(atOrAfter: cursor) else {
                    isExhausted = true
                    break
                }
                cursor = candidate.local.seconds + 1
                if let endsAt = schedule.endsAt, candidate.jumpAt > endsAt {
                    isExhausted = true
                } else if candidate.jumpAt >= first {
                    found = candidate
                }
            }
            return found
        }

        package mutating func next() -> SkippedTime? {
            defer { found = nil }
            return peek()
        }

        fileprivate mutating func advance() { found = nil }
    }

    fileprivate func skippedTime(atOrAfter local: Int) -> SkippedTime? {
        if let plan = skipPlan {
            return plan.skipped(atOrAfter: local).map {
                SkippedTime(
                    local: CivilDateTime(seconds: $0.local), jumpAt: Moment(secondsSince1970: Int64($0.jumpAt)))
            }
        }
        return skippedOnce.flatMap { $0.local.seconds >= local ? $0 : nil }
    }

    /// The time of an `at()` that is skipped.
    fileprivate var skippedOnce: SkippedTime? {
        guard daylightSaving == .skip, case .at(let civil) = expression,
            case .skipped(let shifted) = zone.moments(of: civil)
        else { return nil }
        // The moment just before the shifted one's gap began: the change is the last before the shifted moment.
        return zone.lastChange(atOrBefore: shifted).map { SkippedTime(local: civil, jumpAt: $0) }
    }
}
