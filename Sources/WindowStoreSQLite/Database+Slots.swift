import Foundation
import GRDB
import WindowCore

/// How many windows run, and who is next. Looking costs the same however many are open.
extension Database {
    /// What an execution finds that asks whether it may begin.
    func slots(for execution: Execution, limit: Int) throws -> ExecutionSlots {
        guard execution.state == .pending else { return .unlimited }
        let running = try runningExecutions()
        // Executions are looked at in the order of opening, so few are ahead; and no more are counted than matter.
        let ahead = try count(
            """
            SELECT count(*) FROM (
                SELECT 1 FROM execution WHERE state = 'PENDING' AND (openedAt, id) < (?, ?) LIMIT ?)
            """, [execution.openedAt.milliseconds, execution.id.rawValue, max(0, limit - running)])
        return ExecutionSlots(limit: limit, running: running, ahead: ahead)
    }

    /// Lets an execution wait for a slot.
    func holdBack(_ execution: Execution, by slots: ExecutionSlots) throws {
        try run(
            "UPDATE execution SET isHeldBack = 1, details = ? WHERE id = ?",
            [execution.heldBack(by: slots).details, execution.id.rawValue])
    }

    /// An execution has ended: those that are held back and may begin now are due.
    func attendHeldBack(limit: Int, at now: Date) throws {
        let free = limit - (try runningExecutions())
        guard free > 0 else { return }
        try run(
            """
            UPDATE execution SET attentionAt = ?1 WHERE attentionAt > ?1 AND id IN (
                SELECT id FROM execution WHERE isHeldBack AND state = 'PENDING' ORDER BY openedAt, id LIMIT ?2)
            """, [now.milliseconds, free])
    }

    /// The limit may have been another one before this start.
    func reconsiderHeldBack() throws {
        try run(
            """
            UPDATE execution SET attentionAt = openedAt
            WHERE isHeldBack AND state = 'PENDING' AND attentionAt > openedAt
            """)
    }

    private func runningExecutions() throws -> Int { try count("SELECT running FROM executionTally") }
}
