import Documents
import Patching
import Testing

/// The decision table of patching with hooks (reference: patching 2.4), every combination of it.
@Suite struct HookDecisionTableTests {
    struct Row: CustomTestStringConvertible {
        let operation: PatchOrder.Operation
        let missing: Int
        let pending: Int
        let option: PatchOrder.RebootOption
        let hasInstalled: Bool
        let pendingAfterInstall: Int
        /// The steps that do work; 0 is the reboot.
        let worked: [Int]

        init(
            _ operation: PatchOrder.Operation, _ missing: Int, _ pending: Int, _ option: PatchOrder.RebootOption,
            _ hasInstalled: Bool, _ pendingAfterInstall: Int, _ worked: [Int]
        ) {
            self.operation = operation
            self.missing = missing
            self.pending = pending
            self.option = option
            self.hasInstalled = hasInstalled
            self.pendingAfterInstall = pendingAfterInstall
            self.worked = worked
        }

        var testDescription: String {
            "\(operation) M=\(missing) P=\(pending) \(option) I=\(hasInstalled) P4=\(pendingAfterInstall)"
        }
    }

    private static let none = [1, 2, 8]
    private static let quiet = [1, 2, 3, 4, 5, 6, 8]
    private static let all = [1, 2, 3, 4, 5, 6, 7, 0, 8]

    /// Written by hand. With M = 0 and a pending reboot the reference's table names P4 > 0 only, since a pending reboot
    /// stays pending; its step 6 decides the other lines.
    static let table: [Row] = [
        Row(.scan, 0, 0, .noReboot, false, 0, [1, 2]), Row(.scan, 0, 0, .rebootIfNeeded, false, 0, [1, 2]),
        Row(.scan, 0, 4, .noReboot, false, 0, [1, 2]), Row(.scan, 0, 4, .rebootIfNeeded, false, 0, [1, 2]),
        Row(.scan, 3, 0, .noReboot, false, 0, [1, 2]), Row(.scan, 3, 0, .rebootIfNeeded, false, 0, [1, 2]),
        Row(.scan, 3, 4, .noReboot, false, 0, [1, 2]), Row(.scan, 3, 4, .rebootIfNeeded, false, 0, [1, 2]),
        Row(.scan, 0, 0, .noReboot, false, 5, [1, 2]), Row(.scan, 0, 0, .rebootIfNeeded, false, 5, [1, 2]),
        Row(.scan, 0, 4, .noReboot, false, 5, [1, 2]), Row(.scan, 0, 4, .rebootIfNeeded, false, 5, [1, 2]),
        Row(.scan, 3, 0, .noReboot, false, 5, [1, 2]), Row(.scan, 3, 0, .rebootIfNeeded, false, 5, [1, 2]),
        Row(.scan, 3, 4, .noReboot, false, 5, [1, 2]), Row(.scan, 3, 4, .rebootIfNeeded, false, 5, [1, 2]),
        Row(.scan, 0, 0, .noReboot, true, 0, [1, 2]), Row(.scan, 0, 0, .rebootIfNeeded, true, 0, [1, 2]),
        Row(.scan, 0, 4, .noReboot, true, 0, [1, 2]), Row(.scan, 0, 4, .rebootIfNeeded, true, 0, [1, 2]),
        Row(.scan, 3, 0, .noReboot, true, 0, [1, 2]), Row(.scan, 3, 0, .rebootIfNeeded, true, 0, [1, 2]),
        Row(.scan, 3, 4, .noReboot, true, 0, [1, 2]), Row(.scan, 3, 4, .rebootIfNeeded, true, 0, [1, 2]),
        Row(.scan, 0, 0, .noReboot, true, 5, [1, 2]), Row(.scan, 0, 0, .rebootIfNeeded, true, 5, [1, 2]),
        Row(.scan, 0, 4, .noReboot, true, 5, [1, 2]), Row(.scan, 0, 4, .rebootIfNeeded, true, 5, [1, 2]),
        Row(.scan, 3, 0, .noReboot, true, 5, [1, 2]), Row(.scan, 3, 0, .rebootIfNeeded, true, 5, [1, 2]),
        Row(.scan, 3, 4, .noReboot, true, 5, [1, 2]), Row(.scan, 3, 4, .rebootIfNeeded, true, 5, [1, 2]),

        Row(.install, 0, 0, .noReboot, false, 0, none), Row(.install, 0, 0, .rebootIfNeeded, false, 0, none),
        Row(.install, 0, 0, .noReboot, false, 5, none), Row(.install, 0, 0, .rebootIfNeeded, false, 5, none),
        Row(.install, 0, 0, .noReboot, true, 0, none), Row(.install, 0, 0, .rebootIfNeeded, true, 0, none),
        Row(.install, 0, 0, .noReboot, true, 5, none), Row(.install, 0, 0, .rebootIfNeeded, true, 5, none),

        Row(.install, 0, 4, .noReboot, false, 0, none), Row(.install, 0, 4, .noReboot, false, 5, none),
        Row(.install, 0, 4, .noReboot, true, 0, none), Row(.install, 0, 4, .noReboot, true, 5, none),
        Row(.install, 0, 4, .rebootIfNeeded, false, 0, quiet), Row(.install, 0, 4, .rebootIfNeeded, false, 5, all),
        Row(.install, 0, 4, .rebootIfNeeded, true, 0, all), Row(.install, 0, 4, .rebootIfNeeded, true, 5, all),

        Row(.install, 3, 0, .noReboot, false, 0, quiet), Row(.install, 3, 0, .noReboot, false, 5, quiet),
        Row(.install, 3, 0, .noReboot, true, 0, quiet), Row(.install, 3, 0, .noReboot, true, 5, quiet),
        Row(.install, 3, 0, .rebootIfNeeded, false, 0, quiet), Row(.install, 3, 0, .rebootIfNeeded, false, 5, all),
        Row(.install, 3, 0, .rebootIfNeeded, true, 0, all), Row(.install, 3, 0, .rebootIfNeeded, true, 5, all),

        Row(.install, 3, 4, .noReboot, false, 0, quiet), Row(.install, 3, 4, .noReboot, false, 5, quiet),
        Row(.install, 3, 4, .noReboot, true, 0, quiet), Row(.install, 3, 4, .noReboot, true, 5, quiet),
        Row(.install, 3, 4, .rebootIfNeeded, false, 0, quiet), Row(.install, 3, 4, .rebootIfNeeded, false, 5, all),
        Row(.install, 3, 4, .rebootIfNeeded, true, 0, all), Row(.install, 3, 4, .rebootIfNeeded, true, 5, all),
    ]

    @Test func `the table names every combination once`() {
        let names = Set(Self.table.map(\.testDescription))
        #expect(names.count == 2 * 2 * 2 * 2 * 2 * 2)
        #expect(names.count == Self.table.count)
    }

    @Test(arguments: table)
    func `the steps that do work are those of the table and all eight are shown as Success`(_ row: Row) throws {
        let walk = HookWalk(
            operation: row.operation, option: row.option, missing: row.missing, pending: row.pending,
            hasInstalled: row.hasInstalled, pendingAfterInstall: row.pendingAfterInstall)
        let result = try walk.result()
        #expect(result.worked == row.worked)
        #expect(result.status == .success)
        #expect(result.code == 0)
        #expect(result.shown == Array(repeating: "Success", count: 8))
    }
}
