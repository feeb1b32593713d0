import AWSWire
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import WindowCore
import WindowService

/// `GET /?Action=…`: the links in messages, for whoever has one. The secret is in the link: no signature is asked for.
///
/// A program that fetches every link of a mail before a person reads it confirms and unsubscribes as the person would.
/// SNS has the same property; docs/decisions/0020-one-port-two-protocols.md says what speaks for keeping it.
struct LinkEndpoint: Sendable {
    let endpoint: Endpoint

    func answer(_ request: Request, _ context: APIContext) async -> Response {
        guard let query = request.uri.query, !query.isEmpty else {
            return .text(.notFound, "There is nothing at this address.\n")
        }
        let page = LinkPage(origin: endpoint.control.origin.origin(for: request.head, door: endpoint.door))
        let isForPeople = Self.prefersHTML(request.headers[values: .accept])
        let requestID = context.record.requestID
        var shape: OperationShape?
        context.record.note { $0.caller = Caller.anonymous.description }
        do {
            let asked = try QueryRequest(parsing: Array(query.utf8))
            shape = asked.operation
            context.record.note { $0.operation = asked.operation.name }
            let bytes = try await endpoint.perform(
                asked.operation, by: .anonymous, request, orUnknown: .invalidAction
            ) { () throws(WireError) in try asked.input() }
            guard isForPeople else { return try .xml(result: bytes, of: asked.operation, requestID: requestID) }
            return .html(.ok, page.done(asked.operation, try JSONValue(parsing: bytes, maximumBytes: .max)))
        } catch {
            let wire = endpoint.wireError(error, of: .sns, operation: shape, .query, context)
            guard isForPeople else { return .xml(wire, requestID: requestID) }
            return .html(.init(code: wire.httpStatus), page.refused(wire))
        }
    }

    /// Whether a browser asks: it names HTML, and no XML before it. A program names neither, or `*/*`.
    static func prefersHTML(_ accept: [String]) -> Bool {
        var html = 0.0
        var xml = 0.0
        for range in accept.joined(separator: ",").split(separator: ",") {
            let parts = range.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces).lowercased() }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            switch parts.first {
            case "text/html", "application/xhtml+xml": html = max(html, weight)
            case "text/xml", "application/xml": xml = max(xml, weight)
            default: break
            }
        }
        return html > 0 && html >= xml
    }
}

extension Response {
    /// A page that loads nothing, and that neither caches keep nor other sites hear of: its address holds a secret.
    static func html(_ status: HTTPResponse.Status, _ text: String) -> Response {
        var response = Response.text(status, text, type: "text/html; charset=utf-8")
        response.headers[.contentSecurityPolicy] = "default-src 'none'; frame-ancestors 'none'"
        response.headers[.cacheControl] = "no-store"
        response.headers[.xContentTypeOptions] = "nosniff"
        if let name = HTTPField.Name("Referrer-Policy") { response.headers[name] = "no-referrer" }
        return response
    }
}
