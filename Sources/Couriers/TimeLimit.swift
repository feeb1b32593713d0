import NIOCore
import NIOPosix

/// How long something may take before it is given up.
struct TimeLimit: Sendable {
    let duration: Duration

    /// Cancels the work when the limit is reached or whoever asked is cancelled.
    ///
    /// The alarm is an event loop's: one that is not needed is gone at once. A sleeping task that is cancelled leaves its timer
    /// behind until the moment it was set for, and at thousands of tries a second those are most of a service's memory.
    /// - Parameter work: must end soon once it is cancelled, for its end is awaited; it may still have found something.
    func allow<Value: Sendable>(_ work: @escaping @Sendable () async -> Value?) async -> Value? {
        // Awaited two lines below, whatever happens.
        let task = Task { await work() }
        let alarm = MultiThreadedEventLoopGroup.singleton.any().scheduleTask(in: TimeAmount(duration)) { task.cancel() }
        defer { alarm.cancel() }
        return await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
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
