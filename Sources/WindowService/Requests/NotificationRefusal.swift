package import Notifications
import WindowCore

/// Why a request about topics, subscriptions or messages was refused, in the words of SNS.
package enum NotificationRefusal: UserFacingError, Hashable {
    case parameter(InvalidParameter)
    /// The parameter stood in a map of attributes.
    case attribute(InvalidParameter)
    case messageAttribute(MessageAttributeRules.Refusal)
    case eventPattern(InvalidEventPattern)
    case forbidden(String)
    case tooManyTags(limit: Int)
    case emptyBatch
    case tooManyEntries(limit: Int)
    case repeatedEntry(String)
    case entryID(String)
    case batchTooLong(limitBytes: Int)

    package var code: String {
        switch self {
        case .parameter, .attribute: InvalidParameter.code
        case .messageAttribute: MessageAttributeRules.Refusal.code
        case .eventPattern: InvalidEventPattern.code
        case .forbidden: "AuthorizationError"
        case .tooManyTags: "TagLimitExceeded"
        case .emptyBatch: "EmptyBatchRequest"
        case .tooManyEntries: "TooManyEntriesInBatchRequest"
        case .repeatedEntry: "BatchEntryIdsNotDistinct"
        case .entryID: "InvalidBatchEntryId"
        case .batchTooLong: "BatchRequestTooLong"
        }
    }

    package var message: String {
        switch self {
        case .parameter(let error): error.message
        case .attribute(let error): error.messageInAttributes
        case .messageAttribute(let error): error.message
        case .eventPattern(let error): error.message
        case .forbidden(let why): why
        case .tooManyTags(let limit): "Could not complete request: tag quota of per resource exceeded (\(limit))"
        case .emptyBatch: "The batch request doesn't contain any entries."
        case .tooManyEntries(let limit): "The batch request contains more entries than permissible (\(limit))."
        case .repeatedEntry(let id): "Two or more batch entries in the request have the same Id: \(id)."
        case .entryID(let id): "The Id of a batch entry in a batch request doesn't abide by the specification: “\(id)”."
        case .batchTooLong(let limit):
            "The length of all the batch messages put together is more than the limit of \(limit) bytes."
        }
    }

    package var hint: String? {
        switch self {
        case .entryID: "1 to 80 letters, digits, hyphens and underscores."
        default: nil
        }
    }
}

/// What the rules of names and attributes say, in this room's words.
func checked<T>(_ work: () throws(InvalidParameter) -> T) throws(RequestError) -> T {
    do { return try work() } catch { throw .refused(.parameter(error)) }
}

/// The same where the value came in a map of attributes.
func checkedInMap<T>(_ work: () throws(InvalidParameter) -> T) throws(RequestError) -> T {
    do { return try work() } catch { throw .refused(.attribute(error)) }
}
