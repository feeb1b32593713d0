import AWSWire
import ArgumentParser

struct PatchGroupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "patch-group", abstract: "Patch groups: which nodes are patched by which baseline.",
        discussion: """
            A node is in the group that its tag “Patch Group” names, or PatchGroup where that is missing. A group has at \
            most one baseline for each operating system; a group is there as soon as a node or a registration names it.

            Example:
              mwctl node tag web1 'Patch Group=web'
              mwctl patch-group register web debian-night
              mwctl patch-group show web
            """,
        subcommands: [
            PatchGroupRegister.self, PatchGroupDeregister.self, PatchGroupList.self, PatchGroupShow.self,
        ])
}

/// The group and the baseline that a registration is about.
struct PatchGroupPair: ParsableArguments {
    @Argument(help: "The group, as the nodes' tag has it; 1 to 256 characters.")
    var group: String

    @Argument(help: "The baseline's ID or name.")
    var baseline: String
}

struct PatchGroupRegister: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "register", abstract: "Let a baseline count for the nodes of a group.",
        discussion: """
            Example:
              mwctl patch-group register web debian-night
            """)

    @OptionGroup var pair: PatchGroupPair
    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let id = try await session.baselineID(pair.baseline)
        let reply = try await session.call(
            RegisterPatchBaselineForPatchGroupRequest(baselineId: id, patchGroup: pair.group))
        session.console.print(reply.json, as: output.output) { "\(id) counts for the group \(pair.group).\n" }
    }
}

struct PatchGroupDeregister: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "deregister", abstract: "Let a baseline no longer count for a group; the default one does.",
        discussion: """
            Example:
              mwctl patch-group deregister web debian-night
            """)

    @OptionGroup var pair: PatchGroupPair
    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let id = try await session.baselineID(pair.baseline)
        let reply = try await session.call(
            DeregisterPatchBaselineForPatchGroupRequest(baselineId: id, patchGroup: pair.group))
        session.console.print(reply.json, as: output.output) { "\(id) no longer counts for \(pair.group).\n" }
    }
}

struct PatchGroupList: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the groups that baselines are registered for.",
        discussion: """
            Example:
              mwctl patch-group list --os debian
            """)

    @Option(help: "Only groups whose name begins so.")
    var name: String?

    @Option(
        name: [.customLong("os"), .customLong("operating-system")],
        help: ArgumentHelp("Only of this operating system.", valueName: "system"))
    var operatingSystem: OperatingSystemName?

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let filters = [("NAME_PREFIX", name), ("OPERATING_SYSTEM", operatingSystem?.name)].compactMap { key, value in
            value.map { Wire.PatchOrchestratorFilter(key: key, values: [$0]) }
        }
        let reply = try await session.list(
            DescribePatchGroupsRequest(filters: filters.isEmpty ? nil : filters), "Mappings")
        session.console.print(
            reply.json, as: output.output, Self.table(reply.value.mappings ?? []),
            empty: "No baseline is registered for such a group.")
    }

    static func table(_ mappings: [Wire.PatchGroupPatchBaselineMapping]) -> Table {
        Table(
            "GROUP", "SYSTEM", "BASELINE", "NAME",
            rows: mappings.map { mapping in
                let baseline = mapping.baselineIdentity
                return [
                    Cell(mapping.patchGroup), Cell(baseline?.operatingSystem), Cell(baseline?.baselineId),
                    Cell(baseline?.baselineName),
                ]
            })
    }
}

extension Wire.RegisteredNode {
    /// The group that its tags name, as the service reads them.
    var patchGroup: String? {
        ["Patch Group", "PatchGroup"].lazy.compactMap { key in tags?.first { $0.key == key }?.value }.first
    }
}
