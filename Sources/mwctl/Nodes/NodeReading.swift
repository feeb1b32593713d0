import AWSWire
import ArgumentParser

struct NodeList: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List nodes.",
        discussion: """
            Example:
              mwctl node list --tag Role=web
              mwctl node list --failing
            """)

    @Option(help: ArgumentHelp("Only nodes with this tag; several must all match.", valueName: "key=value"))
    var tag: [Pair] = []

    @Option(help: "Only nodes whose name begins so.")
    var name: String?

    @Flag(help: "Only nodes that could not be reached at the last contact.")
    var failing = false

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let reply = try await session.list(ListRegisteredNodesRequest(), "Nodes")
        let shown = zip(reply.value.nodes ?? [], reply.json["Nodes"]?.arrayValue ?? []).filter { node, _ in
            matches(node)
        }
        session.console.print(
            ["Nodes": .array(shown.map(\.1))], as: output.output, Self.table(shown.map(\.0)),
            empty: "There are no such nodes.")
    }

    private func matches(_ node: Wire.RegisteredNode) -> Bool {
        tag.allSatisfy { pair in node.tags?.contains(pair.tag) == true }
            && (name.map { (node.name ?? "").hasPrefix($0) } ?? true) && (!failing || node.isFailing)
    }

    static func table(_ nodes: [Wire.RegisteredNode]) -> Table {
        Table(
            "ID", "NAME", "TRANSPORT", "HOST", "STATUS", "PLATFORM", "LAST CONTACT", "TAGS",
            rows: nodes.map { node in
                [
                    Cell(node.instanceId), Cell(node.name), Cell(node.transport), Cell(node.address),
                    Wording.status(node.pingStatus), Cell(node.platform),
                    Cell(Wording.instant(node.lastContactAt)), Cell(Wording.tags(node.tags)),
                ]
            })
    }
}

extension Wire.RegisteredNode {
    /// It was reached once and is not any more.
    var isFailing: Bool { pingStatus == "ConnectionLost" }

    /// `ops@10.0.0.11:2222`
    var address: String? {
        host.map { (user.map { "\($0)@" } ?? "") + $0 + (port.map { ":\($0)" } ?? "") }
    }

    var platform: String? {
        let parts = [platformName, platformVersion].compactMap { $0 }.filter { !$0.isEmpty }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }
}

struct NodeShow: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one node.",
        discussion: """
            Example:
              mwctl node show web1 -o yaml
            """)

    @OptionGroup var node: NodeArgument
    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let reply = try await session.call(GetRegisteredNodeRequest(instanceId: session.nodeID(node.node)))
        guard let found = reply.value.node, let json = reply.json["Node"] else {
            throw Complaint(.notFound, "There is no node \(node.node).")
        }
        var sheet = Sheet()
        sheet.add("ID", found.instanceId)
        sheet.add("Name", found.name)
        sheet.add("Transport", found.transport)
        sheet.add("Address", found.address)
        sheet.add("Identity file", found.identityFile)
        sheet.add("Sudo", Wording.yesNo(found.sudo))
        sheet.add("Accepts a new host key", Wording.yesNo(found.acceptNewHostKey))
        sheet.add("Spool directory", found.spoolDirectory)
        sheet.add("Status", Wording.status(found.pingStatus))
        sheet.add("Platform", found.platform)
        sheet.add("Architecture", found.architecture)
        sheet.add("Host name", found.hostname)
        sheet.add("Kernel", found.kernel)
        sheet.add("Registered", Wording.instant(found.registeredAt))
        sheet.add("Last contact", Wording.instant(found.lastContactAt))
        for tag in (found.tags ?? []).sorted(by: { $0.key < $1.key }) { sheet.add("Tag \(tag.key)", tag.value) }
        session.console.print(json, as: output.output, sheet)
    }
}

struct NodeCheck: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Contact nodes and say what is wrong and what to do.",
        discussion: """
            Example:
              mwctl node check web1 web2
              mwctl node check --all
            """)

    @Argument(help: ArgumentHelp("IDs or names.", valueName: "node"))
    var nodes: [String] = []

    @Flag(help: "Check every node.")
    var all = false

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    /// Connecting costs the service's machine a key exchange each.
    private static let atOnce = 8

    func validate() throws {
        if nodes.isEmpty != all { throw ValidationError("Name nodes, or give --all.") }
    }

    func run(_ session: Session) async throws {
        let ids =
            all
            ? try await session.list(ListRegisteredNodesRequest(), "Nodes").value.nodes?.compactMap(\.instanceId) ?? []
            : try await session.nodeIDs(nodes)
        let checks = try await Self.check(ids, session)
        let json: JSONValue =
            checks.count == 1 && !all ? checks[0].json : ["Checks": .array(checks.map(\.json))]
        let colours = session.console.terminal.showsColours
        session.console.print(json, as: output.output) {
            checks.map { Self.text($0.value, colours: colours) }.joined()
        }
        guard checks.allSatisfy({ $0.value.healthy == true }) else { throw SilentFailure() }
    }

    private static func check(_ ids: [String], _ session: Session) async throws -> [Reply<CheckNodeResult>] {
        try await withThrowingTaskGroup(of: (Int, Reply<CheckNodeResult>).self) { group in
            var waiting = ids.enumerated().makeIterator()
            var done: [(Int, Reply<CheckNodeResult>)] = []
            func start(_ place: Int, _ id: String) {
                group.addTask { (place, try await session.call(CheckNodeRequest(instanceId: id))) }
            }
            for _ in 0..<atOnce { if let (place, id) = waiting.next() { start(place, id) } }
            while let result = try await group.next() {
                done.append(result)
                if let (place, id) = waiting.next() { start(place, id) }
            }
            return done.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    static func text(_ check: CheckNodeResult, colours: Bool) -> String {
        let name = check.node?.name ?? check.instanceId ?? ""
        let state = Cell(check.healthy == true ? "healthy" : "NOT HEALTHY", check.healthy == true ? .good : .bad)
        var facts: [String] = []
        if let milliseconds = check.roundTripMilliseconds { facts.append("answered in \(milliseconds) ms") }
        if let skew = check.clockSkewMilliseconds, abs(skew) >= 1000 {
            facts.append("clock \(Wording.span(seconds: Double(abs(skew)) / 1000)) \(skew > 0 ? "ahead" : "behind")")
        }
        if let platform = check.node?.platform { facts.append(platform) }
        var text = "\(Cell.harmless(name)): \(state.rendered(colours: colours))"
        if !facts.isEmpty { text += " (\(Cell.harmless(facts.joined(separator: ", "))))" }
        text += "\n"
        for finding in check.findings ?? [] {
            text +=
                "  \(Cell.harmless(finding.severity ?? "error")): \(Cell.harmless(finding.message ?? finding.code ?? ""))\n"
            if let hint = finding.hint, !hint.isEmpty { text += "    try: \(Cell.harmless(hint))\n" }
        }
        return text
    }
}
