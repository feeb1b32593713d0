import AWSWire
import ArgumentParser

/// All that a baseline can be given, each member optional: what this answer of the API happens to be.
typealias BaselineContent = UpdatePatchBaselineResult

/// What an administrator says of a baseline, as flags and as a file; the flags count where both speak.
struct BaselineMembers: ParsableArguments {
    enum RejectedAction: String, CaseIterable, ExpressibleByArgument {
        case block = "BLOCK"
        case allowAsDependency = "ALLOW_AS_DEPENDENCY"

        /// Also `block` and `allow`.
        init?(argument: String) {
            switch argument.uppercased().replacing("-", with: "_") {
            case "BLOCK": self = .block
            case "ALLOW", "ALLOW_AS_DEPENDENCY": self = .allowAsDependency
            default: return nil
            }
        }
    }

    @Option(help: "What it is for; 1 to 1024 characters.")
    var description: String?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "A rule: filters and days=, until=, level=, non-security, with commas between them. See above.",
            valueName: "rule"), transform: RulePhrase.init(parsing:))
    var rule: [RulePhrase] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("What every rule asks for too, such as product=Debian12.", valueName: "key=value[|value]"),
        transform: FilterPhrase.init(parsing:))
    var globalFilter: [FilterPhrase] = []

    @Option(
        name: [.long, .customLong("approved-patches")], parsing: .upToNextOption,
        help: ArgumentHelp("Packages that are approved whatever the rules say.", valueName: "glob"))
    var approve: [String] = []

    @Option(
        name: [.long, .customLong("approved-patches-compliance-level")],
        help: ArgumentHelp("How grave it is when an approved one is missing.", valueName: "level"))
    var approveLevel: String?

    @Flag(
        name: [.long, .customLong("approved-patches-enable-non-security")], inversion: .prefixedNo,
        help: "Approved packages are taken from every repository, not only from security ones.")
    var approveNonSecurity: Bool?

    @Option(
        name: [.long, .customLong("rejected-patches")], parsing: .upToNextOption,
        help: ArgumentHelp("Packages that are not approved whatever else says so.", valueName: "glob"))
    var reject: [String] = []

    @Option(
        name: [.long, .customLong("rejected-patches-action")],
        help: ArgumentHelp(
            "BLOCK keeps a rejected package out altogether; ALLOW_AS_DEPENDENCY lets it in when another needs it.",
            valueName: "action"))
    var rejectAction: RejectedAction?

    @Option(
        help: ArgumentHelp(
            "A repository that takes the place of the node's own while it is patched; @FILE reads its configuration.",
            valueName: "name[:product]=text"), transform: SourcePhrase.init(parsing:))
    var source: [SourcePhrase] = []

    @Option(
        help: ArgumentHelp(
            "JSON or YAML in the API's shape, such as `baseline show -o yaml` prints; - is standard input.",
            valueName: "file"))
    var from: String?

    func content() throws(Complaint) -> BaselineContent {
        var content = try from.map { path throws(Complaint) in try BaselineFile.read(path) } ?? BaselineContent()
        var sources: [Wire.PatchSource] = []
        for phrase in source { sources.append(try phrase.source()) }
        content.description = description ?? content.description
        if !rule.isEmpty { content.approvalRules = .init(patchRules: rule.map(\.rule)) }
        if !globalFilter.isEmpty { content.globalFilters = .init(patchFilters: globalFilter.map(\.filter)) }
        if !approve.isEmpty { content.approvedPatches = approve }
        content.approvedPatchesComplianceLevel = approveLevel?.uppercased() ?? content.approvedPatchesComplianceLevel
        content.approvedPatchesEnableNonSecurity = approveNonSecurity ?? content.approvedPatchesEnableNonSecurity
        if !reject.isEmpty { content.rejectedPatches = reject }
        content.rejectedPatchesAction = rejectAction?.rawValue ?? content.rejectedPatchesAction
        if !sources.isEmpty { content.sources = sources }
        return content
    }
}
