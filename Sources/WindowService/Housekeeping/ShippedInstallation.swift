import Documents
import WindowCore
import WindowStore

extension Control {
    /// Brings the documents that come with this version into the store. One whose text has changed replaces the
    /// earlier; commands made with that keep its content.
    package func installShippedDocuments() async throws(RequestError) {
        for shipped in ShippedDocument.all {
            let submission = DocumentSubmission(name: shipped.name, content: shipped.text, format: .json)
            let document = try document(submission, version: 1, displayName: nil, owner: Self.serviceOwner)
            do {
                if try await store.document(shipped.name, .byDefault).document.hash == document.hash { continue }
            } catch {
                guard case .notFound = error else { throw .store(error) }
            }
            try await stored { () async throws(StoreError) in try await store.install(document) }
        }
    }
}
