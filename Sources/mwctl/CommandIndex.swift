import ArgumentParser

/// One command as its help presents it.
struct CommandEntry: Equatable {
    /// `mwctl window create`
    let path: String
    let abstract: String
    let discussion: String
    let hasSubcommands: Bool

    /// The command lines under “Example:” in the help.
    var examples: [String] {
        guard let (_, examples) = discussion.components(around: "Example:\n") else { return [] }
        // A line that is continued is one command.
        return examples.replacing(#/ \\\n */#, with: " ").split(separator: "\n").map { $0.drop { $0 == " " } }.filter {
            $0.hasPrefix("mwctl ")
        }
        .map(String.init)
    }
}

extension Mwctl {
    /// Every command, nouns before their verbs.
    static var index: [CommandEntry] { entries(of: Mwctl.self, path: "mwctl") }

    private static func entries(of command: any ParsableCommand.Type, path: String) -> [CommandEntry] {
        let configuration = command.configuration
        let entry = CommandEntry(
            path: path, abstract: configuration.abstract, discussion: configuration.discussion,
            hasSubcommands: !configuration.subcommands.isEmpty)
        return [entry]
            + configuration.subcommands.flatMap { subcommand in
                entries(of: subcommand, path: "\(path) \(subcommand.configuration.commandName ?? "")")
            }
    }
}
