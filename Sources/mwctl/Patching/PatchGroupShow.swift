import AWSWire
import ArgumentParser

struct PatchGroupShow: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a group: its baselines, its nodes, and how they stand.",
        discussion: """
            A node counts by its last patch run in this group. One that was tagged since, or that was never looked at, \
            is listed without figures until mwctl patch scan has been there.

            Example:
              mwctl patch-group show web
            """)

    @Argument(help: "The group, as the nodes' tag has it.")
    var group: String

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let prefix = Wire.PatchOrchestratorFilter(key: "NAME_PREFIX", values: [group])
        let mappings = try await session.list(DescribePatchGroupsRequest(filters: [prefix]), "Mappings")
        let ours = zip(mappings.value.mappings ?? [], mappings.json["Mappings"]?.arrayValue ?? []).filter {
            $0.0.patchGroup == group
        }
        let fleet = try await session.list(ListRegisteredNodesRequest(), "Nodes")
        let members = zip(fleet.value.nodes ?? [], fleet.json["Nodes"]?.arrayValue ?? []).filter {
            $0.0.patchGroup == group
        }
        let reports = try await session.list(
            DescribeInstancePatchStatesForPatchGroupRequest(patchGroup: group), "InstancePatchStates")
        guard !ours.isEmpty || !members.isEmpty || reports.value.instancePatchStates?.isEmpty == false else {
            throw Complaint(
                .notFound, "There is no patch group \(group): no baseline is registered for it, and no node is in it.",
                hint:
                    "See `mwctl patch-group list`; put a node in it with `mwctl node tag NODE 'Patch Group=\(group)'`.")
        }
        let state = try await session.call(DescribePatchGroupStateRequest(patchGroup: group))
        let json: JSONValue = [
            "PatchGroup": .string(group), "Mappings": .array(ours.map(\.1)), "Nodes": .array(members.map(\.1)),
            "PatchGroupState": state.json,
            "InstancePatchStates": reports.json["InstancePatchStates"] ?? [],
        ]
        let colours = session.console.terminal.showsColours
        session.console.print(json, as: output.output) {
            var parts: [String] = []
            let baselines = PatchGroupList.table(ours.map(\.0))
            parts.append(
                baselines.rows.isEmpty
                    ? "No baseline is registered: the default one of each operating system counts.\n"
                    : baselines.rendered(colours: colours))
            parts.append(Self.counts(state.value).rendered(colours: colours))
            let table = Self.nodes(members.map(\.0), reports.value.instancePatchStates ?? [])
            parts.append(
                table.rows.isEmpty ? "No node is in the group.\n" : table.rendered(colours: colours))
            return parts.joined(separator: "\n")
        }
    }

    static func counts(_ state: DescribePatchGroupStateResult) -> Sheet {
        var sheet = Sheet()
        sheet.add("Nodes", String(state.instances ?? 0))
        let rows: [(String, Int?, Tone)] = [
            ("missing patches", state.instancesWithMissingPatches, .bad),
            ("failed patches", state.instancesWithFailedPatches, .bad),
            ("patches that wait for a reboot", state.instancesWithInstalledPendingRebootPatches, .busy),
            ("rejected patches installed", state.instancesWithInstalledRejectedPatches, .bad),
            ("critical ones not compliant", state.instancesWithCriticalNonCompliantPatches, .bad),
            ("security ones not compliant", state.instancesWithSecurityNonCompliantPatches, .bad),
            ("other ones not compliant", state.instancesWithOtherNonCompliantPatches, .bad),
        ]
        for (name, count, tone) in rows {
            sheet.add("  with \(name)", Cell(String(count ?? 0), count ?? 0 > 0 ? tone : .plain))
        }
        return sheet
    }

    /// The group's nodes, and what left the group since it reported in it.
    private static func nodes(_ members: [Wire.RegisteredNode], _ reports: [Wire.InstancePatchState]) -> Table {
        let byNode = Dictionary(reports.map { ($0.instanceId, $0) }, uniquingKeysWith: { first, _ in first })
        let present = Set(members.compactMap(\.instanceId))
        let left = reports.filter { !present.contains($0.instanceId) }
        return Table(
            "NODE", "ID", "PLATFORM", "LAST RUN", "AT", "INSTALLED", "MISSING", "FAILED", "PENDING", "REJECTED", "NOTE",
            rows: members.map { node in
                let report = byNode[node.instanceId ?? ""]
                return [Cell(node.name), Cell(node.instanceId), Cell(node.platform)] + PatchCells.run(report)
                    + PatchCells.counts(report) + [Cell(report == nil ? "never looked at in this group" : nil, .busy)]
            }
                + left.map { report in
                    [Cell(nil), Cell(report.instanceId), Cell(nil)] + PatchCells.run(report)
                        + PatchCells.counts(report) + ["no longer in the group"]
                })
    }
}

/// A node's patch report in cells.
enum PatchCells {
    /// What ran last, and when it ended.
    static func run(_ report: Wire.InstancePatchState?) -> [Cell] {
        [Cell(report?.operation), Cell(Wording.instant(report?.operationEndTime))]
    }

    /// Installed, missing, failed, pending, rejected.
    static func counts(_ report: Wire.InstancePatchState?) -> [Cell] {
        guard let report else { return [Cell](repeating: Cell(nil), count: 5) }
        return [
            Cell(String((report.installedCount ?? 0) + (report.installedOtherCount ?? 0))),
            count(report.missingCount, .bad), count(report.failedCount, .bad),
            count(report.installedPendingRebootCount, .busy), count(report.installedRejectedCount, .bad),
        ]
    }

    private static func count(_ number: Int?, _ tone: Tone) -> Cell {
        Cell(String(number ?? 0), number ?? 0 > 0 ? tone : .plain)
    }
}
