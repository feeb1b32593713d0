/// How long something may take before it is given up.
struct TimeLimit: Sendable {
    let duration: Duration
    let clock: any Clock<Duration>

    /// Cancels the work when the limit is reached or whoever asked is cancelled.
    /// - Parameter work: must end soon once it is cancelled, for its end is awaited; it may still have found something.
    func allow<Value: Sendable>(_ work: @escaping @Sendable () async -> Value?) async -> Value? {
        await withTaskGroup(of: Value?.self) { group in
            group.addTask { await work() }
            group.addTask {
                try? await clock.sleep(for: duration)
                return nil
            }
            // Whichever ends first ends the other one.
            let first = await group.next() ?? nil
            group.cancelAll()
            let second = await group.next() ?? nil
            return first ?? second
        }
    }

    /// “15 s”, “0.3 s”.
    var inWords: String { duration.inWords }
}

extension Duration {
    var inWords: String {
        let tenths = (self / .milliseconds(100)).rounded()
        let isWhole = tenths.truncatingRemainder(dividingBy: 10) == 0
        return isWhole ? "\(Int(tenths / 10)) s" : "\(tenths / 10) s"
    }
}
