/// A document that comes with the service, written by us from the documented behaviour of its namesake.
package struct ShippedDocument: Sendable {
    /// Recognised by name: a step that runs the document of this name succeeds without anything being fetched or run.
    package static let noOperationName = "AWS-Noop"

    package let name: String
    /// The file's text, JSON.
    package let text: String
    package let content: DocumentContent

    /// In the order of their names.
    package static let all: [ShippedDocument] = [
        ShippedDocument("AWS-Noop", PackageResources.AWS_Noop_json),
        ShippedDocument("AWS-RunDocument", PackageResources.AWS_RunDocument_json),
        ShippedDocument("AWS-RunPatchBaseline", PackageResources.AWS_RunPatchBaseline_json),
        ShippedDocument(
            "AWS-RunPatchBaselineWithHooks", PackageResources.AWS_RunPatchBaselineWithHooks_json),
        ShippedDocument("AWS-RunShellScript", PackageResources.AWS_RunShellScript_json),
    ]

    package static func named(_ name: String) -> ShippedDocument? { all.first { $0.name == name } }

    private init(_ name: String, _ bytes: [UInt8]) {
        self.name = name
        text = String(decoding: bytes, as: UTF8.self)
        do {
            content = try DocumentContent(parsing: text, format: .json)
        } catch {
            // Built into the program and read by a test; a broken one is our mistake and no input's.
            fatalError("The shipped document \(name) is broken: \(error.message)")
        }
    }
}
