import AWSWire
import ArgumentParser

struct CommandList: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List commands, newest first.",
        discussion: """
            Example:
              mwctl command list --status Failed --limit 10
              mwctl command list --node web1
            """)

    @Option(name: [.long, .customLong("instance-id")], help: "Only commands that include this node.")
    var node: String?

    @Option(help: "Only of this status, such as InProgress or Failed.")
    var status: String?

    @Option(name: [.long, .customLong("document-name")], help: "Only of this document.")
    var document: String?

    @Option(help: ArgumentHelp("Only requested after this moment.", valueName: "time"))
    var after: String?

    @Option(help: ArgumentHelp("Only requested before this moment.", valueName: "time"))
    var before: String?

    @Option(help: "How many at most.")
    var limit: Int = 50

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        if limit < 1 { throw ValidationError("The limit must be 1 or more.") }
    }

    func run(_ session: Session) async throws {
        try DateOption.check(("--after", after), ("--before", before))
        let filters = [
            ("Status", status), ("DocumentName", document), ("InvokedAfter", after), ("InvokedBefore", before),
        ].compactMap { key, value in value.map { Wire.CommandFilter(key: key, value: $0) } }
        var id: String?
        if let node { id = try await session.nodeID(node) }
        let reply = try await session.list(
            ListCommandsRequest(instanceId: id, filters: filters.isEmpty ? nil : filters), "Commands", limit: limit)
        if reply.value.commands?.count == limit {
            session.console.remark("There may be more; raise --limit to see them.")
        }
        session.console.print(
            reply.json, as: output.output,
            Table(
                "ID", "DOCUMENT", "STATUS", "REQUESTED", "NODES", "DONE", "ERRORS", "COMMENT",
                rows: (reply.value.commands ?? []).map { command in
                    [
                        Cell(command.commandId), Cell(command.documentName),
                        Wording.status(command.status, details: command.statusDetails),
                        Cell(Wording.instant(command.requestedDateTime)), Cell(command.targetCount.map(String.init)),
                        Cell(command.completedCount.map(String.init)),
                        Cell(command.errorCount.map(String.init), command.errorCount == 0 ? .plain : .bad),
                        Cell(command.comment),
                    ]
                }),
            empty: "There are no such commands.")
    }
}

struct CommandShow: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a command with its nodes.",
        discussion: """
            Example:
              mwctl command show 3c6f1d0a-5c0e-4a0b-9a8f-0d7c5b1e2f34
            """)

    @OptionGroup var command: CommandArgument
    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let reply = try await session.command(command.id)
        guard output.output == .table else {
            return session.console.print(reply.json, as: output.output) { "" }
        }
        let found = reply.value
        var sheet = Sheet()
        sheet.add("Command", found.commandId)
        sheet.add(
            "Document", [found.documentName, found.documentVersion].compactMap { $0 }.joined(separator: " version "))
        sheet.add("Comment", found.comment)
        sheet.add("Status", Wording.status(found.status, details: found.statusDetails))
        sheet.add("Requested", Wording.instant(found.requestedDateTime))
        sheet.add("Expires", Wording.instant(found.expiresAfter))
        sheet.add("Targets", Wording.criteria(found.targets))
        sheet.add("Concurrency", found.maxConcurrency)
        sheet.add("Errors allowed", found.maxErrors)
        let done = "\(found.completedCount ?? 0) of \(found.targetCount ?? 0) done"
        let late = found.deliveryTimedOutCount.flatMap { $0 > 0 ? ", \($0) not delivered" : nil } ?? ""
        sheet.add("Nodes", "\(done), \(Wording.count(found.errorCount ?? 0, "error"))\(late)")
        for (name, values) in (found.parameters ?? [:]).sorted(by: { $0.key < $1.key }) {
            for value in values { sheet.add("Parameter \(name)", value) }
        }
        session.console.print(sheet)
        let nodes = try await session.nodesWithStarts(of: command.id).nodes
        guard !nodes.isEmpty else { return }
        session.console.write("\n")
        session.console.print(ExecutionShow.table(nodes, now: session.clock.now))
    }
}
