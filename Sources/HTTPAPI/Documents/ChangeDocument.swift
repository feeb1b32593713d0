import AWSWire
import WindowCore
import WindowService
import WindowStore

extension Operation {
    static let updateDocumentDefaultVersion = Operation(UpdateDocumentDefaultVersionRequest.self, for: .operator) {
        request, call in
        guard let version = Int(request.documentVersion) else {
            throw WireError(.invalidDocumentVersion, "“\(request.documentVersion)” is not a document version.")
        }
        let listing = try await call.control.setDefaultVersion(version, of: request.name)
        return UpdateDocumentDefaultVersionResult(
            description: .init(
                name: listing.document.name, defaultVersion: "\(listing.defaultVersion)",
                defaultVersionName: listing.document.versionName))
    }

    static let deleteDocument = Operation(DeleteDocumentRequest.self, for: .operator) { request, call in
        try await call.control.deleteDocument(
            request.name, version: request.documentVersion, versionName: request.versionName)
        return DeleteDocumentResult()
    }
}
