import Testing

@testable import Patching

@Suite struct RebootDecisionTests {
    struct Row {
        let operation: PatchOrder.Operation
        let option: PatchOrder.RebootOption
        let installedAnything: Bool
        let isPending: Bool
        let decision: RebootDecision
    }

    /// The whole table, by hand.
    static let table: [Row] = [
        (PatchOrder.Operation.scan, PatchOrder.RebootOption.rebootIfNeeded, false, false, RebootDecision.notOnScan),
        (.scan, .rebootIfNeeded, false, true, .notOnScan), (.scan, .rebootIfNeeded, true, false, .notOnScan),
        (.scan, .rebootIfNeeded, true, true, .notOnScan), (.scan, .noReboot, false, false, .notOnScan),
        (.scan, .noReboot, false, true, .notOnScan), (.scan, .noReboot, true, false, .notOnScan),
        (.scan, .noReboot, true, true, .notOnScan), (.install, .noReboot, false, false, .notWanted),
        (.install, .noReboot, false, true, .notWanted), (.install, .noReboot, true, false, .notWanted),
        (.install, .noReboot, true, true, .notWanted), (.install, .rebootIfNeeded, true, false, .forThisRun),
        (.install, .rebootIfNeeded, true, true, .forThisRun),
        (.install, .rebootIfNeeded, false, true, .forEarlierRuns),
        (.install, .rebootIfNeeded, false, false, .notNeeded),
    ].map { Row(operation: $0.0, option: $0.1, installedAnything: $0.2, isPending: $0.3, decision: $0.4) }

    @Test func `a node restarts exactly when the table says so`() {
        #expect(Self.table.count == 16)
        for row in Self.table {
            let decision = RebootDecision(
                operation: row.operation, option: row.option, installedAnything: row.installedAnything,
                isPending: row.isPending)
            #expect(decision == row.decision, "\(row)")
        }
        #expect(RebootDecision.allCases.filter(\.reboots) == [.forThisRun, .forEarlierRuns])
    }
}
