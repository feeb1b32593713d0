import Foundation

/// How often and how long after each other a delivery is tried again (user guide, “message delivery retries”).
///
///     first try ─▶ immediate ─▶ pre-backoff ─▶ backoff ─▶ post-backoff ─▶ dead letter
///                  no delay     minimum        min…max    maximum
package struct RetryPolicy: Hashable, Sendable {
    /// How the delay grows from the minimum to the maximum during the backoff phase.
    package enum Backoff: String, CaseIterable, Sendable {
        /// By the same step every time.
        case linear
        /// By steps that grow by the same amount every time.
        case arithmetic
        /// By the same factor every time.
        case geometric
        /// By steps that double.
        case exponential
    }

    package var minDelaySeconds: Int
    package var maxDelaySeconds: Int
    /// All retries of all phases; what the other three leave over is the backoff phase.
    package var retries: Int
    package var retriesWithoutDelay: Int
    package var retriesAtMinDelay: Int
    package var retriesAtMaxDelay: Int
    package var backoff: Backoff

    /// SNS's default for HTTP: three retries, 20 seconds apart.
    package static let standard = RetryPolicy(
        minDelaySeconds: 20, maxDelaySeconds: 20, retries: 3, retriesWithoutDelay: 0, retriesAtMinDelay: 0,
        retriesAtMaxDelay: 0, backoff: .linear)

    /// SNS's fixed policy for mail: 50 retries over more than six hours.
    package static let mail = RetryPolicy(
        minDelaySeconds: 10, maxDelaySeconds: 600, retries: 50, retriesWithoutDelay: 0, retriesAtMinDelay: 2,
        retriesAtMaxDelay: 38, backoff: .exponential)
}

extension RetryPolicy {
    package enum Phase: Hashable, Sendable {
        case immediate, preBackoff, backoff, postBackoff
    }

    /// - Parameter retry: 1 for the try after the first one.
    /// - Returns: `nil` when the policy is exhausted.
    package func phase(ofRetry retry: Int) -> Phase? {
        guard (1...max(1, retries)).contains(retry), retries > 0 else { return nil }
        if retry <= retriesWithoutDelay { return .immediate }
        if retry <= retriesWithoutDelay + retriesAtMinDelay { return .preBackoff }
        return retry <= retries - retriesAtMaxDelay ? .backoff : .postBackoff
    }

    /// Seconds between the answer to the try before and this retry; `nil` when the policy is exhausted.
    package func delaySeconds(beforeRetry retry: Int) -> Double? {
        switch phase(ofRetry: retry) {
        case nil: nil
        case .immediate: 0
        case .preBackoff: Double(minDelaySeconds)
        case .postBackoff: Double(maxDelaySeconds)
        case .backoff: backoffSeconds(step: retry - retriesWithoutDelay - retriesAtMinDelay - 1)
        }
    }

    /// The first retry of the phase waits the minimum and its last one the maximum; SNS names the functions and shows their
    /// curves, but not their formulas.
    private func backoffSeconds(step: Int) -> Double {
        let steps = retries - retriesWithoutDelay - retriesAtMinDelay - retriesAtMaxDelay - 1
        let (low, high) = (Double(minDelaySeconds), Double(maxDelaySeconds))
        guard steps > 0 else { return low }
        let (at, all) = (Double(step), Double(steps))
        return switch backoff {
        case .linear: low + (high - low) * at / all
        case .arithmetic: low + (high - low) * (at * (at + 1)) / (all * (all + 1))
        case .geometric: low * pow(high / low, at / all)
        case .exponential: low + (high - low) * (pow(2, at) - 1) / (pow(2, all) - 1)
        }
    }
}
