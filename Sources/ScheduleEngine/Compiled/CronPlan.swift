/// A cron expression compiled for one zone, policy, offset and active period.
///
/// Everything is computed on local times, and a moment is chosen once, at the end. The only places where the order of
/// local times and the order of moments differ are changes of the clocks, and there are four rules for them:
///
/// - inside the gap of a change at T, the local time `T + before … T + after - 1` never shows; under `shift` it means the
///   moment in `T ..< T + gap` that clocks not yet changed would show it at. So these moments have *two* sources,
///   and the earlier of the two candidates wins (the later, looking back);
/// - after a change that sets the clocks back, the moments `T ..< T + fold` show times that were shown before. They have
///   *no* source, because a repeated time counts at its first moment.
final class CronPlan: Sendable {
    private let table: CronTable
    private let transitions: TransitionTable
    private let shifts: Bool
    /// Offset days, in seconds.
    private let offset: Int
    /// First and last second at which the schedule may fire.
    let firstSecond: Int
    let lastSecond: Int
    /// Local times (before the offset is added) that count as later than the activation: all from `eligibleFrom`
    /// on, and those in `eligibleGap`, which the clocks were skipping while the window was activated.
    private let eligibleFrom: Int
    private let eligibleGap: Range<Int>

    init(
        cron: CronExpression, zone: TimeZoneRules, policy: DaylightSavingPolicy, offsetDays: Int, firstSecond: Int,
        lastSecond: Int, activatedAt: Int?
    ) {
        table = cron.table
        transitions = zone.transitions
        shifts = policy == .shift
        offset = offsetDays * 86400
        self.firstSecond = firstSecond
        self.lastSecond = lastSecond
        guard let activatedAt else {
            eligibleFrom = Int.min / 2
            eligibleGap = 0..<0
            return
        }
        let change = transitions[transitions.index(at: activatedAt)]
        eligibleFrom =
            activatedAt < change.at + change.fold ? change.at + change.before : activatedAt + change.after + 1
        let skippedFrom = activatedAt + change.before + 1
        eligibleGap =
            activatedAt < change.at + change.gap && skippedFrom < change.at + change.after
            ? skippedFrom..<change.at + change.after : 0..<0
    }

    /// How an instant and its mark travel inside; the mark's date is only made when asked for.
    enum Source {
        case regular
        case shifted(local: Int)
        case repeated
    }

    @inline(__always)
    private func local(atOrAfter time: Int) -> Int? {
        let base = time &- offset
        if base >= eligibleFrom { return table.next(atOrAfter: base).map { $0 &+ offset } }
        if base < eligibleGap.upperBound, let found = table.next(atOrAfter: max(base, eligibleGap.lowerBound)),
            eligibleGap.contains(found)
        {
            return found + offset
        }
        return table.next(atOrAfter: eligibleFrom).map { $0 + offset }
    }

    @inline(__always)
    private func local(atOrBefore time: Int) -> Int? {
        let base = time &- offset
        if base >= eligibleFrom, let found = table.previous(atOrBefore: base), found >= eligibleFrom {
            return found &+ offset
        }
        guard !eligibleGap.isEmpty, base >= eligibleGap.lowerBound,
            let found = table.previous(atOrBefore: min(base, eligibleGap.upperBound - 1)), eligibleGap.contains(found)
        else { return nil }
        return found + offset
    }

    /// The first firing second at or after `second`, regardless of the active period.
    func next(atOrAfter second: Int) -> (Int, Source)? {
        let index = transitions.index(at: second)
        let change = transitions[index]
        var start = second &+ change.after
        if second < change.at &+ change.fold {
            start = change.at &+ change.before
        } else if shifts, second < change.at &+ change.gap {
            let skipped = local(atOrAfter: second &+ change.before).flatMap { $0 < change.at + change.after ? $0 : nil }
            let regular = local(atOrAfter: start)
            if let skipped, regular.map({ skipped - change.before < $0 - change.after }) ?? true {
                return (skipped - change.before, .shifted(local: skipped))
            }
        }
        // One turn almost always; a skipped time under `skip` takes another.
        while let found = local(atOrAfter: start) {
            // The common case: no change of the clocks in between, and none that will show the time again.
            let following = transitions[index &+ 1]
            if found < following.at &+ min(following.before, following.after) {
                return (found &- change.after, .regular)
            }
            let later = transitions[transitions.index(ofLocal: found)]
            if found >= later.at &+ max(later.before, later.after) { return (found &- later.after, .regular) }
            if later.fold > 0 { return (found - later.before, .repeated) }
            let end = later.at + later.after
            guard shifts else {
                start = end
                continue
            }
            let shifted = found - later.before
            if let regular = local(atOrAfter: end), regular - later.after <= shifted {
                return (regular - later.after, .regular)
            }
            return (shifted, .shifted(local: found))
        }
        return nil
    }

    /// The last firing second at or before `second`, regardless of the active period.
    func previous(atOrBefore second: Int) -> (Int, Source)? {
        let change = transitions[transitions.index(at: second)]
        var end = second &+ change.after
        if second < change.at &+ change.fold {
            end = change.at &+ change.before &- 1
        } else if second < change.at &+ change.gap {
            if let best = latest(in: change, regularUpTo: end, skippedUpTo: second + change.before) { return best }
            end = change.at + change.before - 1
        }
        while let found = local(atOrBefore: end) {
            let earlier = transitions[transitions.index(ofLocal: found)]
            if earlier.fold > 0, found < earlier.at &+ earlier.before { return (found - earlier.before, .repeated) }
            if earlier.gap == 0 || found >= earlier.at &+ earlier.after &+ earlier.gap {
                return (found &- earlier.after, .regular)
            }
            if let best = latest(in: earlier, regularUpTo: found, skippedUpTo: earlier.at + earlier.after - 1) {
                return best
            }
            end = earlier.at + earlier.before - 1
        }
        return nil
    }

    /// The latest moment of the span a gap's skipped times are shifted into, from either source.
    private func latest(
        in change: TransitionTable.Transition, regularUpTo: Int, skippedUpTo: Int
    ) -> (Int, Source)? {
        let regular = local(atOrBefore: regularUpTo).flatMap {
            $0 >= change.at + change.after ? $0 - change.after : nil
        }
        let skipped =
            !shifts
            ? nil
            : local(atOrBefore: skippedUpTo).flatMap {
                $0 >= change.at + change.before ? $0 : nil
            }
        if let skipped, regular.map({ $0 < skipped - change.before }) ?? true {
            return (skipped - change.before, .shifted(local: skipped))
        }
        return regular.map { ($0, .regular) }
    }

    /// The first local time at or after `local` that the schedule names and the clocks skip, and when they do.
    func skipped(atOrAfter local: Int) -> (local: Int, jumpAt: Int)? {
        var index = transitions.index(ofLocal: local)
        var start = local
        while index < transitions.count {
            let change = transitions[index]
            if change.gap > 0 {
                start = max(start, change.at + change.before)
                // Nothing at all left: no need to look at later gaps.
                guard let found = self.local(atOrAfter: start) else { return nil }
                if found < change.at + change.after { return (found, change.at) }
                // Gaps before the next match have nothing to skip.
                index = max(index, transitions.index(ofLocal: found) - 1)
            }
            index += 1
        }
        return nil
    }
}
