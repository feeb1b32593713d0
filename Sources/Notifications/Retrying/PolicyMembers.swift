/// The members of one object in a delivery policy, read with errors that name their path.
struct PolicyMembers {
    let members: [String: BodyValue]
    private let path: String

    /// - Returns: `nil` for `null`, which leaves the policy to the next one in line.
    init?(_ value: BodyValue, path: String) throws(InvalidParameter) {
        if value == .null { return nil }
        guard let members = value.members else { throw PolicyMistake.at(path, "must be a JSON object") }
        self.members = members
        self.path = path
    }

    func expect(_ names: Set<String>) throws(InvalidParameter) {
        if let name = members.keys.sorted().first(where: { !names.contains($0) }) {
            throw PolicyMistake.unexpected(name)
        }
    }

    func integer(_ name: String, from least: Int, through most: Int) throws(InvalidParameter) -> Int? {
        switch members[name] {
        case nil, .null?: return nil
        case .number(let number)?:
            guard let integer = Int(exactly: number) else {
                throw PolicyMistake.at("\(path).\(name)", "must be an integer")
            }
            guard integer >= least else {
                throw PolicyMistake.at("\(path).\(name)", "must be greater than or equal to \(least)")
            }
            guard integer <= most else {
                throw PolicyMistake.at("\(path).\(name)", "must be less than or equal to \(most)")
            }
            return integer
        case .some: throw PolicyMistake.at("\(path).\(name)", "must be an integer")
        }
    }
}

/// SNS's sentences about a delivery policy.
enum PolicyMistake {
    static func at(_ path: String, _ what: String) -> InvalidParameter {
        InvalidParameter("DeliveryPolicy: \(path) \(what)")
    }

    static func unexpected(_ name: String) -> InvalidParameter {
        InvalidParameter("DeliveryPolicy: Unexpected JSON member: \(name)")
    }
}
