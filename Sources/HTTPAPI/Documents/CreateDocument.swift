import AWSWire
import Documents
import WindowCore
import WindowService
import WindowStore

extension Operation {
    static let createDocument = Operation(CreateDocumentRequest.self, for: .operator) { request, call in
        guard request.documentType ?? "Command" == "Command" else {
            throw WireError(
                .validationException,
                "DocumentType is “\(request.documentType ?? "")”; this service has Command documents only.")
        }
        try refuse(attachments: request.attachments)
        guard request.requires ?? [] == [] else {
            throw WireError(.validationException, "Requires is not supported: Command documents need no others.")
        }
        let tags = try (request.tags ?? []).dictionary()
        let listing = try await call.control.createDocument(
            DocumentSubmission(
                name: request.name, content: request.content,
                format: try DocumentFormat(wire: request.documentFormat), displayName: request.displayName,
                versionName: request.versionName, targetType: request.targetType), tags: tags)
        return CreateDocumentResult(documentDescription: .init(listing, tags: tags))
    }

    static let updateDocument = Operation(UpdateDocumentRequest.self, for: .operator) { request, call in
        try refuse(attachments: request.attachments)
        let listing = try await call.control.updateDocument(
            DocumentSubmission(
                name: request.name, content: request.content,
                format: try DocumentFormat(wire: request.documentFormat), displayName: request.displayName,
                versionName: request.versionName, targetType: request.targetType), base: request.documentVersion)
        let tags = try await call.control.tags(of: .document(listing.document.name))
        return UpdateDocumentResult(documentDescription: .init(listing, tags: tags))
    }

    private static func refuse(attachments: [Wire.AttachmentsSource]?) throws(WireError) {
        guard attachments ?? [] == [] else {
            throw WireError(.validationException, "Attachments are not supported by this service.")
        }
    }
}
