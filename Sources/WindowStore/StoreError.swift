package import WindowCore

/// Why the store did not do what it was asked to. In every case nothing has changed.
package enum StoreError: UserFacingError, Hashable {
    /// - Parameters: the kind of thing in the field's word, and its ID or name.
    case notFound(kind: String, id: String)
    case alreadyExists(kind: String, id: String)
    /// A client token came back with other parameters.
    case tokenReused(String)
    case limitExceeded(kind: String, limit: Int)
    /// A task still refers to the target.
    case targetInUse(WindowTargetID, by: WindowTaskID)
    /// Something still names the baseline.
    case baselineInUse(String, by: String)
    case defaultVersion(document: String, version: Int)
    /// The version that a new one was to follow is not the latest any more.
    case notLatest(document: String, version: Int)
    case duplicateContent(document: String, version: Int)
    case duplicateVersionName(document: String, name: String)
    case invalidCursor
    /// The file knows a schema that this program does not.
    case newerVersion(path: String)
    /// The database could not be read or written.
    case unavailable(String)

    package var code: String {
        switch self {
        case .notFound: "NotFound"
        case .alreadyExists: "AlreadyExists"
        case .tokenReused: "TokenReused"
        case .limitExceeded: "LimitExceeded"
        case .targetInUse: "TargetInUse"
        case .baselineInUse: "BaselineInUse"
        case .defaultVersion: "DefaultVersion"
        case .notLatest: "NotLatest"
        case .duplicateContent: "DuplicateContent"
        case .duplicateVersionName: "DuplicateVersionName"
        case .invalidCursor: "InvalidCursor"
        case .newerVersion: "StoreNewerVersion"
        case .unavailable: "StoreUnavailable"
        }
    }

    package var message: String {
        switch self {
        case .notFound(let kind, let id): "There is no \(kind) “\(id)”."
        case .alreadyExists(let kind, let id): "There is already a \(kind) “\(id)”."
        case .tokenReused(let token): "The client token “\(token)” was used before with other parameters."
        case .limitExceeded(let kind, let limit): "The limit is reached: \(kind), at most \(limit)."
        case .targetInUse(let target, let task): "The target \(target) is used by the task \(task)."
        case .baselineInUse(let baseline, let user): "The baseline \(baseline) is used by \(user)."
        case .defaultVersion(let document, let version):
            "Version \(version) is the default version of the document “\(document)”."
        case .notLatest(let document, let version):
            "Version \(version) of the document “\(document)” is not the latest."
        case .duplicateContent(let document, let version):
            "The content is that of version \(version) of the document “\(document)”."
        case .duplicateVersionName(let document, let name):
            "The document “\(document)” already has a version named “\(name)”."
        case .invalidCursor: "The page token is not one that this service gave for this request."
        case .newerVersion(let path): "The store “\(path)” was written by a newer version of this program."
        case .unavailable(let reason): "The store failed: \(reason)"
        }
    }

    package var hint: String? {
        switch self {
        case .tokenReused: "Send a new token for a new request."
        case .limitExceeded: "Raise the quota in the configuration if you mean it."
        case .targetInUse: "Deregister the task first, or leave out Safe."
        case .baselineInUse: "Deregister it there first, or make another baseline the default."
        case .defaultVersion: "Make another version the default first."
        case .invalidCursor: "Start again without a token."
        case .newerVersion: "Run that version, or restore a backup from before the upgrade."
        case .unavailable: "Look at the disk: is it full, or read-only?"
        case .notLatest: "Somebody else has changed the document meanwhile: read it again."
        case .notFound, .alreadyExists, .duplicateContent, .duplicateVersionName: nil
        }
    }
}
