import AWSWire
import Documents
import WindowCore
import WindowService
import WindowStore

extension Operation {
    /// JSON unless asked otherwise, whatever the document was written in (reference: documents 1.4).
    static let getDocument = Operation(GetDocumentRequest.self, for: .reader) { request, call in
        let listing = try await call.control.document(
            request.name, version: request.documentVersion, versionName: request.versionName)
        let format = try DocumentFormat(wire: request.documentFormat) ?? .json
        let document = listing.document
        return GetDocumentResult(
            name: document.name, createdDate: document.createdAt, displayName: document.displayName,
            versionName: document.versionName, documentVersion: "\(document.version)", status: "Active",
            content: try call.control.content(of: document, as: format), documentType: document.type,
            documentFormat: format.rawValue)
    }

    static let describeDocument = Operation(DescribeDocumentRequest.self, for: .reader) { request, call in
        let listing = try await call.control.document(
            request.name, version: request.documentVersion, versionName: request.versionName)
        let tags = try await call.control.tags(of: .document(listing.document.name))
        return DescribeDocumentResult(document: .init(listing, tags: tags))
    }
}
