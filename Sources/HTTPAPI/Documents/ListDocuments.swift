import AWSWire
import WindowCore
import WindowService
import WindowStore

extension Operation {
    static let listDocuments = Operation(ListDocumentsRequest.self, for: .reader) { request, call in
        let search = try DocumentSearch(request, account: call.control.settings.accountID)
        let page = try call.page(request.maxResults, request.nextToken)
        var identifiers: [Wire.DocumentIdentifier] = []
        var cursor = page.cursor
        var next: String?
        // Tags and target types are not the store's to filter; pages are read until one is full.
        repeat {
            let part = try await call.control.store.documents(
                search.filter, page: PageRequest(limit: page.limit, cursor: cursor))
            for listing in part.items where next == nil {
                let tags = try await call.control.store.tags(of: "Document", id: listing.document.name)
                guard search.accepts(listing.document, tags: tags) else { continue }
                if identifiers.count == page.limit {
                    next = identifiers.last?.name
                } else {
                    identifiers.append(.init(listing, tags: tags))
                }
            }
            cursor = part.next
        } while cursor != nil && next == nil
        return ListDocumentsResult(documentIdentifiers: identifiers, nextToken: call.token(next))
    }

    static let listDocumentVersions = Operation(ListDocumentVersionsRequest.self, for: .reader) { request, call in
        let name = try await call.control.document(request.name, version: nil, versionName: nil).document.name
        let versions = try await call.control.store.versions(of: name)
        let page = try call.page(of: versions, request.maxResults, request.nextToken) { "\($0.document.version)" }
        return ListDocumentVersionsResult(
            documentVersions: page.items.map(Wire.DocumentVersionInfo.init), nextToken: page.token)
    }
}

/// Which documents are listed: keys are ANDed, the values of one key ORed (reference: documents 1.4).
struct DocumentSearch {
    private(set) var filter = DocumentFilter()
    private var targetTypes: [String] = []
    private var tags: [(key: String, values: [String])] = []
    /// No document can match.
    private var isHopeless = false

    init(_ request: ListDocumentsRequest, account: String) throws(WireError) {
        let old = request.documentFilterList ?? []
        let new = request.filters ?? []
        guard old.isEmpty || new.isEmpty else {
            throw WireError(.validationException, "DocumentFilterList and Filters cannot be given together.")
        }
        for entry in old { try add(entry.key, [entry.value], account: account) }
        for entry in new { try add(entry.key ?? "", entry.values ?? [], account: account) }
    }

    private mutating func add(_ key: String, _ values: [String], account: String) throws(WireError) {
        guard !values.isEmpty else { throw WireError(.validationException, "The filter \(key) has no values.") }
        switch key {
        case "Name": filter.namePrefixes += values
        case "PlatformTypes": filter.platformTypes += values
        case "DocumentType": filter.types += values
        case "TargetType": targetTypes += values
        case "Owner":
            guard values.count == 1 else { throw WireError(.validationException, "The filter Owner takes one value.") }
            switch values[0] {
            case "Amazon", "Public": filter.owners = [Control.serviceOwner]
            case "Self", "Private": filter.owners = [account]
            case "ThirdParty": isHopeless = true
            default: throw FilterReader.unreadable(values[0], key)
            }
        default:
            guard key.hasPrefix("tag:"), key.count > 4 else {
                throw WireError(
                    .invalidFilterKey,
                    "“\(key)” is not a filter of documents. There are Name, Owner, PlatformTypes, DocumentType, "
                        + "TargetType and tag:NAME.")
            }
            tags.append((String(key.dropFirst(4)), values))
        }
    }

    func accepts(_ document: Document, tags given: [String: String]) -> Bool {
        !isHopeless && (targetTypes.isEmpty || document.targetType.map(targetTypes.contains) ?? false)
            && tags.allSatisfy { key, values in given[key].map(values.contains) ?? false }
    }
}
