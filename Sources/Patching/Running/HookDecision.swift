/// Whether patching with hooks goes on: the two decisions of its workflow (reference: patching 2.3, 2.4).
///
/// The rest of the workflow is the document itself: the order of the steps, what a failure skips, and that the last hook
/// always runs.
package enum HookDecision: Hashable, Sendable {
    /// The next steps do their work.
    case goOn
    /// Nothing is left to do but the last hook; the text says why.
    case conclude(String)

    /// Step 2: after the scan, is there anything to install or to reboot for?
    ///
    /// - Parameter scanned: what the scan of this very run found.
    package static func afterScan(
        _ scanned: PatchCounters, operation: PatchOrder.Operation, option: PatchOrder.RebootOption
    ) -> HookDecision {
        switch (operation, option) {
        case (.scan, _): .conclude("A scan runs no hooks.")
        case (.install, _) where scanned.missing > 0: .goOn
        case (.install, .rebootIfNeeded) where scanned.installedPendingReboot > 0: .goOn
        case (.install, .rebootIfNeeded): .conclude("Nothing is missing and no reboot is pending.")
        case (.install, .noReboot): .conclude("Nothing is missing.")
        }
    }

    /// Step 6: after the install without a reboot and the second hook, is a reboot due?
    ///
    /// - Parameters:
    ///   - hasInstalled: that install brought something in.
    ///   - after: what it left.
    package static func afterInstall(
        hasInstalled: Bool, _ after: PatchCounters, option: PatchOrder.RebootOption
    ) -> HookDecision {
        switch option {
        case .noReboot: .conclude("No reboot was asked for.")
        case .rebootIfNeeded where hasInstalled || after.installedPendingReboot > 0: .goOn
        case .rebootIfNeeded: .conclude("Nothing was installed and no reboot is pending.")
        }
    }
}
