/// What a patch step is asked to do: the parameters of `AWS-RunPatchBaseline` (reference: patching 1.1).
package struct PatchOrder: Codable, Hashable, Sendable {
    package enum Operation: String, CaseIterable, Codable, Sendable {
        case scan = "Scan"
        case install = "Install"
    }

    package enum RebootOption: String, CaseIterable, Codable, Sendable {
        case rebootIfNeeded = "RebootIfNeeded"
        case noReboot = "NoReboot"
    }

    package let operation: Operation
    package let rebootOption: RebootOption
    /// A GUID, in lower case.
    package let snapshotID: String
    /// An URL; `nil` when the baseline says what to install.
    package let installOverrideList: String?
    /// An URL; `nil` when the registered baseline counts.
    package let baselineOverride: String?
    /// 1 to 36000; for the whole step, apart from the reboot.
    package let timeoutSeconds: Int

    package init(
        operation: Operation, rebootOption: RebootOption = .rebootIfNeeded, snapshotID: String,
        installOverrideList: String? = nil, baselineOverride: String? = nil, timeoutSeconds: Int = 7200
    ) {
        self.operation = operation
        self.rebootOption = rebootOption
        self.snapshotID = snapshotID
        self.installOverrideList = installOverrideList
        self.baselineOverride = baselineOverride
        self.timeoutSeconds = timeoutSeconds
    }
}
