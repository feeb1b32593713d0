/// Where a subscription's dead letters go: `{"deadLetterTargetArn": "arn:…"}`. The name is kept and shown; here every
/// subscription has a list of its own, whatever its name.
package struct RedrivePolicy: Hashable, Sendable {
    package let deadLetterTargetARN: String

    package init(parsing json: String) throws(InvalidParameter) {
        guard let members = BodyValue(parsing: json)?.members else {
            throw InvalidParameter("RedrivePolicy: failed to parse JSON.")
        }
        guard case .text(let arn)? = members["deadLetterTargetArn"],
            arn.hasPrefix("arn:"), arn.split(separator: ":", omittingEmptySubsequences: false).count >= 6
        else { throw InvalidParameter("RedrivePolicy: deadLetterTargetArn is an invalid arn") }
        deadLetterTargetARN = arn
    }
}
