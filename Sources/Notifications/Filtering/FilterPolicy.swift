/// Which of a topic's messages a subscription wants (user guide, “subscription filter policies”).
package struct FilterPolicy: Hashable, Sendable {
    /// What a policy looks at; the API's `FilterPolicyScope`.
    package enum Scope: String, CaseIterable, Sendable {
        case messageAttributes = "MessageAttributes"
        /// The message's text, which must be a JSON object: any other text is not wanted.
        case messageBody = "MessageBody"
    }

    package let scope: Scope
    private let pattern: FieldPattern

    private static let mostKeys = 5
    private static let mostCombinations = 150
    private static let mostBytes = 262_144

    /// - Parameter json: the attribute as it was set; `{}` wants everything.
    package init(parsing json: String, scope: Scope) throws(InvalidParameter) {
        guard json.utf8.count <= Self.mostBytes else {
            throw InvalidParameter("FilterPolicy: Filter policy must not be larger than 256 KB")
        }
        guard let value = BodyValue(parsing: json) else {
            throw InvalidParameter("FilterPolicy: failed to parse JSON.")
        }
        guard let members = value.members else {
            throw InvalidParameter("FilterPolicy: Filter policy must be an object")
        }
        guard members.count <= Self.mostKeys else {
            throw InvalidParameter("FilterPolicy: Filter policy can not have more than 5 keys")
        }
        do throws(PatternError) {
            pattern = try FieldPattern(reading: members, in: .topic)
        } catch {
            throw InvalidParameter("FilterPolicy: \(error.reason)")
        }
        guard scope == .messageBody || !pattern.isNested else {
            throw InvalidParameter("Filter policy scope MessageAttributes does not support nested filter policy")
        }
        guard pattern.combinations <= Self.mostCombinations else {
            throw InvalidParameter("FilterPolicy: Filter policy is too complex")
        }
        self.scope = scope
    }

    /// Whether the policy asks for nothing; setting such a one takes the filter away.
    package var isEmpty: Bool { pattern.isEmpty }

    /// Whether deciding takes the message's text as JSON.
    package var readsBody: Bool { scope == .messageBody && !isEmpty }

    package func accepts(_ message: PublishedMessage) -> Bool {
        accepts(message, readAs: readsBody ? BodyValue(parsing: message.text) : nil)
    }

    /// For asking many policies about one message, whose text is read once: a large one takes a tenth of a second.
    /// - Parameter body: the message's text as JSON; `nil` if it is none, or if no policy that is asked ``readsBody``.
    package func accepts(_ message: PublishedMessage, readAs body: BodyValue?) -> Bool {
        if isEmpty { return true }
        switch scope {
        case .messageAttributes: return pattern.accepts(message.attributes.compactMapValues(\.filterValue))
        case .messageBody: return body?.members.map { pattern.accepts($0) } ?? false
        }
    }
}

extension MessageAttribute {
    /// What a filter compares; `nil` for what filters ignore: binary values, and arrays that are none.
    ///
    /// Types may carry a label after a dot (`Number.seconds`); only that of an array means something.
    fileprivate var filterValue: BodyValue? {
        let kind = type.split(separator: ".", maxSplits: 1).first
        return switch (kind, type) {
        case (_, "String.Array"), (_, "Number.Array"):
            if case .list(let list)? = BodyValue(parsing: value) { .list(list) } else { nil }
        case ("String"?, _): .text(value)
        case ("Number"?, _): Double(value).map { .number($0) }
        default: nil
        }
    }
}
