import AWSWire
import ArgumentParser

struct KeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Access keys: who may call the service over TCP.",
        discussion: """
            Example:
              mwctl key create --role operator --description 'deploy pipeline' -o json
            """,
        subcommands: [KeyCreate.self, KeyList.self, KeyRevoke.self])
}

struct KeyCreate: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Make an access key; its secret is shown this once.",
        discussion: """
            Example:
              mwctl key create --role reader -o json
            """)

    enum Role: String, CaseIterable, ExpressibleByArgument {
        case admin, `operator`, reader
    }

    @Option(help: "admin (all), operator (windows and commands) or reader (no changes).")
    var role: Role

    @Option(help: "Whose it is; 1 to 128 characters.")
    var description: String?

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let reply = try await session.call(CreateAccessKeyRequest(role: role.rawValue, description: description))
        session.console.print(reply.json, as: output.output) {
            "export AWS_ACCESS_KEY_ID=\(reply.value.accessKeyId ?? "")\n"
                + "export AWS_SECRET_ACCESS_KEY=\(reply.value.secretAccessKey ?? "")\n"
        }
        session.console.remark("Keep the secret: it is not shown again.")
    }
}

struct KeyList: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List access keys, without their secrets.",
        discussion: """
            Example:
              mwctl key list
            """)

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let reply = try await session.list(ListAccessKeysRequest(), "AccessKeys")
        session.console.print(
            reply.json, as: output.output,
            Table(
                "ID", "ROLE", "CREATED", "LAST USED", "DESCRIPTION",
                rows: (reply.value.accessKeys ?? []).map { key in
                    [
                        Cell(key.accessKeyId), Cell(key.role), Cell(Wording.instant(key.createdAt)),
                        Cell(Wording.instant(key.lastUsedAt)), Cell(key.description),
                    ]
                }),
            empty: "There are no access keys.")
    }
}

struct KeyRevoke: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Make an access key useless, at once.",
        discussion: """
            Example:
              mwctl key revoke MWKEXAMPLE0123456789
            """)

    @Argument(help: "The access key's ID.")
    var key: String

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let reply = try await session.call(RevokeAccessKeyRequest(accessKeyId: key))
        session.console.print(reply.json, as: output.output) { "\(key) is revoked.\n" }
    }
}
