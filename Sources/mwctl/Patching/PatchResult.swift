import AWSWire

/// What a patch command did to its nodes.
struct PatchResult {
    struct Node {
        let progress: NodeProgress
        /// The node's last report, which may be of an earlier run.
        let state: Reply<Wire.InstancePatchState>?
        /// The report is of this run.
        let isFresh: Bool
        var missing: Reply<DescribeInstancePatchesResult>?

        var patches: [Wire.PatchComplianceData] { missing?.value.patches ?? [] }

        /// Why there are no figures, or what a reader must know beside them.
        var note: String? {
            guard isFresh, let state else {
                return state.map { "no report; the last is of \(Wording.instant($0.value.operationEndTime))" }
                    ?? "never reported"
            }
            return state.value.rebootWanted == true ? "the node itself asks for a reboot" : nil
        }
    }

    let command: JSONValue
    let nodes: [Node]
    let withMissing: Bool

    /// The API's shapes side by side.
    var json: JSONValue {
        var json: JSONValue = [
            "Command": command,
            "InstancePatchStates": .array(nodes.filter(\.isFresh).compactMap(\.state?.json)),
        ]
        guard withMissing else { return json }
        json["MissingPatches"] = .array(
            nodes.filter(\.isFresh).map { node in
                ["InstanceId": .string(node.progress.instanceID), "Patches": node.missing?.json["Patches"] ?? []]
            })
        return json
    }

    var table: Table {
        Table(
            "NODE", "STATUS", "INSTALLED", "MISSING", "FAILED", "PENDING", "REJECTED", "NOTE",
            rows: nodes.map { node in
                [Cell(node.progress.node), Wording.status(node.progress.status, details: node.progress.details)]
                    + PatchCells.counts(node.isFresh ? node.state?.value : nil) + [Cell(node.note, .busy)]
            })
    }

    /// What an install would do, node by node.
    func plan(isRebooting: Bool?, colours: Bool) -> String {
        var text = nodes.map { plan(of: $0, isRebooting: isRebooting, colours: colours) }.joined()
        text += "\nNothing was changed: this was a scan.\n"
        let snapshots = Set(nodes.filter(\.isFresh).compactMap(\.state?.value.snapshotId))
        if let snapshot = snapshots.first, snapshots.count == 1, nodes.contains(where: { !$0.patches.isEmpty }) {
            text += "To install these versions: the same with mwctl patch install --snapshot \(snapshot)\n"
        }
        return text
    }

    private func plan(of node: Node, isRebooting: Bool?, colours: Bool) -> String {
        let name = Cell.harmless(node.progress.node)
        guard node.isFresh else {
            return "\(name): not known, \(node.progress.shownStatus); \(node.note ?? "")\n"
        }
        let isPending = (node.state?.value.installedPendingRebootCount ?? 0) > 0
        let count = node.patches.count
        var head = count == 0 ? "nothing to install" : "\(Wording.count(count, "patch", plural: "patches")) to install"
        if isRebooting == true, count > 0 || isPending { head += ", then a reboot" }
        if isPending { head += " (earlier patches wait for one)" }
        guard count > 0 else { return "\(name): \(head)\n" }
        let table = Table(
            "PACKAGE", "VERSION", "CLASSIFICATION", "SEVERITY", "NOTE",
            rows: node.patches.map { patch in
                [
                    Cell(patch.kbId), Cell(Wording.version(of: patch)), Cell(patch.classification),
                    Cell(patch.severity), Cell(patch.note),
                ]
            })
        let lines = table.rendered(colours: colours).split(separator: "\n").map { "  \($0)\n" }.joined()
        return "\(name): \(head)\n\(lines)"
    }
}

extension Wording {
    /// The version of a patch: its title is `name.arch:version`.
    static func version(of patch: Wire.PatchComplianceData) -> String {
        version(inTitle: patch.title, of: patch.kbId)
    }

    static func version(inTitle title: String?, of package: String?) -> String {
        guard let title, let package, title.hasPrefix(package + ":") else { return title ?? "" }
        return String(title.dropFirst(package.count + 1))
    }

    /// `1 patch`, `2 patches`
    static func count(_ number: Int, _ noun: String, plural: String) -> String {
        "\(number) \(number == 1 ? noun : plural)"
    }
}
