import AWSWire
import ArgumentParser

struct BaselineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "baseline", abstract: "Patch baselines: which updates are approved, and when.",
        discussion: """
            A baseline has rules, a list of approved and a list of rejected packages. An update is approved when any \
            rule or the list approves it and nothing rejects it. A node is patched by the baseline of its patch group, \
            or by the default one of its operating system. A baseline is named by its ID, or by its name when only one \
            has it.

            Example:
              mwctl baseline create debian-night --os debian \\
                  --rule 'priority=Required|Important,level=HIGH' --reject 'linux-image-*'
              mwctl patch-group register web debian-night
              mwctl baseline explain --node web1 openssl
            """,
        subcommands: [
            BaselineCreate.self, BaselineList.self, BaselineShow.self, BaselineUpdate.self, BaselineDelete.self,
            BaselineDefault.self, BaselineExplain.self,
        ])
}

/// The baseline that a command is about.
struct BaselineArgument: ParsableArguments {
    @Argument(help: ArgumentHelp("The baseline's ID or name.", valueName: "baseline"))
    var argument: String?

    @Option(name: .customLong("baseline-id"), help: ArgumentHelp("The same as the argument.", visibility: .hidden))
    var option: String?

    func validate() throws {
        if (argument == nil) == (option == nil) { throw ValidationError("Name one baseline, by its ID or name.") }
    }

    func id(_ session: Session) async throws(Complaint) -> String {
        try await session.baselineID(argument ?? option ?? "")
    }
}

/// `debian`, `Amazon-Linux-2` and `AMAZON_LINUX_2` name operating systems; the service knows which there are.
struct OperatingSystemName: ExpressibleByArgument, Equatable, Sendable {
    /// As the API writes it.
    let name: String

    init?(argument: String) {
        guard !argument.isEmpty else { return nil }
        name = argument.uppercased().replacing("-", with: "_")
    }
}

extension Session {
    /// - Parameter text: an ID, an ARN, or a name that one baseline has.
    func baselineID(_ text: String) async throws(Complaint) -> String {
        if Self.isIdentifier(text, prefix: "pb-") || text.hasPrefix("arn:") { return text }
        // The filter matches beginnings of names.
        let named = Wire.PatchOrchestratorFilter(key: "NAME_PREFIX", values: [text])
        let found =
            try await list(DescribePatchBaselinesRequest(filters: [named]), "BaselineIdentities")
            .value.baselineIdentities?.filter { $0.baselineName == text }.compactMap(\.baselineId) ?? []
        guard let first = found.first else {
            throw Complaint(
                .notFound, "There is no baseline with the ID or name \(text).", hint: "See `mwctl baseline list`.")
        }
        guard found.count == 1 else {
            throw Complaint(
                .usage, "\(found.count) baselines have the name \(text): \(found.joined(separator: ", ")).",
                hint: "Give the ID.")
        }
        return first
    }
}
