import AWSWire
import ArgumentParser

struct BaselineList: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List baselines, those that come with the service too.",
        discussion: """
            Example:
              mwctl baseline list --os debian
              mwctl baseline list --own -o json
            """)

    @Option(help: "Only baselines whose name begins so.")
    var name: String?

    @Option(
        name: [.customLong("os"), .customLong("operating-system")],
        help: ArgumentHelp("Only of this operating system.", valueName: "system"))
    var operatingSystem: OperatingSystemName?

    @Flag(help: "Only those made here, not the predefined ones.")
    var own = false

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let filters = [
            ("NAME_PREFIX", name), ("OPERATING_SYSTEM", operatingSystem?.name), ("OWNER", own ? "Self" : nil),
        ].compactMap { key, value in value.map { Wire.PatchOrchestratorFilter(key: key, values: [$0]) } }
        let reply = try await session.list(
            DescribePatchBaselinesRequest(filters: filters.isEmpty ? nil : filters), "BaselineIdentities")
        session.console.print(
            reply.json, as: output.output, Self.table(reply.value.baselineIdentities ?? []),
            empty: "There are no such baselines.")
    }

    static func table(_ baselines: [Wire.PatchBaselineIdentity]) -> Table {
        Table(
            "ID", "NAME", "SYSTEM", "DEFAULT", "DESCRIPTION",
            rows: baselines.map { baseline in
                [
                    Cell(baseline.baselineId), Cell(baseline.baselineName), Cell(baseline.operatingSystem),
                    Cell(baseline.defaultBaseline == true ? "default" : "", .good),
                    Cell(baseline.baselineDescription),
                ]
            })
    }
}

struct BaselineShow: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one baseline with its rules, lists and patch groups.",
        discussion: """
            What -o yaml prints is what `baseline create --from` and `baseline update --from` read.

            Example:
              mwctl baseline show debian-night
              mwctl baseline show AWS-DebianDefaultPatchBaseline -o yaml
            """)

    @OptionGroup var baseline: BaselineArgument
    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let reply = try await session.call(GetPatchBaselineRequest(baselineId: baseline.id(session)))
        session.console.print(reply.json, as: output.output) {
            Self.text(reply.value, colours: session.console.terminal.showsColours)
        }
    }

    static func text(_ baseline: GetPatchBaselineResult, colours: Bool) -> String {
        var sheet = Sheet()
        sheet.add("ID", baseline.baselineId)
        sheet.add("Name", baseline.name)
        sheet.add("Description", baseline.description)
        sheet.add("Operating system", baseline.operatingSystem)
        sheet.add("Asked of all", Wording.filters(baseline.globalFilters))
        for (place, rule) in (baseline.approvalRules?.patchRules ?? []).enumerated() {
            sheet.add("Rule \(place + 1)", Wording.rule(rule))
        }
        sheet.add("Approved", words(baseline.approvedPatches))
        if baseline.approvedPatches?.isEmpty == false {
            sheet.add("Approved level", baseline.approvedPatchesComplianceLevel)
            sheet.add(
                "Approved from",
                baseline.approvedPatchesEnableNonSecurity == true ? "every repository" : "security repositories")
        }
        sheet.add("Rejected", words(baseline.rejectedPatches))
        sheet.add("Rejected action", baseline.rejectedPatchesAction)
        for source in baseline.sources ?? [] {
            // The configuration may hold a password.
            sheet.add("Source \(source.name)", "for \(words(source.products) ?? "")")
        }
        sheet.add("Patch groups", words(baseline.patchGroups))
        sheet.add("Created", Wording.instant(baseline.createdDate))
        sheet.add("Modified", Wording.instant(baseline.modifiedDate))
        return sheet.rendered(colours: colours)
    }

    /// The answer to an update, which lacks only the patch groups.
    static func shown(_ baseline: UpdatePatchBaselineResult) -> GetPatchBaselineResult {
        GetPatchBaselineResult(
            baselineId: baseline.baselineId, name: baseline.name, operatingSystem: baseline.operatingSystem,
            globalFilters: baseline.globalFilters, approvalRules: baseline.approvalRules,
            approvedPatches: baseline.approvedPatches,
            approvedPatchesComplianceLevel: baseline.approvedPatchesComplianceLevel,
            approvedPatchesEnableNonSecurity: baseline.approvedPatchesEnableNonSecurity,
            rejectedPatches: baseline.rejectedPatches, rejectedPatchesAction: baseline.rejectedPatchesAction,
            createdDate: baseline.createdDate, modifiedDate: baseline.modifiedDate,
            description: baseline.description, sources: baseline.sources)
    }

    private static func words(_ list: [String]?) -> String? {
        list.flatMap { $0.isEmpty ? nil : $0.joined(separator: ", ") }
    }
}

struct BaselineDefault: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "default", abstract: "Make a baseline the default of its operating system, or show the defaults.",
        discussion: """
            The default one counts for nodes without a patch group, and for nodes whose group has no baseline for their \
            operating system. Naming a predefined baseline goes back to it.

            Example:
              mwctl baseline default debian-night
              mwctl baseline default --os debian
              mwctl baseline default
            """)

    @Argument(help: ArgumentHelp("The baseline to set, by ID or name. (default: show)", valueName: "baseline"))
    var baseline: String?

    @Option(
        name: [.customLong("os"), .customLong("operating-system")],
        help: ArgumentHelp("Show only the default of this operating system.", valueName: "system"))
    var operatingSystem: OperatingSystemName?

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        if baseline != nil, operatingSystem != nil {
            throw ValidationError("A baseline has its operating system; --os is for showing.")
        }
    }

    func run(_ session: Session) async throws {
        if let baseline {
            let id = try await session.baselineID(baseline)
            let reply = try await session.call(RegisterDefaultPatchBaselineRequest(baselineId: id))
            return session.console.print(reply.json, as: output.output) { "\(id) is the default.\n" }
        }
        let system = operatingSystem.map { Wire.PatchOrchestratorFilter(key: "OPERATING_SYSTEM", values: [$0.name]) }
        let reply = try await session.list(
            DescribePatchBaselinesRequest(filters: system.map { [$0] }), "BaselineIdentities")
        let shown = zip(reply.value.baselineIdentities ?? [], reply.json["BaselineIdentities"]?.arrayValue ?? [])
            .filter { $0.0.defaultBaseline == true }
        session.console.print(
            ["BaselineIdentities": .array(shown.map(\.1))], as: output.output,
            Table(
                "SYSTEM", "NAME", "ID",
                rows: shown.map(\.0).map { baseline in
                    [Cell(baseline.operatingSystem), Cell(baseline.baselineName), Cell(baseline.baselineId)]
                }),
            empty: "There is no such default.")
    }
}
