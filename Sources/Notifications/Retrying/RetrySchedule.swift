package import Foundation

/// When a delivery is tried again.
package struct RetrySchedule: Hashable, Sendable {
    package let policy: RetryPolicy

    /// A receiver may ask to be left alone this long, not longer: its message would be as good as lost.
    package static let longestRetryAfter: TimeInterval = 3600

    package init(_ policy: RetryPolicy) {
        self.policy = policy
    }

    /// - Parameters:
    ///   - attempt: how many tries there were, this one included; 1 after the first.
    ///   - jitter: from 0 to 1; stretches the delay by up to a tenth, so that receivers that failed together are not tried together.
    /// - Returns: the moment of the next try; `nil` when there is none: the message is delivered, or it is a dead letter.
    package func next(afterAttempt attempt: Int, answer: DeliveryAnswer, now: Date, jitter: Double = 0) -> Date? {
        guard answer.verdict == .temporary, let delay = policy.delaySeconds(beforeRetry: max(1, attempt)) else {
            return nil
        }
        let planned = now.addingTimeInterval(delay * (1 + min(max(jitter, 0), 1) / 10))
        guard let asked = answer.askedMoment(after: now) else { return planned }
        return max(planned, min(asked, now.addingTimeInterval(Self.longestRetryAfter)))
    }
}
