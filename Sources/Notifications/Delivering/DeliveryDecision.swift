package import Foundation

/// What becomes of a delivery after a try.
package struct DeliveryDecision: Hashable, Sendable {
    package enum Outcome: Hashable, Sendable {
        case delivered
        case retry(at: Date)
        /// Given up: the receiver refused it, or was given its last chance.
        case dead
    }

    package let outcome: Outcome
    /// Since when the subscription's every try has failed, this one included; `nil` if this one did not.
    package let failingSince: Date?

    /// Messages of one subscription leave in order, so a message may have waited behind another one while its receiver was down. That
    /// time counts as its own: it is given up after one failed try of its own once it has waited, behind failures, for as long as its
    /// policy would have had it tried. A receiver that stays away therefore holds up a queue for one policy's time, and not for that
    /// of every message in it; and one that returns gets all that is not older.
    /// - Parameters:
    ///   - attempt: tries of this delivery, this one included.
    ///   - startedAt: when this try began: what it took itself is no waiting.
    ///   - owedSince: when it was created, or last retried by hand.
    ///   - failingSince: as the try before left it, of whichever delivery that was.
    ///   - jitter: see ``RetrySchedule/next(afterAttempt:answer:now:jitter:)``.
    package init(
        attempt: Int, answer: DeliveryAnswer, startedAt: Date, owedSince: Date, failingSince: Date?,
        schedule: RetrySchedule, now: Date,
        jitter: Double = 0
    ) {
        switch answer.verdict {
        case .delivered:
            outcome = .delivered
            self.failingSince = nil
        case .permanent:
            outcome = .dead
            // Whoever refuses a message is there.
            self.failingSince = nil
        case .temporary:
            let since = failingSince ?? now
            self.failingSince = since
            let waited = startedAt.timeIntervalSince(max(since, owedSince))
            if attempt == 1, waited > 0, waited >= schedule.policy.totalDelaySeconds {
                outcome = .dead
            } else {
                outcome =
                    schedule.next(afterAttempt: attempt, answer: answer, now: now, jitter: jitter)
                    .map(Outcome.retry(at:)) ?? .dead
            }
        }
    }
}

extension RetryPolicy {
    /// All delays together: how long a delivery is tried at least, if every try fails at once.
    package var totalDelaySeconds: Double {
        (1...max(1, retries)).reduce(0) { $0 + (delaySeconds(beforeRetry: $1) ?? 0) }
    }
}
