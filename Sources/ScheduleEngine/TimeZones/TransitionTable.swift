/// The moments at which a zone's clocks change, and how they are set then.
///
/// Invariant: changes are so far apart that what one skips or repeats is over before the next (checked when a zone is
/// read; true of every zone there is). The first entry lies before all time and the last after it, so that a search
/// never runs off the end.
struct TransitionTable: Hashable, Sendable {
    struct Transition: Hashable, Sendable {
        /// Seconds since 1970 UTC.
        let at: Int
        /// Seconds east of UTC until and from that moment.
        let before: Int
        let after: Int

        /// How far the clocks jump ahead; 0 when they are set back.
        var gap: Int { max(0, after - before) }
        var fold: Int { max(0, before - after) }
    }

    private let transitions: ContiguousArray<Transition>
    /// For every 2^22 s (48 days) from ``origin`` on, the entry in force when they begin: a search by one division.
    private let buckets: ContiguousArray<UInt16>

    /// 1969-12-01, so that every local time from 1970 on is inside.
    private static let origin = -2_678_400
    private static let bucketShift = 22
    /// Reaches beyond 2201.
    private static let bucketCount = 1740

    /// - Parameter changes: ascending.
    /// - Returns: `nil` when changes are too close together.
    init?(initialOffset: Int, changes: [(at: Int, offset: Int)]) {
        var transitions: ContiguousArray = [
            Transition(at: Int.min / 4, before: initialOffset, after: initialOffset)
        ]
        for change in changes {
            let last = transitions[transitions.count - 1]
            guard change.offset != last.after else { continue }
            let next = Transition(at: change.at, before: last.after, after: change.offset)
            let reach = abs(last.after - last.before) + abs(next.after - next.before)
            guard next.at - last.at > reach else { return nil }
            transitions.append(next)
        }
        let final = transitions[transitions.count - 1].after
        transitions.append(Transition(at: Int.max / 4, before: final, after: final))
        guard transitions.count <= Int(UInt16.max) else { return nil }
        self.transitions = transitions

        var index = 0
        buckets = ContiguousArray(
            (0..<Self.bucketCount).map { bucket in
                let start = Self.origin + bucket << Self.bucketShift
                while transitions[index + 1].at <= start { index += 1 }
                return UInt16(index)
            })
    }

    /// The number of the entry in force at an instant.
    @inline(__always)
    func index(at instant: Int) -> Int {
        let bucket = (instant &- Self.origin) >> Self.bucketShift
        guard bucket >= 0, bucket < Self.bucketCount else { return search(instant) }
        var index = Int(buckets[bucket])
        while transitions[index &+ 1].at <= instant { index &+= 1 }
        return index
    }

    private func search(_ instant: Int) -> Int {
        var (low, high) = (0, transitions.count - 1)
        while high - low > 1 {
            let middle = (low + high) / 2
            if transitions[middle].at <= instant { low = middle } else { high = middle }
        }
        return low
    }

    @inline(__always)
    subscript(index: Int) -> Transition { transitions[index] }

    var count: Int { transitions.count }

    /// What a local time means, as the number of an entry `i`:
    /// in a gap or a fold, the change that skips or repeats it; otherwise the last change before it.
    @inline(__always)
    func index(ofLocal local: Int) -> Int {
        // Local time differs from UTC by about a day at most, so the right entry is near.
        var index = self.index(at: local)
        while index > 0, local < start(ofLocal: index) { index &-= 1 }
        while index &+ 1 < transitions.count &- 1, local >= start(ofLocal: index &+ 1) { index &+= 1 }
        return index
    }

    /// The least local time that entry `i` concerns.
    @inline(__always)
    private func start(ofLocal index: Int) -> Int {
        let transition = transitions[index]
        return transition.at &+ min(transition.before, transition.after)
    }

    enum Reading {
        case once(Int)
        /// The clocks skip it; the instant is what the clocks before the change would have shown it at.
        case skipped(Int, by: Transition)
        case twice(Int, Int)
    }

    func reading(ofLocal local: Int) -> Reading {
        let transition = self[index(ofLocal: local)]
        if local >= transition.at + max(transition.before, transition.after) || transition.before == transition.after {
            return .once(local - transition.after)
        }
        return transition.gap > 0
            ? .skipped(local - transition.before, by: transition)
            : .twice(local - transition.before, local - transition.after)
    }
}
