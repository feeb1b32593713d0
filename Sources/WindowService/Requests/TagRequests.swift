import Notifications
package import Patching
package import WindowCore
import WindowStore

/// What carries tags, in the words of the API.
package enum TaggedResource: Hashable, Sendable {
    case window(WindowID)
    case node(NodeID)
    case document(String)
    case patchBaseline(BaselineID)
    /// By its name.
    case topic(String)

    var type: String {
        switch self {
        case .window: "MaintenanceWindow"
        case .node: "ManagedInstance"
        case .document: "Document"
        case .patchBaseline: "PatchBaseline"
        case .topic: "Topic"
        }
    }
}

extension Control {
    private static let mostTags = 1000

    package func tags(of resource: TaggedResource) async throws(RequestError) -> [String: String] {
        let id = try await existingID(of: resource)
        return try await stored { () async throws(StoreError) in try await store.tags(of: resource.type, id: id) }
    }

    /// Adds or overwrites some tags and removes others.
    /// - Returns: the tags as they are now.
    @discardableResult
    package func tag(
        _ resource: TaggedResource, set: [String: String], remove: [String]
    ) async throws(RequestError) -> [String: String] {
        try checkTags(set)
        let id = try await existingID(of: resource)
        var tags = try await stored { () async throws(StoreError) in
            try await store.tags(of: resource.type, id: id)
        }
        for key in remove { tags[key] = nil }
        tags.merge(set) { _, new in new }
        guard tags.count <= Self.mostTags else { throw .tooManyTags(limit: Self.mostTags) }
        try await stored { () async throws(StoreError) in
            try await store.tag(resource.type, id: id, set: set, remove: remove)
        }
        return tags
    }

    /// A topic's tags have a limit and a refusal of their own.
    package func tagTopic(
        named name: String, set: [String: String], remove: [String]
    ) async throws(RequestError) {
        let there = try await tags(of: .topic(name))
        try checkTopicTags(there.filter { !remove.contains($0.key) }.merging(set) { _, new in new })
        try await tag(.topic(name), set: set, remove: remove)
    }

    /// Keys that begin with `aws:` are AWS's own.
    func checkTags(_ tags: [String: String]) throws(RequestError) {
        guard tags.count <= Self.mostTags else { throw .tooManyTags(limit: Self.mostTags) }
        if let reserved = tags.keys.sorted().first(where: { $0.lowercased().hasPrefix("aws:") }) {
            throw .invalid("The tag key “\(reserved)” begins with aws:, which is reserved.")
        }
    }

    /// The ID under which the store keeps the tags, once it is known that there is such a thing.
    private func existingID(of resource: TaggedResource) async throws(RequestError) -> String {
        switch resource {
        case .window(let id):
            return try await stored { () async throws(StoreError) in try await store.window(id) }.window.id.rawValue
        case .node(let id):
            return try await stored { () async throws(StoreError) in try await store.node(id) }.id.rawValue
        case .document(let name):
            // Names are compared without regard to case; the tags hang on the spelling of its creation.
            return try await stored { () async throws(StoreError) in
                try await store.document(name, .byDefault)
            }.document.name
        case .patchBaseline(let id):
            // Predefined ones are everybody's and carry none.
            return try await stored { () async throws(StoreError) in try await store.baseline(id) }.id.rawValue
        case .topic(let name):
            return try await stored { () async throws(StoreError) in try await store.topic(named: name) }.name
        }
    }
}
