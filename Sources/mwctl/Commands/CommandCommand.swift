import AWSWire
import ArgumentParser

struct CommandCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "command", abstract: "Commands: one document, run on many nodes.",
        discussion: """
            Example:
              mwctl command send --tag Role=web --parameter commands=uptime --watch
            """,
        subcommands: [
            CommandSend.self, CommandList.self, CommandShow.self, CommandWatch.self, CommandCancel.self,
            CommandOutput.self,
        ])
}

/// The command that a command line is about.
struct CommandArgument: ParsableArguments {
    @Argument(help: ArgumentHelp("The command's ID.", valueName: "command"))
    var argument: String?

    @Option(name: .customLong("command-id"), help: ArgumentHelp("The same as the argument.", visibility: .hidden))
    var commandID: String?

    func validate() throws {
        if (argument == nil) == (commandID == nil) { throw ValidationError("Name one command, by its ID.") }
    }

    var id: String { argument ?? commandID ?? "" }
}

struct CommandSend: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "send", abstract: "Run a document on nodes now and print the command's ID.",
        discussion: """
            Without limits, 50 nodes work at once and the first error stops the rest.

            Example:
              mwctl command send --tag Role=web --parameter commands=uptime --watch
              mwctl command send --document AWS-RunShellScript --node web1 \\
                  --parameter commands=@fix.sh
            """)

    @Option(name: [.long, .customLong("document-name")], help: "The document to run, by name.")
    var document: String = "AWS-RunShellScript"

    @OptionGroup var targets: TargetOptions
    @OptionGroup var parameters: ParameterOptions
    @OptionGroup var members: CommandMembers

    @Option(help: ArgumentHelp("Nodes at once: a number, or a percentage of them.", valueName: "number|percent"))
    var maxConcurrency: String?

    @Option(
        help: ArgumentHelp(
            "Errors allowed: one more stops the rest. A number, or a percentage of the nodes.",
            valueName: "number|percent"))
    var maxErrors: String?

    @Flag(name: [.long, .customLong("wait")], help: "Follow it to its end; the exit status is its result.")
    var watch = false

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        if targets.isEmpty { throw ValidationError("Say which nodes: --tag KEY=VALUE, --tag-key KEY or --node NODE.") }
    }

    func run(_ session: Session) async throws {
        // Nodes named one by one are a list of their own in the API: an unknown one among them refuses the command.
        let byName = targets.tag.isEmpty && targets.tagKey.isEmpty && targets.targets.isEmpty
        let reply = try await session.call(
            SendCommandRequest(
                instanceIds: byName ? try await session.nodeIDs(targets.namedNodes) : nil,
                targets: byName ? nil : try await targets.criteria(session), documentName: document,
                documentVersion: members.documentVersion, documentHash: members.documentHash,
                documentHashType: members.documentHash == nil ? nil : "Sha256", timeoutSeconds: members.timeout,
                comment: members.comment, parameters: parameters.values(), maxConcurrency: maxConcurrency,
                maxErrors: maxErrors, notificationConfig: members.notification))
        let id = reply.value.command?.commandId ?? ""
        session.console.print(reply.json, as: output.output) { id + "\n" }
        if reply.value.command?.targetCount == 0 {
            session.console.remark("warning: No node matched; check the tags: mwctl node list.")
        }
        if watch { try await session.watchCommand(id, beside: output.output) }
    }
}

struct CommandWatch: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Follow a command to its end; the exit status is its result.",
        discussion: """
            Example:
              mwctl command watch 3c6f1d0a-5c0e-4a0b-9a8f-0d7c5b1e2f34
            """)

    @OptionGroup var command: CommandArgument

    @OptionGroup var pace: WatchPace
    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        try await session.printing(output.output) {
            try await session.watchCommand(command.id, beside: output.output, intervalSeconds: pace.interval)
        } result: { () throws(Complaint) in
            try await session.command(command.id).json
        }
    }
}

extension Session {
    func watchCommand(_ id: String, beside format: OutputFormat = .table, intervalSeconds: Double = 1) async throws {
        try await Watch(session: self, beside: format, intervalSeconds: intervalSeconds).follow {
            () throws(Complaint) in
            try await commandProgress(id)
        }
    }
}

struct CommandCancel: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Cancel a command: nodes not reached are left out, running work is stopped.",
        discussion: """
            Example:
              mwctl command cancel 3c6f1d0a-5c0e-4a0b-9a8f-0d7c5b1e2f34
            """)

    @OptionGroup var command: CommandArgument

    @Option(name: [.long, .customLong("instance-id")], help: "Only on this node; repeat it for several.")
    var node: [String] = []

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let before = try? await session.command(command.id).value.status
        let reply = try await session.call(
            CancelCommandRequest(
                commandId: command.id, instanceIds: node.isEmpty ? nil : try await session.nodeIDs(node)))
        session.console.print(reply.json, as: output.output) {
            Session.isFinal(commandStatus: before)
                ? "\(command.id) had already ended: \(before ?? "").\n" : "Asked to cancel \(command.id).\n"
        }
    }
}

struct CommandOutput: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "output", abstract: "Print what the nodes of a command wrote, step by step.",
        discussion: """
            Example:
              mwctl command output 3c6f1d0a-5c0e-4a0b-9a8f-0d7c5b1e2f34 --node web1 --raw
            """)

    @OptionGroup var command: CommandArgument
    @OptionGroup var logs: LogOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        _ = try await session.command(command.id)
        try await logs.print([command.id], as: output.output, session)
    }
}
