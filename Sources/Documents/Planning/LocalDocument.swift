/// A document in a file on the node: what `aws:runDocument` runs with `documentType` LocalPath.
package struct LocalDocument: Codable, Hashable, Sendable {
    /// As the step gives it; relative paths begin at the command's download directory.
    package let path: String
    /// What the step gives it, the JSON of a map.
    let parameters: String
    let platform: PlatformType
    /// How many documents run it, one within the other; at least 1.
    let depth: Int
    /// The steps that run documents may be no more than this in it.
    let runsLeft: Int

    /// Prints the file: whole with exit 0, or a reason on standard error.
    package var script: RunScript { RunScript(text: LocalDocumentScript.text(path: path), timeoutSeconds: 60) }

    /// - Parameter documents: those it may run.
    func plan(_ text: String, documents: [String: DocumentContent]) throws(DocumentError) -> DocumentPlan {
        let content = try DocumentContent(parsing: text)
        var nesting = Nesting(documents: documents, depth: depth, runsLeft: runsLeft)
        let given = try InnerParameters(reading: .string(parameters)).given(to: content)
        let plan = try content.plan(with: content.bind(given), on: platform, &nesting)
        if let missing = nesting.missing.first {
            throw DocumentError(
                .invalidDocument,
                "it runs the document \"\(missing.prefix(200))\", which no step of the command's own documents names.")
        }
        return plan
    }
}
