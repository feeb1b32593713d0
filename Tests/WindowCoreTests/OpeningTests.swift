import Foundation
import ScheduleEngine
import Testing
import WindowCore

@Suite struct OpeningTests {
    static let noon = Date(timeIntervalSince1970: 1_795_348_800)

    func window(schedule: String = "cron(0 12 * * ? *)", duration: Int = 3, cutoff: Int = 1) -> Window {
        Window(
            id: .random(), name: "night", schedule: schedule, durationHours: duration, cutoffHours: cutoff,
            allowsUnassociatedTargets: false, createdAt: Self.noon.addingTimeInterval(-86_400))
    }

    @Test func `an opening that is seen in time opens, late or not`() {
        let window = window()
        let span = window.span(openingAt: Self.noon)
        #expect(span.cutoffAt == Self.noon.addingTimeInterval(7200))
        #expect(span.endsAt == Self.noon.addingTimeInterval(10_800))
        for late in [0.0, 3600, 7200] {
            #expect(
                OpeningDecision.decide(
                    window: window, latest: Self.noon, now: Self.noon.addingTimeInterval(late), isRunning: false)
                    == .open(span))
        }
    }

    @Test func `after its cutoff an opening is recorded as missed, running or not`() {
        let window = window()
        let span = window.span(openingAt: Self.noon)
        for isRunning in [true, false] {
            #expect(
                OpeningDecision.decide(
                    window: window, latest: Self.noon, now: Self.noon.addingTimeInterval(7200.001), isRunning: isRunning
                )
                    == .recordMissed(span))
        }
    }

    @Test func `an overlapping window is skipped`() {
        let window = window()
        #expect(
            OpeningDecision.decide(window: window, latest: Self.noon, now: Self.noon, isRunning: true)
                == .skipOverlapping(window.span(openingAt: Self.noon)))
    }

    @Test func `a disabled window has no next opening`() throws {
        var window = window()
        #expect(try window.nextOpening(after: Self.noon) == Self.noon.addingTimeInterval(86_400))
        window.isEnabled = false
        #expect(try window.nextOpening(after: Self.noon) == nil)
    }
}
