import Patching

/// What a patch step shows: a page that a person reads in the morning.
enum PatchStepText {
    /// Of each state that asks for something, at most so many patches are named.
    private static let longestList = 100

    /// - Parameter remarks: what the node's package manager complained of at the last look.
    static func text(
        of report: PatchReport, walk: PatchWalk, baseline: PatchBaseline, reboots: Bool, remarks: [String]
    ) -> String {
        let counters = report.counters
        var lines = [
            "\(report.order.operation.rawValue) on \(report.product), baseline \(baseline.name) (\(baseline.id)), "
                + "patch group \(report.patchGroup.isEmpty ? "none" : report.patchGroup), "
                + "snapshot \(report.order.snapshotID)",
            "Installed \(counters.installed), InstalledOther \(counters.installedOther), "
                + "InstalledPendingReboot \(counters.installedPendingReboot), "
                + "InstalledRejected \(counters.installedRejected), Missing \(counters.missing), "
                + "Failed \(counters.failed), NotApplicable \(counters.notApplicable)",
        ]
        let changes = walk.phase == .rescanning ? [] : walk.result?.changes ?? []
        lines += list(
            "Changed",
            changes.map { change in
                "\(change.key) \(change.from?.text ?? "absent") -> \(change.to?.text ?? "absent")"
            })
        for state in [PatchState.failed, .missing, .installedRejected, .installedPendingReboot] {
            let items = report.items.filter { $0.state == state }
            lines += list(state.word, items.map { "\($0.title)\($0.note.map { note in ": \(note)" } ?? "")" })
        }
        lines += list("The node's package manager complains", remarks)
        if let problem = walk.result?.problem { lines.append("The installation said: \(problem)") }
        if report.order.baselineOverride != nil {
            lines.append("The baseline was overridden: this is not recorded as the node's compliance.")
        }
        if reboots { lines.append("The node is rebooted now and looked at again.") }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func list(_ heading: String, _ entries: [String]) -> [String] {
        guard !entries.isEmpty else { return [] }
        let rest = entries.count - longestList
        return ["\(heading):"] + entries.prefix(longestList).map { "  \($0)" }
            + (rest > 0 ? ["  and \(rest) more"] : [])
    }
}

extension PatchState {
    /// As people and filters write it.
    fileprivate var word: String {
        switch self {
        case .installed: "Installed"
        case .installedOther: "InstalledOther"
        case .installedPendingReboot: "InstalledPendingReboot"
        case .installedRejected: "InstalledRejected"
        case .missing: "Missing"
        case .notApplicable: "NotApplicable"
        case .failed: "Failed"
        }
    }
}
