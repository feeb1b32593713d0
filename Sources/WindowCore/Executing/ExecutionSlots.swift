import Foundation

/// How many windows run, as an opening sees it that has not begun: whether it may (reference: windows 1.6).
///
/// Slots go to openings in the order in which they opened, so that none is overtaken for ever.
package struct ExecutionSlots: Hashable, Sendable {
    /// How many windows may run at once.
    package let limit: Int
    /// Executions that have begun and not ended.
    package let running: Int
    /// Executions that opened before this one and have not begun either.
    package let ahead: Int

    package init(limit: Int, running: Int, ahead: Int) {
        self.limit = limit
        self.running = running
        self.ahead = ahead
    }

    package static let unlimited = ExecutionSlots(limit: .max, running: 0, ahead: 0)

    package var isFree: Bool { ahead < limit - running }
}

extension Execution {
    private static let heldBack = "Held back until another window ends"

    /// This one, which says that it has no slot yet.
    package func heldBack(by slots: ExecutionSlots) -> Execution {
        var execution = begun
        let note = "\(Self.heldBack): \(slots.limit) may run at once."
        execution.details = execution.details.map { "\($0) \(note)" } ?? note
        return execution
    }

    /// This one without what ``heldBack(by:)`` said.
    package var begun: Execution {
        guard let details, let note = details.range(of: Self.heldBack) else { return self }
        var execution = self
        let rest = details[..<note.lowerBound].trimmingCharacters(in: .whitespaces)
        execution.details = rest.isEmpty ? nil : rest
        return execution
    }
}
