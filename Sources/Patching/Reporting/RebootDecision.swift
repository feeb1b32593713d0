/// Whether a patch step restarts its node, and why (reference: patching 1.5).
///
/// “Needed” never means that the operating system asked for it: with ``PatchOrder/RebootOption/rebootIfNeeded`` whatever
/// was installed is followed by a reboot, also when something else failed, in which case the step still ends as failed.
package enum RebootDecision: String, CaseIterable, Hashable, Sendable {
    /// A scan never restarts anything.
    case notOnScan
    /// The order says so.
    case notWanted
    /// Nothing was installed, and nothing waits for a reboot.
    case notNeeded
    /// This run installed something.
    case forThisRun
    /// This run installed nothing; an earlier one without reboot did, and there was no boot since.
    case forEarlierRuns

    /// - Parameters:
    ///   - installedAnything: whether this run changed any package, for its own sake or as a dependency.
    ///   - isPending: whether patches of an earlier run wait for a reboot under the present boot.
    package init(
        operation: PatchOrder.Operation, option: PatchOrder.RebootOption, installedAnything: Bool, isPending: Bool
    ) {
        self =
            switch (operation, option, installedAnything, isPending) {
            case (.scan, _, _, _): .notOnScan
            case (.install, .noReboot, _, _): .notWanted
            case (.install, .rebootIfNeeded, true, _): .forThisRun
            case (.install, .rebootIfNeeded, false, true): .forEarlierRuns
            case (.install, .rebootIfNeeded, false, false): .notNeeded
            }
    }

    package var reboots: Bool {
        switch self {
        case .notOnScan, .notWanted, .notNeeded: false
        case .forThisRun, .forEarlierRuns: true
        }
    }
}
