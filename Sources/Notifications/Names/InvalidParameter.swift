/// Why a request's parameter is refused, in the words of SNS.
///
/// The same reason reads differently where it was found: in an attribute that stands alone (`SetSubscriptionAttributes`) or in
/// a map of attributes (`Subscribe`, `CreateTopic`).
package struct InvalidParameter: Error, Hashable, Sendable {
    /// The part both spellings share, such as `FilterPolicy: Filter policy is too complex` or `Topic Name`.
    package let reason: String

    package init(_ reason: String) {
        self.reason = reason
    }

    /// The error code of every text here.
    package static let code = "InvalidParameter"

    package var message: String { "Invalid parameter: \(reason)" }

    /// The text where the value came in a map of attributes.
    package var messageInAttributes: String { "Invalid parameter: Attributes Reason: \(reason)" }
}
