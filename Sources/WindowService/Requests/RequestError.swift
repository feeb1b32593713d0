package import Documents
package import ScheduleEngine
package import WindowCore
package import WindowStore

/// Why a request was refused. Nothing has changed.
package enum RequestError: UserFacingError {
    /// A member breaks a rule that its shape alone does not tell.
    case invalid(String, hint: String? = nil)
    case schedule(ScheduleError)
    case target(TargetError)
    case document(DocumentError)
    case command(CommandRefusal)
    case store(StoreError)
    /// An execution of the window has not ended.
    case windowIsOpen(WindowID)
    case noNodesNamed
    case duplicateNode(NodeID)
    case unknownNode(NodeID)
    case unsupportedPlatform(node: NodeID, platform: String, document: String)
    case notification(String)
    case role(String)
    /// It comes with the service, or its state does not allow the operation.
    case documentOperation(String, hint: String? = nil)
    case documentVersion(String)
    case documentSchema(String)
    case tooManyTags(limit: Int)
    /// What was asked is not for the operating system of this node or baseline.
    case unsupportedOperatingSystem(String, hint: String? = nil)
    /// An item of a compliance record breaks the rules of its type.
    case complianceItem(String)
    /// SNS would have refused it too.
    case refused(NotificationRefusal)
    /// An item of a compliance record is too large.
    case complianceItemSize(String)
    /// A compliance record is too large.
    case complianceSize(String)

    package var code: String {
        switch self {
        case .invalid: "InvalidRequest"
        case .schedule(let error): error.code
        case .target(let error): error.code
        case .document(let error): error.code
        case .command(let error): error.code
        case .store(let error): error.code
        case .windowIsOpen: "WindowIsOpen"
        case .noNodesNamed: "NoNodesNamed"
        case .duplicateNode: "DuplicateNode"
        case .unknownNode: "UnknownNode"
        case .unsupportedPlatform: "UnsupportedPlatform"
        case .notification: "InvalidNotification"
        case .role: "InvalidRole"
        case .documentOperation: "InvalidDocumentOperation"
        case .documentVersion: "InvalidDocumentVersion"
        case .documentSchema: "InvalidDocumentSchemaVersion"
        case .tooManyTags: "TooManyTags"
        case .unsupportedOperatingSystem: "UnsupportedOperatingSystem"
        case .complianceItem: "InvalidComplianceItem"
        case .refused(let refusal): refusal.code
        case .complianceItemSize: "ComplianceItemTooLarge"
        case .complianceSize: "ComplianceTooLarge"
        }
    }

    package var message: String {
        switch self {
        case .invalid(let message, _), .notification(let message), .role(let message),
            .documentOperation(let message, _), .documentVersion(let message), .documentSchema(let message),
            .unsupportedOperatingSystem(let message, _), .complianceItem(let message),
            .complianceItemSize(let message), .complianceSize(let message):
            message
        case .schedule(let error): error.message
        case .target(let error): error.message
        case .document(let error): error.message
        case .command(let error): error.message
        case .store(let error): error.message
        case .windowIsOpen(let id): "The maintenance window \(id) is open; its execution has not ended."
        case .noNodesNamed: "Neither InstanceIds nor Targets names a node."
        case .duplicateNode(let id): "The node \(id) is named twice."
        case .unknownNode(let id): "There is no managed node “\(id)”."
        case .unsupportedPlatform(let node, let platform, let document):
            "The document “\(document)” has nothing to do on \(platform), which the node \(node) runs."
        case .refused(let refusal): refusal.message
        case .tooManyTags(let limit): "A resource has at most \(limit) tags."
        }
    }

    package var hint: String? {
        switch self {
        case .invalid(_, let hint), .documentOperation(_, let hint), .unsupportedOperatingSystem(_, let hint): hint
        case .schedule(let error): error.hint
        case .target(let error): error.hint
        case .document(let error): error.hint
        case .command(let error): error.hint
        case .store(let error): error.hint
        case .windowIsOpen: "Wait for it, or cancel it with CancelMaintenanceWindowExecution."
        case .refused(let refusal): refusal.hint
        case .noNodesNamed: "Give InstanceIds, or Targets such as Key=tag:NAME,Values=VALUE."
        case .unknownNode: "mwctl node list shows the nodes there are."
        case .duplicateNode, .unsupportedPlatform, .notification, .role, .documentVersion, .documentSchema,
            .tooManyTags, .complianceItem, .complianceItemSize, .complianceSize:
            nil
        }
    }
}

/// What the store answers, its errors in this room's words.
func stored<T>(_ work: () async throws(StoreError) -> T) async throws(RequestError) -> T {
    do { return try await work() } catch { throw .store(error) }
}
