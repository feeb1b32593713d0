extension Envelope {
    package static let userAgent = "Amazon Simple Notification Service Agent"
    package static let defaultContentType = "text/plain; charset=UTF-8"

    /// The headers of the POST, without those the HTTP client adds by itself.
    ///
    /// A raw notification's body is the message and nothing else, so what SNS says of it is in the headers; like SNS, its
    /// message attributes are not sent. Confirmations are never raw.
    /// - Parameter contentType: of the effective delivery policy's request policy; confirmations keep the default.
    package func headers(isRaw: Bool = false, contentType: String? = nil) -> [(name: String, value: String)] {
        var headers = [
            (name: "x-amz-sns-message-type", value: kind.rawValue), (name: "x-amz-sns-message-id", value: messageID),
            (name: "x-amz-sns-topic-arn", value: topicARN),
        ]
        // A subscription that is not confirmed has no ARN to show.
        if kind != .subscriptionConfirmation {
            headers.append((name: "x-amz-sns-subscription-arn", value: subscriptionARN))
        }
        let isRaw = isRaw && kind == .notification
        if isRaw { headers.append((name: "x-amz-sns-rawdelivery", value: "true")) }
        let type =
            kind == .notification ? RequestPolicy.contentType(contentType, isRaw: isRaw) : Self.defaultContentType
        headers.append((name: "Content-Type", value: type))
        headers.append((name: "User-Agent", value: Self.userAgent))
        return headers
    }
}
