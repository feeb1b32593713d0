/// Decides which nodes of a command may start next, and when to stop starting them.
///
/// Sliding, without ramp or batches: a finished node makes room at once. The threshold trips when errors *exceed* the
/// limit, so `0` stops after the first error; nodes that already run may add more (reference: windows 5.4).
package struct RateControl: Hashable, Sendable, Codable {
    /// How many nodes may run at once; at least 1.
    package let concurrency: Int
    /// How many errors are borne; one more stops the rest.
    package let errorLimit: Int

    package init(concurrency: Int, errorLimit: Int) {
        self.concurrency = max(1, concurrency)
        self.errorLimit = max(0, errorLimit)
    }

    /// The numbers that the limits mean for `nodeCount` nodes.
    package init(maxConcurrency: RateLimit, maxErrors: RateLimit, nodeCount: Int) {
        self.init(concurrency: maxConcurrency.applied(to: nodeCount), errorLimit: maxErrors.applied(to: nodeCount))
    }

    /// Where the nodes of one budget stand.
    package struct Tally: Hashable, Sendable {
        /// May start now.
        package var ready: Int
        /// Could not be reached and wait for another try.
        package var delayed: Int
        /// Hold a place.
        package var running: Int
        package var errors: Int

        package init(ready: Int, delayed: Int = 0, running: Int = 0, errors: Int = 0) {
            self.ready = ready
            self.delayed = delayed
            self.running = running
            self.errors = errors
        }
    }

    package enum Action: Hashable, Sendable {
        /// Start this many of the ready nodes.
        case start(Int)
        /// Nothing to do until a node finishes or a delayed one is due.
        case wait
        /// The threshold is passed: whatever has not started never will.
        case stop(errors: Int, limit: Int)
        /// Every node is final.
        case finish
    }

    package func isTripped(errors: Int) -> Bool { errors > errorLimit }

    package func next(_ tally: Tally) -> Action {
        if isTripped(errors: tally.errors), tally.ready + tally.delayed > 0 {
            return .stop(errors: tally.errors, limit: errorLimit)
        }
        let room = min(tally.ready, concurrency - tally.running)
        if room > 0 { return .start(room) }
        return tally.ready + tally.delayed + tally.running > 0 ? .wait : .finish
    }
}
