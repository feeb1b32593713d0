import AWSWire
import Foundation
import WindowService
import WindowStore

extension CallContext {
    /// How many entries a page has when the caller does not say; the field does not document its own.
    static let defaultPageSize = 50

    /// The part of a list that is asked for.
    /// - Throws: `InvalidNextToken` where the model knows it, `ValidationException` elsewhere, for a token that was not
    ///   given for this operation and these parameters.
    func page(_ maxResults: Int?, _ nextToken: String?) throws(WireError) -> PageRequest {
        PageRequest(
            limit: maxResults ?? Self.defaultPageSize,
            cursor: try nextToken.flatMap { text throws(WireError) in text.isEmpty ? nil : try cursor(in: text) })
    }

    /// What the caller hands back for the next part; `nil` on the last one.
    func token(_ cursor: String?) -> String? {
        cursor.map { Data((binding + $0).utf8).base64EncodedString() }
    }

    /// A part of a list that is all in memory.
    /// - Parameter id: names an element uniquely; an element that vanished between two calls ends the list.
    func page<Item>(
        of items: [Item], _ maxResults: Int?, _ nextToken: String?, id: (Item) -> String
    ) throws(WireError) -> (items: [Item], token: String?) {
        let request = try page(maxResults, nextToken)
        var rest = items[...]
        if let cursor = request.cursor {
            guard let last = items.firstIndex(where: { id($0) == cursor }) else { throw invalidToken }
            rest = items[(last + 1)...]
        }
        let part = Array(rest.prefix(request.limit))
        return (part, token(rest.count > part.count ? part.last.map(id) : nil))
    }

    private func cursor(in token: String) throws(WireError) -> String {
        guard token.utf8.count <= 4096, let data = Data(base64Encoded: token),
            let text = String(data: data, encoding: .utf8), text.hasPrefix(binding)
        else { throw invalidToken }
        return String(text.dropFirst(binding.count))
    }

    private var invalidToken: WireError {
        WireError(
            [.invalidNextToken, .invalidParameter].first { operation.errors.contains($0.rawValue) }
                ?? .validationException,
            "The NextToken is not one that this service gave for this operation and these parameters. "
                + "Start again without a token.")
    }

    /// Ties a token to its operation and parameters. A digest and no authentication code: a cursor says only where to go
    /// on, and whoever forges one could have asked for that page anyway.
    private var binding: String {
        var rest = input.value
        rest["NextToken"] = nil
        rest["MaxResults"] = nil
        return Fingerprint.sha256(Array("\(operation.target)\n".utf8) + rest.bytes()).prefix(24) + "|"
    }
}
