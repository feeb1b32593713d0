/// What was found at an address, read by the node.
package struct FetchedDocument: Hashable, Sendable {
    package let text: String

    /// Reads what ``PatchScript/fetch(_:limitBytes:timeoutSeconds:)`` wrote. The document may hold any lines, so it is
    /// taken by its length.
    package init(parsing output: String) throws(PatchScriptError) {
        let bytes = Array(output.utf8)
        let newline = UInt8(ascii: "\n")
        let heading = bytes.prefix { $0 != newline }
        let words = String(decoding: heading, as: UTF8.self).split(separator: "\t")
        guard words.first == "fetched", words.count == 2, let count = Int(words[1]), count >= 0 else {
            // An error, or nothing of ours.
            _ = try NodeRecords(output)
            throw .malformed(line: 1, reason: "no document")
        }
        let body = bytes.dropFirst(heading.count + 1)
        guard body.count >= count, Array(body.dropFirst(count)) == Array("\nend\n".utf8) else {
            throw .incomplete(lines: bytes.count { $0 == newline })
        }
        text = String(decoding: body.prefix(count), as: UTF8.self)
    }
}
