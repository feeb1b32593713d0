import AWSWire
import ArgumentParser

struct BaselineExplain: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Say why a package is or is not approved on a node.",
        discussion: """
            Which rule, which list, which date decides, for the installed version and every newer one that the node's \
            last scan saw. Nothing runs on the node. With --baseline it is judged by another baseline than its own, \
            which tells what a change would do.

            Example:
              mwctl baseline explain --node web1 openssl
              mwctl baseline explain --node web1 openssl --baseline debian-strict
            """)

    @Argument(help: "The package's name, also with its architecture, as in openssl.amd64.")
    var package: String

    @Option(name: [.long, .customLong("instance-id")], help: "The node, by name or ID.")
    var node: String

    @Option(
        name: [.long, .customLong("baseline-id")],
        help: ArgumentHelp("Judge by this one. (default: the one that counts for the node)", valueName: "baseline"))
    var baseline: String?

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        var judge: String?
        if let baseline { judge = try await session.baselineID(baseline) }
        let reply = try await session.call(
            ExplainPatchRequest(instanceId: session.nodeID(node), package: package, baselineId: judge))
        session.console.print(reply.json, as: output.output) {
            Self.text(reply.value, node: node, package: package, colours: session.console.terminal.showsColours)
        }
    }

    static func text(_ result: ExplainPatchResult, node: String, package: String, colours: Bool) -> String {
        var sheet = Sheet()
        let id = result.instanceId ?? ""
        sheet.add("Node", node == id ? id : "\(node) (\(id))")
        sheet.add("System", [result.operatingSystem, result.product].compactMap { $0 }.joined(separator: ", "))
        sheet.add("Patch group", result.patchGroup)
        let name = result.baselineName ?? ""
        sheet.add("Baseline", "\(name) (\(result.baselineId ?? "")), \(choice(result.baselineChoice))")
        sheet.add("Last look", Wording.instant(result.reportedAt))
        var text = sheet.rendered(colours: colours)
        let explanations = result.explanations ?? []
        if explanations.isEmpty {
            text += "\n\(Cell.harmless(package)) is not installed there, and nothing offers it.\n"
        }
        for explanation in explanations { text += "\n" + Self.text(explanation, colours: colours) }
        return text
    }

    private static func text(_ explanation: Wire.PatchExplanation, colours: Bool) -> String {
        var lines = [Cell.harmless(explanation.package ?? "")]
        for version in explanation.versions ?? [] {
            let standing = Cell((version.standing ?? "").replacing("-", with: " "), tone(version.standing))
            lines.append("  \(Cell.harmless(version.version ?? "")): \(standing.rendered(colours: colours))")
            lines += (version.sentences ?? []).map { "    \(Cell.harmless($0))" }
        }
        if let conclusion = explanation.conclusion { lines.append("  " + Cell.harmless(conclusion)) }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func tone(_ standing: String?) -> Tone {
        switch standing {
        case "wanted": .busy
        case "installed": .good
        case "rejected", "kept-out-by-snapshot": .bad
        default: .plain
        }
    }

    private static func choice(_ choice: String?) -> String {
        switch choice {
        case "request": "asked for here"
        case "patch-group": "of the node's patch group"
        case "default": "the default of the operating system"
        case "predefined": "the predefined one of the operating system"
        default: choice ?? ""
        }
    }
}
