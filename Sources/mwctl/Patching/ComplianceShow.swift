import AWSWire
import ArgumentParser

struct ComplianceShow: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a node's items: each patch with its state.",
        discussion: """
            The states are Installed, InstalledOther (not by the baseline), InstalledPendingReboot, InstalledRejected, \
            Missing and Failed. One whose cause is known has a note.

            Example:
              mwctl compliance show web1 --state Missing Failed
              mwctl compliance show web1 --status NON_COMPLIANT -o json
            """)

    @OptionGroup var node: NodeArgument

    @Option(help: "Only of this type, such as Patch.")
    var type: String?

    @Option(parsing: .upToNextOption, help: "Only patches in this state; several mean any of them.")
    var state: [String] = []

    @Option(help: "Only COMPLIANT or NON_COMPLIANT ones.")
    var status: ComplianceStatus?

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    private static let states: Set<String> = [
        "INSTALLED", "INSTALLEDOTHER", "INSTALLEDPENDINGREBOOT", "INSTALLEDREJECTED", "MISSING", "FAILED",
    ]

    /// `INSTALLED_OTHER` and `InstalledOther` are the same.
    private static func plain(_ state: String) -> String { state.uppercased().replacing("_", with: "") }

    func validate() throws {
        if let unknown = state.first(where: { !Self.states.contains(Self.plain($0)) }) {
            throw ValidationError(
                "There is no state \(unknown). There are Installed, InstalledOther, InstalledPendingReboot, "
                    + "InstalledRejected, Missing and Failed.")
        }
    }

    func run(_ session: Session) async throws {
        let id = try await session.nodeID(node.node)
        let filters = type.map { [Wire.ComplianceStringFilter(key: "ComplianceType", values: [$0], type: "EQUAL")] }
        let reply = try await session.list(
            ListComplianceItemsRequest(filters: filters, resourceIds: [id], resourceTypes: ["ManagedInstance"]),
            "ComplianceItems")
        let wanted = Set(state.map(Self.plain))
        let shown = zip(reply.value.complianceItems ?? [], reply.json["ComplianceItems"]?.arrayValue ?? []).filter {
            (wanted.isEmpty || wanted.contains(Self.plain($0.0.details?["PatchState"] ?? "")))
                && (status == nil || $0.0.status == status?.rawValue)
        }
        if output.output == .table {
            try await printHead(of: id, items: reply.value.complianceItems ?? [], session)
        }
        session.console.print(
            ["ComplianceItems": .array(shown.map(\.1))], as: output.output, Self.table(shown.map(\.0)),
            empty: "The node has no such items.")
    }

    /// Which run produced the figures: two jobs with different baselines overwrite each other's.
    private func printHead(of id: String, items: [Wire.ComplianceItem], _ session: Session) async throws(Complaint) {
        guard let state = try await session.patchStates(of: [id]).first?.value else {
            if items.isEmpty {
                session.console.remark("The node has never reported: mwctl patch scan --node \(node.node)")
            }
            return
        }
        var sheet = Sheet()
        sheet.add("Node", node.node == id ? id : "\(node.node) (\(id))")
        sheet.add("Last run", "\(state.operation), ended \(Wording.instant(state.operationEndTime))")
        sheet.add("Baseline", state.baselineId)
        sheet.add("Patch group", state.patchGroup)
        sheet.add("Snapshot ID", state.snapshotId)
        sheet.add("Asks for a reboot", Wording.yesNo(state.rebootWanted))
        let counts = [
            (state.installedCount, "installed"), (state.installedOtherCount, "installed otherwise"),
            (state.installedPendingRebootCount, "pending reboot"), (state.installedRejectedCount, "rejected"),
            (state.missingCount, "missing"), (state.failedCount, "failed"),
        ]
        sheet.add("Patches", counts.map { "\($0 ?? 0) \($1)" }.joined(separator: ", "))
        session.console.print(sheet)
        session.console.write("\n")
    }

    static func table(_ items: [Wire.ComplianceItem]) -> Table {
        Table(
            "TYPE", "ITEM", "VERSION", "STATUS", "STATE", "SEVERITY", "CLASSIFICATION", "NOTE",
            rows: items.map { item in
                let details = item.details ?? [:]
                return [
                    Cell(item.complianceType), Cell(item.id), Cell(Wording.version(inTitle: item.title, of: item.id)),
                    Wording.compliance(item.status), Cell(details["PatchState"]), Cell(item.severity),
                    Cell(details["Classification"]), Cell(details["DetailedText"]),
                ]
            })
    }
}
