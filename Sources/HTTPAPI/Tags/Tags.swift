import AWSWire
import Patching
import WindowCore
import WindowService

extension Operation {
    static let addTags = Operation(AddTagsToResourceRequest.self, for: .operator) { request, call in
        let resource = try TaggedResource(request.resourceType, request.resourceId)
        try await call.control.tag(resource, set: request.tags.dictionary(), remove: [])
        return AddTagsToResourceResult()
    }

    static let removeTags = Operation(RemoveTagsFromResourceRequest.self, for: .operator) { request, call in
        let resource = try TaggedResource(request.resourceType, request.resourceId)
        try await call.control.tag(resource, set: [:], remove: request.tagKeys)
        return RemoveTagsFromResourceResult()
    }

    static let listTags = Operation(ListTagsForResourceRequest.self, for: .reader) { request, call in
        let tags = try await call.control.tags(of: TaggedResource(request.resourceType, request.resourceId))
        return ListTagsForResourceResult(tagList: [Wire.Tag](tags))
    }
}

extension TaggedResource {
    /// - Throws: `InvalidResourceType` for a kind of the model that this service does not have.
    init(_ type: String, _ id: String) throws(WireError) {
        switch type {
        case "MaintenanceWindow": self = .window(WindowID(rawValue: id))
        case "ManagedInstance": self = .node(NodeID(rawValue: id))
        case "Document": self = .document(id)
        case "PatchBaseline": self = .patchBaseline(BaselineID(rawValue: id))
        default:
            throw WireError(
                .invalidResourceType,
                "This service has no resources of type \(type). There are MaintenanceWindow, ManagedInstance, "
                    + "Document and PatchBaseline.")
        }
    }
}
