package import WindowCore
package import WindowStore

/// What a target is registered with, or what an update makes of it.
package struct TargetDefinition: Hashable, Sendable {
    package var criteria: [TargetCriterion]
    package var ownerInformation: String?
    package var name: String?
    package var description: String?

    package init(
        criteria: [TargetCriterion], ownerInformation: String? = nil, name: String? = nil, description: String? = nil
    ) {
        self.criteria = criteria
        self.ownerInformation = ownerInformation
        self.name = name
        self.description = description
    }
}

/// What an update of a target says; `nil` members were not sent.
package struct TargetChange: Hashable, Sendable {
    package var criteria: [TargetCriterion]?
    package var ownerInformation: String?
    package var name: String?
    package var description: String?
    package var replacesAll: Bool

    package init(
        criteria: [TargetCriterion]? = nil, ownerInformation: String? = nil, name: String? = nil,
        description: String? = nil, replacesAll: Bool = false
    ) {
        self.criteria = criteria
        self.ownerInformation = ownerInformation
        self.name = name
        self.description = description
        self.replacesAll = replacesAll
    }
}

extension Control {
    /// - Throws: for criteria that cannot be understood here; resource groups are among them.
    package func registerTarget(
        _ definition: TargetDefinition, of type: ResourceType, with window: WindowID, token: ClientToken? = nil
    ) async throws(RequestError) -> WindowTargetID {
        guard type == .instance else {
            throw .invalid(
                "ResourceType \(type.rawValue) needs resource groups, which this service does not have.",
                hint: "Register the nodes as INSTANCE, by tag:NAME.")
        }
        try check(definition.criteria)
        let target = WindowTarget(
            id: .random(), windowID: window, resourceType: type, criteria: definition.criteria,
            ownerInformation: definition.ownerInformation, name: definition.name, description: definition.description,
            registeredAt: clock.now)
        return try await stored { () async throws(StoreError) in try await store.register(target, token: token) }
    }

    package func updateTarget(
        _ id: WindowTargetID, of window: WindowID, _ change: TargetChange
    ) async throws(RequestError) -> WindowTarget {
        var target = try await self.target(id, of: window)
        if change.replacesAll, change.criteria == nil {
            throw .invalid("With Replace every required member must be sent; Targets is missing.")
        }
        if let criteria = change.criteria {
            try check(criteria)
            target.criteria = criteria
        }
        target.ownerInformation = change.ownerInformation ?? (change.replacesAll ? nil : target.ownerInformation)
        target.name = change.name ?? (change.replacesAll ? nil : target.name)
        target.description = change.description ?? (change.replacesAll ? nil : target.description)
        let (changed, now) = (target, clock.now)
        try await stored { () async throws(StoreError) in try await store.update(changed, at: now) }
        return changed
    }

    /// - Parameter safely: refuse while a task refers to the target; otherwise such a task resolves it to nothing.
    package func deregisterTarget(
        _ id: WindowTargetID, of window: WindowID, safely: Bool
    ) async throws(RequestError) {
        let now = clock.now
        try await stored { () async throws(StoreError) in
            try await store.deregisterTarget(id, of: window, safely: safely, at: now)
        }
    }

    package func target(_ id: WindowTargetID, of window: WindowID) async throws(RequestError) -> WindowTarget {
        let targets = try await stored { () async throws(StoreError) in try await store.targets(of: window) }
        guard let target = targets.first(where: { $0.id == id }) else {
            throw .store(.notFound(kind: "target", id: id.rawValue))
        }
        return target
    }

    private func check(_ criteria: [TargetCriterion]) throws(RequestError) {
        do { _ = try TargetSelector(criteria) } catch { throw .target(error) }
        for id in criteria.nodeIDs where !id.isWellFormed {
            throw .invalid("“\(id)” is not a node's ID.", hint: "A node's ID is mi- and 17 hexadecimal digits.")
        }
    }
}

extension NodeID {
    /// `mi-` and 17, or AWS's `i-` and 8 or 17, word characters.
    package var isWellFormed: Bool {
        let isManaged = rawValue.hasPrefix("mi-")
        guard isManaged || rawValue.hasPrefix("i-") else { return false }
        let rest = rawValue.utf8.dropFirst(isManaged ? 3 : 2)
        guard rest.count == 17 || (!isManaged && rest.count == 8) else { return false }
        return rest.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
    }
}
