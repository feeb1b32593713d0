import AWSWire
import ArgumentParser
import Foundation

struct BaselineCreate: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Create a baseline and print its ID.",
        discussion: """
            A rule is a list with commas: filters as KEY=VALUE|VALUE (all keys must match, one value of each), then \
            days=N to wait after the release or until=YYYY-MM-DD, level=HIGH for how grave a missing one is, and \
            non-security to take more than security updates. RHEL, SUSE and their relatives know the keys \
            classification, severity and product, and need days or until; Debian and Ubuntu know priority, section and \
            product, have no release dates, and ignore days. A rule without filters covers everything.

            Names in --approve and --reject may hold * and ?, and match as a whole: openssl* is openssl and \
            openssl-libs, openssl alone is neither openssl-libs nor libssl3. What is rejected is never approved. Nobody \
            uses the baseline before it is registered: mwctl patch-group register, or mwctl baseline default.

            Example:
              mwctl baseline create debian-night --os debian \\
                  --rule 'priority=Required|Important,level=HIGH' 'priority=*' \\
                  --reject 'linux-image-*' --reject-action block
              mwctl baseline create rhel-weekly --os redhat-enterprise-linux --rule \\
                  'classification=Security,severity=Critical|Important,days=7,level=HIGH'
              mwctl baseline create --from baseline.yaml
            """)

    @Argument(help: ArgumentHelp("3 to 128 letters, digits, _, - and dots.", valueName: "name"))
    var argument: String?

    @Option(name: .customLong("name"), help: ArgumentHelp("The same as the argument.", visibility: .hidden))
    var option: String?

    @Option(
        name: [.customLong("os"), .customLong("operating-system")],
        help: ArgumentHelp("Which nodes it fits, such as debian, ubuntu or rocky-linux.", valueName: "system"))
    var operatingSystem: OperatingSystemName?

    @OptionGroup var members: BaselineMembers

    @Option(name: [.long, .customLong("tags")], help: ArgumentHelp("A tag; repeat it.", valueName: "key=value"))
    var tag: [Pair] = []

    @Option(help: "Repeating a call with the same token creates one baseline. (default: a new one per call)")
    var clientToken: String?

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        if argument != nil, option != nil { throw ValidationError("Name the baseline once.") }
        guard members.from == nil else { return }
        if argument == nil, option == nil { throw ValidationError("Give the baseline a name.") }
        // The API would take Windows.
        if operatingSystem == nil { throw ValidationError("Say for which operating system: --os debian.") }
    }

    func run(_ session: Session) async throws {
        let content = try members.content()
        guard let name = argument ?? option ?? content.name else {
            throw Complaint(.usage, "The file has no Name.", hint: "Put the name behind `mwctl baseline create`.")
        }
        guard let system = operatingSystem?.name ?? content.operatingSystem else {
            throw Complaint(.usage, "The file has no OperatingSystem.", hint: "Add --os, such as --os debian.")
        }
        let reply = try await session.call(
            CreatePatchBaselineRequest(
                operatingSystem: system, name: name, globalFilters: content.globalFilters,
                approvalRules: content.approvalRules, approvedPatches: content.approvedPatches,
                approvedPatchesComplianceLevel: content.approvedPatchesComplianceLevel,
                approvedPatchesEnableNonSecurity: content.approvedPatchesEnableNonSecurity,
                rejectedPatches: content.rejectedPatches, rejectedPatchesAction: content.rejectedPatchesAction,
                description: content.description, sources: content.sources,
                availableSecurityUpdatesComplianceStatus: content.availableSecurityUpdatesComplianceStatus,
                clientToken: clientToken ?? UUID().uuidString.lowercased(), tags: tag.isEmpty ? nil : tag.map(\.tag)))
        session.console.print(reply.json, as: output.output) { (reply.value.baselineId ?? "") + "\n" }
    }
}

struct BaselineUpdate: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "update", abstract: "Change members of a baseline; those not given keep their value.",
        discussion: """
            A list is replaced whole: --reject names all that are rejected from now on, --rule all rules. Snapshots \
            that are frozen already keep what they have, so a window that is open goes on as it began.

            Example:
              mwctl baseline update debian-night --reject 'linux-image-*' docker-ce
              mwctl baseline update debian-night --clear reject
              mwctl baseline update debian-night --from baseline.yaml --replace
            """)

    /// What an update can empty.
    enum Clearable: String, CaseIterable, ExpressibleByArgument {
        case rule
        case globalFilter = "global-filter"
        case approve, reject, source
    }

    @OptionGroup var baseline: BaselineArgument

    @Option(help: "A new name; 3 to 128 letters, digits, _, - and dots.")
    var name: String?

    @OptionGroup var members: BaselineMembers

    @Option(help: "Empty this list; repeat it for several.")
    var clear: [Clearable] = []

    @Flag(help: "Remove every optional member that is not given; the name must be given.")
    var replace = false

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let content = try members.content()
        var request = UpdatePatchBaselineRequest(
            baselineId: try await baseline.id(session), name: name ?? content.name,
            globalFilters: content.globalFilters, approvalRules: content.approvalRules,
            approvedPatches: content.approvedPatches,
            approvedPatchesComplianceLevel: content.approvedPatchesComplianceLevel,
            approvedPatchesEnableNonSecurity: content.approvedPatchesEnableNonSecurity,
            rejectedPatches: content.rejectedPatches, rejectedPatchesAction: content.rejectedPatchesAction,
            description: content.description, sources: content.sources,
            availableSecurityUpdatesComplianceStatus: content.availableSecurityUpdatesComplianceStatus,
            replace: replace ? true : nil)
        for list in clear {
            switch list {
            case .rule: request.approvalRules = .init(patchRules: [])
            case .globalFilter: request.globalFilters = .init(patchFilters: [])
            case .approve: request.approvedPatches = []
            case .reject: request.rejectedPatches = []
            case .source: request.sources = []
            }
        }
        if let system = content.operatingSystem {
            let present = try await session.call(GetPatchBaselineRequest(baselineId: request.baselineId)).value
            guard present.operatingSystem == system else {
                throw Complaint(
                    .usage, "The file is for \(system), and the baseline is for \(present.operatingSystem ?? "?").",
                    hint: "A baseline's operating system cannot be changed; create another one.")
            }
        }
        let reply = try await session.call(request)
        session.console.print(reply.json, as: output.output) {
            BaselineShow.text(BaselineShow.shown(reply.value), colours: session.console.terminal.showsColours)
        }
    }
}

struct BaselineDelete: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Delete a baseline that no patch group and no default uses.",
        discussion: """
            Example:
              mwctl baseline delete debian-night
            """)

    @OptionGroup var baseline: BaselineArgument
    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let id = try await baseline.id(session)
        // The API answers alike whether the baseline exists or not; a typing error deserves a word.
        _ = try await session.call(GetPatchBaselineRequest(baselineId: id))
        let reply = try await session.call(DeletePatchBaselineRequest(baselineId: id))
        session.console.print(reply.json, as: output.output) { "\(id) is deleted.\n" }
    }
}
