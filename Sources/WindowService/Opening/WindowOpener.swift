import Foundation
package import Logging
import ScheduleEngine
import ServiceLifecycle
import Synchronization
import WindowCore
package import WindowStore

/// Opens windows when they are due, once, and has those told of ahead that are due soon.
package struct WindowOpener: Service {
    /// How many windows one transaction opens.
    private static let batch = 500
    /// A window whose schedule cannot be read any more (its zone is gone) is looked at again after this.
    private static let unreadableRetrySeconds = 600.0
    private static let zoneDataNote = "tzdata"

    private let control: Control
    private let notices: OpeningNotices
    private let logger: Logger
    private let lastPassAt = LastPass()

    package init(control: Control, logger: Logger) {
        self.control = control
        notices = OpeningNotices(control: control, logger: logger)
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            await Reconciler(
                name: "opener", nudge: control.nudges.openings, clock: control.clock, logger: logger
            ).run {
                try await pass()
                let notice = try await notices.pass()
                return try await [notice, control.store.nextOpening()].compactMap(\.self).min()
            }
        }
    }

    /// Opens all that is due now.
    package func pass() async throws(StoreError) {
        try await followClock()
        try await followZoneData()
        while true {
            let now = control.clock.now
            let due = try await control.store.dueWindows(at: now, limit: Self.batch)
            guard !due.isEmpty else { return }
            var openings: [NewOpening] = []
            for window in due {
                if let opening = try await decide(window, now: now) { openings.append(opening) }
            }
            let isNew = try await control.store.record(openings)
            for (opening, isNew) in zip(openings, isNew) where isNew { opening.execution.reportOpening(to: logger) }
            control.nudges.executions()
            if Task.isCancelled { return }
        }
    }

    private func decide(_ due: DueWindow, now: Date) async throws(StoreError) -> NewOpening? {
        do {
            let schedule = try due.window.compiledSchedule()
            // Of several missed openings only the latest counts; one that the schedule no longer names still does.
            let latest = schedule.previous(before: Moment(now.addingTimeInterval(0.001))).map { Date($0.moment) }
            let openingAt = max(due.dueAt, latest ?? due.dueAt)
            let next = schedule.next(after: Moment(now)).map { Date($0.moment) }
            let decision = OpeningDecision.decide(
                window: due.window, latest: openingAt, now: now, isRunning: due.isRunning)
            return opening(due, decision, next: next, now: now)
        } catch {
            logger.error(
                "A window's schedule cannot be read; it will be looked at again.",
                metadata: ["window": "\(due.window.id)", "error": "\(error.sentence)"])
            let retryAt = now.addingTimeInterval(Self.unreadableRetrySeconds)
            try await control.store.postponeOpening(of: due.window.id, until: retryAt)
            return nil
        }
    }

    private func opening(_ due: DueWindow, _ decision: OpeningDecision, next: Date?, now: Date) -> NewOpening {
        switch decision {
        case .open(let span):
            return NewOpening(opening: due, span: span, reason: .schedule, nextOpeningAt: next, now: now)
        case .skipOverlapping(let span):
            let execution = Execution(id: .random(), windowID: due.window.id, span: span, openedAt: now)
            return NewOpening(execution: execution.skipped, tasks: [], nextOpeningAt: next)
        case .recordMissed(let span):
            return NewOpening(
                execution: Execution(
                    id: .random(), windowID: due.window.id, span: span, openedAt: span.scheduledAt, isMissed: true,
                    state: .cancelled,
                    details: "Missed: the service was not running when it was due, and its cutoff has passed.",
                    endedAt: now),
                tasks: [], nextOpeningAt: next)
        }
    }

    /// Moves every opening to where the time zone data now say it is, when those have changed.
    private func followZoneData() async throws(StoreError) {
        let changed = TimeZoneDatabase.system.reloadChanged()
        let version = TimeZoneDatabase.system.version ?? "unknown"
        guard try await control.store.note(Self.zoneDataNote) != version || !changed.isEmpty else { return }
        try await recomputeOpenings()
        try await control.store.setNote(Self.zoneDataNote, to: version)
        logger.info("Openings follow the time zone data.", metadata: ["release": "\(version)"])
    }

    /// A clock that was ahead may have moved openings on to a time that is now far away, and let things wait for it.
    private func followClock() async throws(StoreError) {
        let now = control.clock.now
        let before = lastPassAt.exchange(now)
        guard let before, now < before else { return }
        logger.warning(
            "The clock was set back; openings are computed anew.",
            metadata: ["by": "\(before.timeIntervalSince(now))s"])
        try await control.store.reconsider(at: now)
        try await recomputeOpenings()
        control.nudges.executions()
        control.nudges.dispatch()
        control.nudges.deliveries()
    }

    private func recomputeOpenings() async throws(StoreError) {
        var cursor: String?
        repeat {
            let page = try await control.store.windows(
                WindowFilter(isEnabled: true), page: PageRequest(limit: 1000, cursor: cursor))
            let now = control.clock.now
            let moved = page.items.compactMap { listing -> (id: WindowID, nextOpeningAt: Date?)? in
                // What is due stays due: a missed opening must not be forgotten because of an upgrade.
                if let due = listing.nextOpeningAt, due <= now { return nil }
                guard let next = try? listing.window.nextOpening(after: now) else { return nil }
                return next == listing.nextOpeningAt ? nil : (listing.window.id, next)
            }
            try await control.store.reschedule(moved)
            cursor = page.next
        } while cursor != nil
    }
}

/// When the opener last looked; only to notice that the clock went back.
private final class LastPass: Sendable {
    private let moment = Mutex<Date?>(nil)

    func exchange(_ now: Date) -> Date? {
        moment.withLock { moment in
            defer { moment = now }
            return moment
        }
    }
}
