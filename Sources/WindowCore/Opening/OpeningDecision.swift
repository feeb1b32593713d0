package import Foundation

/// What to do about a window whose next opening is due.
///
/// After a stop or a clock jump several openings may be due: only the latest is considered, so there is never more
/// than one make-up (reference: windows 3.8).
package enum OpeningDecision: Hashable, Sendable {
    case open(OpeningSpan)
    /// The window's earlier execution has not ended.
    case skipOverlapping(OpeningSpan)
    /// Its cutoff has passed: too late to begin.
    case recordMissed(OpeningSpan)

    /// - Parameters:
    ///   - latest: the latest opening that is due; at or before `now`.
    ///   - isRunning: whether an earlier execution of the window is not final.
    package static func decide(window: Window, latest: Date, now: Date, isRunning: Bool) -> Self {
        let span = window.span(openingAt: latest)
        if now > span.cutoffAt { return .recordMissed(span) }
        return isRunning ? .skipOverlapping(span) : .open(span)
    }

    package var span: OpeningSpan {
        switch self {
        case .open(let span), .skipOverlapping(let span), .recordMissed(let span): span
        }
    }
}
