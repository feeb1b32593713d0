import AWSWire
import ArgumentParser

struct ComplianceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compliance", abstract: "Compliance: what nodes lack, as their last reports say.",
        discussion: """
            A node complies when nothing of it is missing, failed, rejected or waiting for a reboot. Each patch run \
            replaces what was known of its nodes; a command may fail and leave its nodes compliant, and the other way \
            round. A node that never reported is neither.

            Example:
              mwctl compliance summary
              mwctl compliance nodes --status NON_COMPLIANT
              mwctl compliance show web1 --state Missing
            """, subcommands: [ComplianceSummary.self, ComplianceNodes.self, ComplianceShow.self])
}

struct ComplianceSummary: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "summary", abstract: "How many nodes comply, by type, patch group or severity.",
        discussion: """
            Example:
              mwctl compliance summary
              mwctl compliance summary --by patch-group
            """)

    enum Grouping: String, CaseIterable, ExpressibleByArgument {
        /// Patch, Association, Custom:…
        case type
        case patchGroup = "patch-group"
        /// How grave the gravest lack of a node is.
        case severity
    }

    @Option(help: "What the nodes are counted by.")
    var by: Grouping = .type

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        if by == .patchGroup { return try await printGroups(session) }
        let reply = try await session.list(ListComplianceSummariesRequest(), "ComplianceSummaryItems")
        let items = reply.value.complianceSummaryItems ?? []
        session.console.print(
            reply.json, as: output.output, by == .type ? Self.types(items) : Self.severities(items),
            empty: "No node has reported yet: mwctl patch scan --target tag:KEY=VALUE.")
    }

    static func types(_ items: [Wire.ComplianceSummaryItem]) -> Table {
        Table(
            "TYPE", "COMPLIANT", "NON-COMPLIANT",
            rows: items.map { item in
                [
                    Cell(item.complianceType), Cell(String(item.compliantSummary?.compliantCount ?? 0)),
                    Self.lack(item.nonCompliantSummary?.nonCompliantCount),
                ]
            })
    }

    static func severities(_ items: [Wire.ComplianceSummaryItem]) -> Table {
        Table(
            "TYPE", "CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL", "UNSPECIFIED",
            rows: items.map { item in
                let counts = item.nonCompliantSummary?.severitySummary
                return [
                    Cell(item.complianceType), lack(counts?.criticalCount), lack(counts?.highCount),
                    lack(counts?.mediumCount), lack(counts?.lowCount), lack(counts?.informationalCount),
                    lack(counts?.unspecifiedCount),
                ]
            })
    }

    private static func lack(_ count: Int?) -> Cell { Cell(String(count ?? 0), count ?? 0 > 0 ? .bad : .plain) }

    /// Groups with a baseline, and those that only nodes' tags name.
    private func printGroups(_ session: Session) async throws {
        let mappings = try await session.list(DescribePatchGroupsRequest(), "Mappings").value.mappings ?? []
        let nodes = try await session.list(ListRegisteredNodesRequest(), "Nodes").value.nodes ?? []
        let groups = Set(mappings.compactMap(\.patchGroup) + nodes.compactMap(\.patchGroup)).filter { !$0.isEmpty }
        var states: [(group: String, reply: Reply<DescribePatchGroupStateResult>)] = []
        for group in groups.sorted() {
            states.append((group, try await session.call(DescribePatchGroupStateRequest(patchGroup: group))))
        }
        let json = states.map { state in
            var json = state.reply.json
            json["PatchGroup"] = .string(state.group)
            return json
        }
        session.console.print(
            ["PatchGroupStates": .array(json)], as: output.output,
            Table(
                "GROUP", "NODES", "MISSING", "FAILED", "PENDING", "REJECTED", "CRITICAL", "SECURITY",
                rows: states.map { group, reply in
                    let state = reply.value
                    return [
                        Cell(group), Cell(String(state.instances ?? 0)), Self.lack(state.instancesWithMissingPatches),
                        Self.lack(state.instancesWithFailedPatches),
                        Self.lack(state.instancesWithInstalledPendingRebootPatches),
                        Self.lack(state.instancesWithInstalledRejectedPatches),
                        Self.lack(state.instancesWithCriticalNonCompliantPatches),
                        Self.lack(state.instancesWithSecurityNonCompliantPatches),
                    ]
                }),
            empty: "There are no patch groups: no node has the tag Patch Group, and no baseline is registered for one.")
    }
}

struct ComplianceNodes: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "nodes", abstract: "List nodes with how they comply.",
        discussion: """
            Example:
              mwctl compliance nodes --status NON_COMPLIANT --type Patch
            """)

    @Option(help: "Only COMPLIANT or NON_COMPLIANT ones.")
    var status: ComplianceStatus?

    @Option(help: "Only of this type, such as Patch.")
    var type: String?

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let filters = [("Status", status?.rawValue), ("ComplianceType", type)].compactMap { key, value in
            value.map { Wire.ComplianceStringFilter(key: key, values: [$0], type: "EQUAL") }
        }
        let reply = try await session.list(
            ListResourceComplianceSummariesRequest(filters: filters.isEmpty ? nil : filters),
            "ResourceComplianceSummaryItems")
        let items = reply.value.resourceComplianceSummaryItems ?? []
        let names = output.output == .table && !items.isEmpty ? await session.nodeNames() : [:]
        session.console.print(
            reply.json, as: output.output,
            Table(
                "NODE", "ID", "TYPE", "STATUS", "SEVERITY", "LACKS", "COMPLIES", "AT",
                rows: items.map { item in
                    let id = item.resourceId ?? ""
                    return [
                        Cell(names[id]), Cell(id), Cell(item.complianceType), Wording.compliance(item.status),
                        Cell(item.overallSeverity),
                        Cell(item.nonCompliantSummary?.nonCompliantCount.map(String.init)),
                        Cell(item.compliantSummary?.compliantCount.map(String.init)),
                        Cell(Wording.instant(item.executionSummary?.executionTime)),
                    ]
                }),
            empty: "No node has reported so.")
    }
}

enum ComplianceStatus: String, CaseIterable, ExpressibleByArgument {
    case compliant = "COMPLIANT"
    case nonCompliant = "NON_COMPLIANT"

    /// In any case, with a hyphen too.
    init?(argument: String) { self.init(rawValue: argument.uppercased().replacing("-", with: "_")) }
}

extension Session {
    /// Names of all nodes by their IDs; none when the caller may not list them.
    func nodeNames() async -> [String: String] {
        let nodes = (try? await list(ListRegisteredNodesRequest(), "Nodes").value.nodes) ?? []
        return Dictionary(
            nodes.compactMap { node in node.instanceId.flatMap { id in node.name.map { (id, $0) } } },
            uniquingKeysWith: { first, _ in first })
    }
}

extension Wording {
    static func compliance(_ status: String?) -> Cell {
        Cell(status, status == "COMPLIANT" ? .good : status == "NON_COMPLIANT" ? .bad : .plain)
    }
}
