/// One line of a target as it travels: a key and its values.
package struct TargetCriterion: Codable, Hashable, Sendable {
    package var key: String
    package var values: [String]

    package init(key: String, values: [String]) {
        self.key = key
        self.values = values
    }
}

/// Criteria that have been understood: which nodes they mean.
///
/// Criteria are ANDed. The values of a `tag:` criterion are ORed, those of `tag-key` are ANDed (reference: windows 4.2).
package struct TargetSelector: Hashable, Sendable {
    package enum Criterion: Hashable, Sendable {
        case nodes(Set<NodeID>)
        case tag(key: String, anyOf: Set<String>)
        case tagKeys(Set<String>)
    }

    package let criteria: [Criterion]

    /// Understands `criteria`.
    ///
    /// Fixed keys are compared without regard to case, tag keys and values with it.
    /// - Throws: ``TargetError`` for no criteria, more than five, an unknown key, no values or too many.
    package init(_ criteria: [TargetCriterion]) throws(TargetError) {
        guard !criteria.isEmpty else { throw .noCriteria }
        guard criteria.count <= 5 else { throw .tooManyCriteria(criteria.count) }
        var understood: [Criterion] = []
        for criterion in criteria { understood.append(try Self.understand(criterion)) }
        self.criteria = understood
    }

    private static func understand(_ criterion: TargetCriterion) throws(TargetError) -> Criterion {
        let key = criterion.key
        guard !criterion.values.isEmpty else { throw .noValues(key: key) }
        guard criterion.values.count <= 50 else { throw .tooManyValues(key: key, count: criterion.values.count) }
        switch key.lowercased() {
        case "instanceids":
            return .nodes(Set(criterion.values.map(NodeID.init(rawValue:))))
        case "tag-key":
            guard criterion.values.count <= 5 else { throw .tooManyValues(key: key, count: criterion.values.count) }
            return .tagKeys(Set(criterion.values))
        case "windowtargetids":
            throw .referenceOutsideTask
        case let fixed where fixed.hasPrefix("resource-groups:"):
            throw .noResourceGroups(key: key)
        default:
            guard key.hasPrefix("tag:"), key.count > 4 else { throw .unknownKey(key) }
            return .tag(key: String(key.dropFirst(4)), anyOf: Set(criterion.values))
        }
    }

    /// Whether the node with this ID and these tags is meant.
    package func matches(id: NodeID, tags: [String: String]) -> Bool {
        criteria.allSatisfy { criterion in
            switch criterion {
            case .nodes(let ids): ids.contains(id)
            case .tag(let key, let values): tags[key].map(values.contains) ?? false
            case .tagKeys(let keys): keys.allSatisfy { tags[$0] != nil }
            }
        }
    }
}

/// Why criteria could not be understood.
package enum TargetError: UserFacingError, Hashable {
    case noCriteria
    case tooManyCriteria(Int)
    case noValues(key: String)
    case tooManyValues(key: String, count: Int)
    case unknownKey(String)
    case referenceOutsideTask
    case noResourceGroups(key: String)

    package var code: String { "InvalidTarget" }

    package var message: String {
        switch self {
        case .noCriteria: "A target needs at least one criterion."
        case .tooManyCriteria(let count): "A target has at most 5 criteria; this one has \(count)."
        case .noValues(let key): "The target key “\(key)” needs at least one value."
        case .tooManyValues(let key, let count):
            "The target key “\(key)” has \(count) values; it takes at most \(key.lowercased() == "tag-key" ? 5 : 50)."
        case .unknownKey(let key): "“\(key)” is not a target key."
        case .referenceOutsideTask: "WindowTargetIds names registered targets; only a window's task may use it."
        case .noResourceGroups(let key):
            "The target key “\(key)” needs resource groups, which this service does not have."
        }
    }

    package var hint: String? {
        switch self {
        case .noCriteria, .unknownKey: "Use tag:NAME, tag-key or InstanceIds."
        case .noResourceGroups: "Select the nodes by tag:NAME."
        case .tooManyCriteria, .noValues, .tooManyValues, .referenceOutsideTask: nil
        }
    }
}
