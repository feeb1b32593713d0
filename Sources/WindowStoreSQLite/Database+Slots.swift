import Foundation
import GRDB
import WindowCore

/// How many windows run, and who is next. The schema keeps count, so that looking costs the same however many are open.
extension Database {
    private struct Tally {
        let pending: Int
        let running: Int
    }

    private func tally() throws -> Tally {
        guard let row = try row("SELECT pending, running FROM executionTally") else {
            return Tally(pending: 0, running: 0)
        }
        return Tally(pending: row["pending"], running: row["running"])
    }

    /// What an execution finds that asks whether it may begin; those ahead of it are counted only as far as they matter.
    func slots(for execution: Execution, limit: Int) throws -> ExecutionSlots {
        guard execution.state == .pending else { return .unlimited }
        let tally = try tally()
        // There is room for all of them, in whatever order they ask.
        if tally.pending + tally.running <= limit {
            return ExecutionSlots(limit: limit, running: tally.running, ahead: 0)
        }
        let ahead = try count(
            """
            SELECT count(*) FROM (
                SELECT 1 FROM execution WHERE state = 'PENDING' AND (openedAt, id) < (?, ?) LIMIT ?)
            """, [execution.openedAt.milliseconds, execution.id.rawValue, max(0, limit - tally.running)])
        return ExecutionSlots(limit: limit, running: tally.running, ahead: ahead)
    }

    /// An execution has ended: those that may begin now are due.
    func attendHeldBack(limit: Int, at now: Date) throws {
        let tally = try tally()
        // With the one that ended there was room for all, so none was held back.
        guard tally.pending > 0, tally.pending + tally.running >= limit, tally.running < limit else { return }
        try run(
            """
            UPDATE execution SET attentionAt = ?1 WHERE attentionAt > ?1 AND id IN (
                SELECT id FROM execution WHERE state = 'PENDING' ORDER BY openedAt, id LIMIT ?2)
            """, [now.milliseconds, limit - tally.running])
    }

    /// The limit may have been another one before this start.
    func reconsiderHeldBack() throws {
        try run("UPDATE execution SET attentionAt = openedAt WHERE state = 'PENDING' AND attentionAt > openedAt")
    }
}
