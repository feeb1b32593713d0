/// What happens to a local time that the clocks skip when they are set ahead.
///
/// One that they show twice when they are set back fires once, at the first of its two moments, under either policy.
/// See docs/decisions/0002-gaps-and-folds.md.
package enum DaylightSavingPolicy: String, CaseIterable, Codable, Sendable {
    /// It fires, later by the length of the gap: 02:30 at the moment shown as 03:30.
    case shift
    /// It does not fire.
    case skip
}

/// A moment at which a schedule fires.
package struct Occurrence: Hashable, Sendable {
    package let moment: Moment
    package let mark: DaylightSavingMark
}

/// What the clocks did to an occurrence.
package enum DaylightSavingMark: Hashable, Sendable {
    case regular
    /// The local time the schedule names was skipped; the occurrence is later by the length of the gap.
    ///
    /// When another match of the schedule falls on the same moment, that one is ``regular`` and counts once.
    case shifted(from: CivilDateTime)
    /// The local time happens twice; this is the first.
    case repeated
}

/// A local time that a schedule names and the clocks skip, under ``DaylightSavingPolicy/skip``.
package struct SkippedTime: Hashable, Sendable {
    package let local: CivilDateTime
    /// When the clocks jump over it.
    package let jumpAt: Moment
}
