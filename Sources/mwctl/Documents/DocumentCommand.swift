import AWSWire
import ArgumentParser
import Documents

struct DocumentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "document", abstract: "Documents: what is run on nodes.",
        discussion: """
            Example:
              mwctl document lint restart.yaml
              mwctl document create Restart restart.yaml
            """,
        subcommands: [
            DocumentCreate.self, DocumentList.self, DocumentShow.self, DocumentUpdate.self, DocumentDelete.self,
            DocumentLint.self,
        ])
}

/// The document that a command is about.
struct DocumentArgument: ParsableArguments {
    @Argument(help: ArgumentHelp("The document's name.", valueName: "name"))
    var argument: String?

    @Option(name: .customLong("name"), help: ArgumentHelp("The same as the argument.", visibility: .hidden))
    var option: String?

    func validate() throws {
        if (argument == nil) == (option == nil) { throw ValidationError("Name one document.") }
    }

    var name: String { argument ?? option ?? "" }
}

/// A document's text on the command line.
enum DocumentText {
    /// - Parameter source: a path, `file://` and a path, `-` for standard input, or the text itself.
    static func read(_ source: String) throws(Complaint) -> String {
        if source.contains("\n") || source.hasPrefix("{") { return source }
        return try TextFile.read(source.hasPrefix("file://") ? String(source.dropFirst(7)) : source)
    }

    static func format(of text: String) -> String { DocumentFormat(guessing: text) == .json ? "JSON" : "YAML" }
}

struct DocumentCreate: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Create a document from a YAML or JSON file.",
        discussion: """
            Example:
              mwctl document create Restart restart.yaml --tag Team=web
            """)

    @OptionGroup var document: DocumentArgument

    @Argument(help: ArgumentHelp("The file; - reads standard input.", valueName: "file"))
    var argument: String?

    @Option(name: [.customLong("file"), .customShort("f"), .customLong("content")], help: "The same as the argument.")
    var option: String?

    @Option(name: .customLong("document-format"), help: "YAML or JSON. (default: what the text looks like)")
    var format: String?

    @Option(help: "Command is the type that runs on nodes.")
    var documentType: String = "Command"

    @Option(help: "For people; up to 1024 characters.")
    var displayName: String?

    @Option(help: "A name for version 1, such as a release.")
    var versionName: String?

    @Option(help: "Kept and shown.")
    var targetType: String?

    @Option(name: [.long, .customLong("tags")], help: ArgumentHelp("A tag; repeat it.", valueName: "key=value"))
    var tag: [Pair] = []

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        if (argument == nil) == (option == nil) { throw ValidationError("Name one file.") }
    }

    func run(_ session: Session) async throws {
        let text = try DocumentText.read(option ?? argument ?? "")
        let reply = try await session.call(
            CreateDocumentRequest(
                content: text, name: document.name, displayName: displayName, versionName: versionName,
                documentType: documentType, documentFormat: format?.uppercased() ?? DocumentText.format(of: text),
                targetType: targetType, tags: tag.isEmpty ? nil : tag.map(\.tag)))
        session.console.print(reply.json, as: output.output) {
            (reply.value.documentDescription?.name ?? document.name) + "\n"
        }
    }
}

struct DocumentUpdate: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "update", abstract: "Add a version to a document, or choose the default one.",
        discussion: """
            Commands that name no version run the default one, which an update leaves as it is.

            Example:
              mwctl document update Restart --file restart.yaml --default
              mwctl document update Restart --default-version 3
            """)

    @OptionGroup var document: DocumentArgument

    @Option(name: [.long, .short, .customLong("content")], help: "The file; - reads standard input.")
    var file: String?

    @Option(name: .customLong("document-format"), help: "YAML or JSON. (default: what the text looks like)")
    var format: String?

    @Option(help: "For people; up to 1024 characters.")
    var displayName: String?

    @Option(help: "A name for the new version.")
    var versionName: String?

    @Flag(name: .customLong("default"), help: "Make the new version the default one.")
    var makesDefault = false

    @Option(help: "Make this version the default one.")
    var defaultVersion: String?

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard (file == nil) != (defaultVersion == nil) else {
            throw ValidationError("Give --file FILE for a new version, or --default-version NUMBER.")
        }
    }

    func run(_ session: Session) async throws {
        var version = defaultVersion
        if let file {
            let text = try DocumentText.read(file)
            let reply = try await session.call(
                UpdateDocumentRequest(
                    content: text, name: document.name, displayName: displayName, versionName: versionName,
                    documentVersion: "$LATEST", documentFormat: format?.uppercased() ?? DocumentText.format(of: text)))
            let new = reply.value.documentDescription?.documentVersion
            session.console.print(reply.json, as: output.output) { "\(document.name) has version \(new ?? "?").\n" }
            guard makesDefault else { return }
            version = new
        }
        guard let version else { return }
        let reply = try await session.call(
            UpdateDocumentDefaultVersionRequest(name: document.name, documentVersion: version))
        if file != nil, output.output != .table { return }
        session.console.print(reply.json, as: output.output) {
            "Version \(version) is the default of \(document.name).\n"
        }
    }
}

struct DocumentDelete: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Delete a document, or one version of it.",
        discussion: """
            Example:
              mwctl document delete Restart --document-version 2
            """)

    @OptionGroup var document: DocumentArgument

    @Option(help: "Only this version.")
    var documentVersion: String?

    @Option(help: "Only the version of this name.")
    var versionName: String?

    @Flag(help: "Also when its type would not allow it.")
    var force = false

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let reply = try await session.call(
            DeleteDocumentRequest(
                name: document.name, documentVersion: documentVersion, versionName: versionName,
                force: force ? true : nil))
        let version = documentVersion.map { "Version \($0) of " } ?? ""
        session.console.print(reply.json, as: output.output) { "\(version)\(document.name) is deleted.\n" }
    }
}
