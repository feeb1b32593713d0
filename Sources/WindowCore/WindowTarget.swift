package import Foundation

/// What kind of thing a target's criteria name.
package enum ResourceType: String, Codable, CaseIterable, Sendable {
    case instance = "INSTANCE"
    case resourceGroup = "RESOURCE_GROUP"
}

/// A selector registered with a window (reference: windows 4.1).
package struct WindowTarget: Codable, Hashable, Sendable, Identifiable {
    package let id: WindowTargetID
    package let windowID: WindowID
    package var resourceType: ResourceType
    package var criteria: [TargetCriterion]
    /// Copied into invocations and events. Sensitive: never logged.
    package var ownerInformation: String?
    package var name: String?
    package var description: String?
    package let registeredAt: Date

    package init(
        id: WindowTargetID, windowID: WindowID, resourceType: ResourceType, criteria: [TargetCriterion],
        ownerInformation: String? = nil, name: String? = nil, description: String? = nil, registeredAt: Date
    ) {
        self.id = id
        self.windowID = windowID
        self.resourceType = resourceType
        self.criteria = criteria
        self.ownerInformation = ownerInformation
        self.name = name
        self.description = description
        self.registeredAt = registeredAt
    }
}
