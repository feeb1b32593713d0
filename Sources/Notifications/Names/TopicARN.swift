/// A topic's name as the API says it: `arn:aws:sns:eu-central-1:123456789012:AdminAlert`.
package struct TopicARN: Hashable, Sendable {
    package let partition: String
    package let region: String
    package let account: String
    package let name: String

    package init(partition: String = "aws", region: String, account: String, name: String) {
        self.partition = partition
        self.region = region
        self.account = account
        self.name = name
    }

    /// - Parameter parameter: the request's word for it; `TopicArn`, `TargetArn`, `ResourceArn`.
    package init(parsing text: String, as parameter: String = "TopicArn") throws(InvalidParameter) {
        let parts = try ARNParts.split(text, as: parameter)
        guard parts.count == 6 else { throw InvalidParameter("\(parameter)") }
        try self.init(parts, as: parameter)
    }

    init(_ parts: [String], as parameter: String) throws(InvalidParameter) {
        guard parts[0] == "arn", !parts[1].isEmpty, parts[2] == "sns", TopicName.isValid(parts[5]) else {
            throw InvalidParameter(parameter)
        }
        self.init(partition: parts[1], region: parts[3], account: parts[4], name: parts[5])
    }

    package var text: String { "arn:\(partition):sns:\(region):\(account):\(name)" }
}

/// A subscription's name: its topic's with a UUID after it.
package struct SubscriptionARN: Hashable, Sendable {
    package let topic: TopicARN
    /// A UUID in lower case.
    package let id: String

    package init(topic: TopicARN, id: String) {
        self.topic = topic
        self.id = id
    }

    package init(parsing text: String) throws(InvalidParameter) {
        let parameter = "SubscriptionArn"
        let parts = try ARNParts.split(text, as: parameter)
        guard parts.count == 7, let id = parts.last, (1...64).contains(id.utf8.count),
            id.utf8.allSatisfy({ $0.isLetterOrDigit || $0 == UInt8(ascii: "-") })
        else { throw InvalidParameter("\(parameter) Reason: An ARN must have at least 7 elements, not \(parts.count)") }
        topic = try TopicARN(parts, as: parameter)
        self.id = id
    }

    package var text: String { "\(topic.text):\(id)" }

    /// What answers say in place of the ARN as long as nobody has confirmed.
    package static let pendingConfirmation = "pending confirmation"
    /// What lists say in its place.
    package static let pendingInLists = "PendingConfirmation"
}

private enum ARNParts {
    static func split(_ text: String, as parameter: String) throws(InvalidParameter) -> [String] {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 6 else {
            throw InvalidParameter("\(parameter) Reason: An ARN must have at least 6 elements, not \(parts.count)")
        }
        return parts
    }
}

extension UInt8 {
    var isLetterOrDigit: Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
    }
}
