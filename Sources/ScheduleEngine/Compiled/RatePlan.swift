/// `anchor + k * interval` on the absolute time line, in milliseconds.
struct RatePlan: Sendable {
    private let interval: Int64
    /// The first occurrence: the start date itself, or one interval after the activation.
    private let first: Int64
    private let last: Int64

    init(interval: Int64, startsAt: Int64?, activatedAt: Int64, last: Int64) {
        self.interval = interval
        if let startsAt, startsAt >= activatedAt {
            first = startsAt
        } else {
            // Nothing can be registered at the instant a window is made: the first run comes one interval later.
            first = activatedAt + interval
        }
        self.last = last
    }

    func next(after moment: Int64) -> Int64? {
        let found = moment < first ? first : first + ((moment - first) / interval + 1) * interval
        return found <= last ? found : nil
    }

    func previous(before moment: Int64) -> Int64? {
        let bound = min(moment - 1, last)
        return bound < first ? nil : first + (bound - first) / interval * interval
    }
}
