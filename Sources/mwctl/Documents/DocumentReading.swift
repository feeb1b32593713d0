import AWSWire
import ArgumentParser

struct DocumentList: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List documents.",
        discussion: """
            Example:
              mwctl document list --name AWS-Run
              mwctl document list --owner Self
            """)

    @Option(help: "Only documents whose name begins so.")
    var name: String?

    @Option(help: "Amazon (the ones that come with the service), Self, Private, Public or ThirdParty.")
    var owner: String?

    @Option(help: "Only documents for Linux, MacOS or Windows.")
    var platform: String?

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let filters = [("Name", name), ("Owner", owner), ("PlatformTypes", platform)].compactMap { key, value in
            value.map { Wire.DocumentKeyValuesFilter(key: key, values: [$0]) }
        }
        let reply = try await session.list(
            ListDocumentsRequest(filters: filters.isEmpty ? nil : filters), "DocumentIdentifiers")
        session.console.print(
            reply.json, as: output.output,
            Table(
                "NAME", "VERSION", "OWNER", "TYPE", "FORMAT", "PLATFORMS", "CREATED",
                rows: (reply.value.documentIdentifiers ?? []).map { document in
                    [
                        Cell(document.name), Cell(document.documentVersion), Cell(document.owner),
                        Cell(document.documentType), Cell(document.documentFormat),
                        Cell((document.platformTypes ?? []).joined(separator: " ")),
                        Cell(Wording.instant(document.createdDate)),
                    ]
                }),
            empty: "There are no such documents.")
    }
}

struct DocumentShow: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a document's parameters and versions, or its text.",
        discussion: """
            Example:
              mwctl document show AWS-RunShellScript
              mwctl document show Restart --content
            """)

    @OptionGroup var document: DocumentArgument

    @Option(name: [.long, .customLong("version")], help: "A number, $LATEST or $DEFAULT.")
    var documentVersion: String?

    @Flag(help: "Print the text alone.")
    var content = false

    @Option(
        name: [.customLong("document-format"), .customLong("format")],
        help: "With --content: YAML or JSON. (default: as it was stored)")
    var format: String?

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        if content {
            // Without a format the API answers in JSON, whatever the document was written in.
            var format = format?.uppercased()
            if format == nil {
                format =
                    try? await session.call(
                        DescribeDocumentRequest(name: document.name, documentVersion: documentVersion)
                    ).value.document?.documentFormat
            }
            let reply = try await session.call(
                GetDocumentRequest(name: document.name, documentVersion: documentVersion, documentFormat: format))
            let text = reply.value.content ?? ""
            return session.console.print(reply.json, as: output.output) { text.hasSuffix("\n") ? text : text + "\n" }
        }
        let reply = try await session.call(
            DescribeDocumentRequest(name: document.name, documentVersion: documentVersion))
        let colours = session.console.terminal.showsColours
        session.console.print(reply.json, as: output.output) {
            Self.text(reply.value.document ?? .init(), colours: colours)
        }
    }

    static func text(_ document: Wire.DocumentDescription, colours: Bool) -> String {
        var sheet = Sheet()
        sheet.add("Name", document.name)
        sheet.add("Display name", document.displayName)
        sheet.add("Description", document.description)
        sheet.add("Version", document.documentVersion)
        sheet.add("Latest version", document.latestVersion)
        sheet.add("Default version", document.defaultVersion)
        sheet.add("Owner", document.owner)
        sheet.add("Type", document.documentType)
        sheet.add("Schema", document.schemaVersion)
        sheet.add("Format", document.documentFormat)
        sheet.add("Platforms", (document.platformTypes ?? []).joined(separator: " "))
        sheet.add("Hash", document.hash)
        sheet.add("Created", Wording.instant(document.createdDate))
        sheet.add("Tags", Wording.tags(document.tags))
        let parameters = Table(
            "PARAMETER", "TYPE", "DEFAULT", "DESCRIPTION",
            rows: (document.parameters ?? []).map { parameter in
                [
                    Cell(parameter.name), Cell(parameter.type),
                    parameter.defaultValue.map { Cell($0.isEmpty ? "\"\"" : $0) } ?? Cell("required", .busy),
                    Cell(parameter.description),
                ]
            })
        return sheet.rendered(colours: colours)
            + (parameters.rows.isEmpty ? "" : "\n" + parameters.rendered(colours: colours))
    }
}
