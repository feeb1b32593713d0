import AWSWire
import ArgumentParser

struct NodeImport: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Register the nodes of an Ansible inventory or a CSV file.",
        discussion: """
            A node whose name is registered already is left as it is. Ansible groups become tags: Group:web=true. A CSV \
            file has the header name,host,port,user,transport,identity,sudo,tags; tags are KEY=VALUE;KEY=VALUE.

            Example:
              mwctl node import inventory.json --format ansible --dry-run
              mwctl node import nodes.csv
            """)

    @Argument(help: "The file; - reads standard input.")
    var file: String

    @Option(help: "ansible or csv. (default: csv for names that end in .csv, else ansible)")
    var format: InventoryFormat?

    @Flag(help: "Say what would be done, and do nothing.")
    var dryRun = false

    @Flag(help: "Set the file's tags on nodes that are registered already.")
    var updateTags = false

    @Flag(help: "Trust the host keys seen at the first contact; changed ones are still refused.")
    var acceptNewHostKey = false

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    /// What became of one entry.
    struct Outcome: Equatable {
        enum Action: String { case add, tag, keep, fail }

        let name: String
        let action: Action
        var instanceID: String?
        var message: String?
    }

    func run(_ session: Session) async throws {
        let text = try TextFile.read(file)
        let entries: [InventoryEntry]
        do throws(InventoryProblem) {
            entries = try (format ?? (file.lowercased().hasSuffix(".csv") ? .csv : .ansible)).entries(in: text)
        } catch {
            throw error.complaint
        }
        let known = try await registered(session)
        var outcomes: [Outcome] = []
        for entry in entries { outcomes.append(try await outcome(of: entry, known: known[entry.name], session)) }
        report(outcomes, session)
        if outcomes.contains(where: { $0.action == .fail }) { throw SilentFailure() }
    }

    private func registered(_ session: Session) async throws -> [String: Wire.RegisteredNode] {
        do throws(Complaint) {
            let nodes = try await session.list(ListRegisteredNodesRequest(), "Nodes").value.nodes ?? []
            return Dictionary(nodes.map { ($0.name ?? "", $0) }, uniquingKeysWith: { first, _ in first })
        } catch {
            // A dry run also serves to try a file where there is no service yet.
            guard dryRun, error.status == .unreachable else { throw error }
            session.console.remark("\(error.message) Every node counts as new.")
            return [:]
        }
    }

    private func outcome(
        of entry: InventoryEntry, known: Wire.RegisteredNode?, _ session: Session
    ) async throws -> Outcome {
        let tags = entry.tags.sorted { $0.key < $1.key }.map { Wire.Tag(key: $0.key, value: $0.value) }
        do throws(Complaint) {
            guard let known else {
                let request = AddNodeRequest(
                    name: entry.name, transport: entry.transport.rawValue, host: entry.host, port: entry.port,
                    user: entry.user, identityFile: entry.identityFile.map(NodeAdd.absolute),
                    sudo: entry.sudo ? true : nil, acceptNewHostKey: acceptNewHostKey ? true : nil,
                    tags: tags.isEmpty ? nil : tags)
                if dryRun {
                    try Self.check(request)
                    return Outcome(name: entry.name, action: .add)
                }
                let id = try await session.call(request).value.instanceId
                return Outcome(name: entry.name, action: .add, instanceID: id)
            }
            let missing = tags.filter { known.tags?.contains($0) != true }
            guard updateTags, !missing.isEmpty, let id = known.instanceId else {
                return Outcome(name: entry.name, action: .keep, instanceID: known.instanceId)
            }
            if !dryRun { _ = try await session.call(UpdateNodeTagsRequest(instanceId: id, tagsToAdd: missing)) }
            return Outcome(name: entry.name, action: .tag, instanceID: id)
        } catch {
            // Without the service the rest would fail too.
            guard error.status != .unreachable else { throw error }
            return Outcome(name: entry.name, action: .fail, message: error.message)
        }
    }

    /// What the service would say to the request's shape, without asking it.
    private static func check<Request: WireRequest>(_ request: Request) throws(Complaint) {
        do {
            _ = try RequestInput(
                body: WireCoding.encode(request), operation: ServiceModel.standard.operation(target: Request.target))
        } catch let error as WireError {
            throw Complaint(.refused(error))
        } catch {
            throw Complaint(.usage, "The node cannot be written as a request.")
        }
    }

    private func report(_ outcomes: [Outcome], _ session: Session) {
        let json = outcomes.map { outcome in
            var value: JSONValue = ["Name": .string(outcome.name), "Action": .string(outcome.action.rawValue)]
            value["InstanceId"] = outcome.instanceID.map { .string($0) }
            value["Message"] = outcome.message.map { .string($0) }
            return value
        }
        session.console.print(
            ["Nodes": .array(json), "DryRun": .bool(dryRun)], as: output.output,
            Table(
                "NAME", "ACTION", "ID", "MESSAGE",
                rows: outcomes.map { outcome in
                    [
                        Cell(outcome.name), Cell(outcome.action.rawValue, outcome.action == .fail ? .bad : .plain),
                        Cell(outcome.instanceID), Cell(outcome.message),
                    ]
                }),
            empty: "The file holds no nodes.")
        if output.output == .table, dryRun { session.console.remark("Nothing was done: this is a dry run.") }
    }
}
