import AWSWire
import ArgumentParser
import Foundation

struct NodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "node", abstract: "Nodes: the machines that may be touched, and their tags.",
        discussion: """
            A node is named by its ID or its name.

            Example:
              mwctl node add web1 --transport ssh --host 10.0.0.11 \\
                  --user ops --sudo --tag Role=web
              mwctl node check web1
            """,
        subcommands: [
            NodeAdd.self, NodeList.self, NodeShow.self, NodeTag.self, NodeUntag.self, NodeCheck.self,
            NodeRemove.self, NodeImport.self,
        ])
}

/// The node that a command is about.
struct NodeArgument: ParsableArguments {
    @Argument(help: ArgumentHelp("The node's ID or name.", valueName: "node"))
    var node: String
}

enum NodeTransportName: String, CaseIterable, ExpressibleByArgument {
    case local, ssh
}

struct NodeAdd: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Register a node and print its ID.",
        discussion: """
            The service reaches ssh nodes with the system's ssh, so ssh_config, jump hosts and known_hosts count.

            Example:
              mwctl node add control --transport local --tag Workload=Test
              mwctl node add web1 --transport ssh --host 10.0.0.11 \\
                  --user ops --sudo --tag Role=web
            """)

    @Argument(help: "A name for people; no other node has it.")
    var name: String

    @Option(help: "local (the service's own machine) or ssh.")
    var transport: NodeTransportName

    @Option(help: "The host to connect to, as ssh takes it. (default: the name)")
    var host: String?

    @Option(help: "(default: what ssh_config says, or 22)")
    var port: Int?

    @Option(help: "The user to log in as. (default: what ssh_config says)")
    var user: String?

    @Option(
        name: [.long, .customLong("identity-file")],
        help: ArgumentHelp("The private key, a file on the service's machine.", valueName: "file"))
    var identity: String?

    @Flag(help: "Run work through sudo -n.")
    var sudo = false

    @Flag(help: "Trust the host key seen at the first contact; a changed one is still refused.")
    var acceptNewHostKey = false

    @Option(help: ArgumentHelp("Where the node keeps unfinished work.", valueName: "path"))
    var spoolDirectory: String?

    @Option(name: [.long, .customLong("tags")], help: ArgumentHelp("A tag; repeat it.", valueName: "key=value"))
    var tag: [Pair] = []

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let reply = try await session.call(
            AddNodeRequest(
                name: name, transport: transport.rawValue, host: host ?? (transport == .ssh ? name : nil), port: port,
                user: user, identityFile: identity.map(Self.absolute), sudo: sudo ? true : nil,
                acceptNewHostKey: acceptNewHostKey ? true : nil, spoolDirectory: spoolDirectory,
                tags: tag.isEmpty ? nil : tag.map(\.tag)))
        session.console.print(reply.json, as: output.output) { (reply.value.instanceId ?? "") + "\n" }
    }

    /// The service works in another directory than its caller.
    static func absolute(_ path: String) -> String {
        URL(fileURLWithPath: NSString(string: path).expandingTildeInPath).standardizedFileURL.path
    }
}

struct NodeTag: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "tag", abstract: "Set tags of a node.",
        discussion: """
            Example:
              mwctl node tag web1 Role=web Stage=production
            """)

    @OptionGroup var node: NodeArgument

    @Argument(help: ArgumentHelp("Tags to set.", valueName: "key=value"))
    var tags: [Pair] = []

    @Option(help: ArgumentHelp("The same as the argument.", valueName: "key=value", visibility: .hidden))
    var tag: [Pair] = []

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        if (tags + tag).isEmpty { throw ValidationError("Name at least one tag as KEY=VALUE.") }
    }

    func run(_ session: Session) async throws {
        let reply = try await session.call(
            UpdateNodeTagsRequest(
                instanceId: session.nodeID(node.node), tagsToAdd: (tags + tag).map(\.tag)))
        session.console.print(reply.json, as: output.output) { Wording.tags(reply.value.tags) + "\n" }
    }
}

struct NodeUntag: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "untag", abstract: "Remove tags of a node.",
        discussion: """
            Example:
              mwctl node untag web1 Stage
            """)

    @OptionGroup var node: NodeArgument

    @Argument(help: ArgumentHelp("Keys of tags to remove.", valueName: "key"))
    var keys: [String] = []

    @Option(
        name: [.customLong("tag"), .customLong("tag-key"), .customLong("key")],
        help: ArgumentHelp("The same as the argument.", visibility: .hidden))
    var key: [String] = []

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        if (keys + key).isEmpty { throw ValidationError("Name at least one key.") }
    }

    func run(_ session: Session) async throws {
        let reply = try await session.call(
            UpdateNodeTagsRequest(instanceId: session.nodeID(node.node), tagKeysToRemove: keys + key))
        session.console.print(reply.json, as: output.output) { Wording.tags(reply.value.tags) + "\n" }
    }
}

struct NodeRemove: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Forget nodes; what they did stays in the history.",
        discussion: """
            Example:
              mwctl node remove web1
            """)

    @Argument(help: ArgumentHelp("IDs or names.", valueName: "node"))
    var nodes: [String]

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        // All names are known before the first node goes.
        for id in try await session.nodeIDs(nodes) {
            let reply = try await session.call(RemoveNodeRequest(instanceId: id))
            session.console.print(reply.json, as: output.output) { "\(id) is removed.\n" }
        }
    }
}
