extension DeliveryPolicy {
    /// Reads a subscription's attribute. `sicklyRetryPolicy` and `guaranteed` may stand there, as in what SNS answers, and mean
    /// nothing.
    package init(subscriptionJSON json: String) throws(InvalidParameter) {
        let members = try Self.members(of: json)
        self.init()
        for (name, value) in members.sorted(by: { $0.key < $1.key }) {
            switch name {
            case "healthyRetryPolicy": retry = try RetryPolicy(reading: value, path: name)
            case "throttlePolicy": maxReceivesPerSecond = try Self.throttle(value, path: name)
            case "requestPolicy": contentType = try Self.contentType(value, path: name)
            case "sicklyRetryPolicy", "guaranteed": continue
            default: throw PolicyMistake.unexpected(name)
            }
        }
    }

    /// Reads a topic's attribute, whose members are the defaults of its subscriptions, below `http`.
    package init(topicJSON json: String) throws(InvalidParameter) {
        let members = try Self.members(of: json)
        self.init()
        if let name = members.keys.sorted().first(where: { $0 != "http" }) { throw PolicyMistake.unexpected(name) }
        guard let http = try PolicyMembers(members["http"] ?? .null, path: "http") else { return }
        for (name, value) in http.members.sorted(by: { $0.key < $1.key }) {
            let path = "http.\(name)"
            switch name {
            case "defaultHealthyRetryPolicy": retry = try RetryPolicy(reading: value, path: path)
            case "defaultThrottlePolicy": maxReceivesPerSecond = try Self.throttle(value, path: path)
            case "defaultRequestPolicy": contentType = try Self.contentType(value, path: path)
            case "disableSubscriptionOverrides":
                guard case .flag(let flag) = value else { throw PolicyMistake.at(path, "must be true or false") }
                disablesOverrides = flag
            case "defaultSicklyRetryPolicy": continue
            default: throw PolicyMistake.unexpected(name)
            }
        }
    }

    private static func members(of json: String) throws(InvalidParameter) -> [String: BodyValue] {
        guard let members = BodyValue(parsing: json)?.members else {
            throw InvalidParameter("DeliveryPolicy: failed to parse JSON.")
        }
        return members
    }

    private static func throttle(_ value: BodyValue, path: String) throws(InvalidParameter) -> Int? {
        guard let policy = try PolicyMembers(value, path: path) else { return nil }
        try policy.expect(["maxReceivesPerSecond"])
        return try policy.integer("maxReceivesPerSecond", from: 1, through: .max)
    }

    private static func contentType(_ value: BodyValue, path: String) throws(InvalidParameter) -> String? {
        guard let policy = try PolicyMembers(value, path: path) else { return nil }
        try policy.expect(["headerContentType"])
        switch policy.members["headerContentType"] {
        case nil, .null?: return nil
        case .text(let type)? where RequestPolicy.allows(type): return type
        case .some: throw PolicyMistake.at("\(path).headerContentType", "is not a supported content type")
        }
    }
}

extension RetryPolicy {
    private static let longestDelaySeconds = 3600
    private static let mostRetries = 100

    /// SNS lets the delays add up to an hour at most; here they may add up to more, for receivers that are down longer.
    init?(reading value: BodyValue, path: String) throws(InvalidParameter) {
        guard let policy = try PolicyMembers(value, path: path) else { return nil }
        try policy.expect([
            "minDelayTarget", "maxDelayTarget", "numRetries", "numNoDelayRetries", "numMinDelayRetries",
            "numMaxDelayRetries", "backoffFunction",
        ])
        self = .standard
        let longest = Self.longestDelaySeconds
        let minDelay = try policy.integer("minDelayTarget", from: 1, through: longest)
        let maxDelay = try policy.integer("maxDelayTarget", from: 1, through: longest)
        // One bound alone moves the other one out of its way.
        minDelaySeconds = minDelay ?? min(minDelaySeconds, maxDelay ?? longest)
        maxDelaySeconds = maxDelay ?? max(maxDelaySeconds, minDelaySeconds)
        guard minDelaySeconds <= maxDelaySeconds else {
            throw PolicyMistake.at("\(path).maxDelayTarget", "must be greater than or equal to minDelayTarget")
        }
        retriesWithoutDelay = try policy.integer("numNoDelayRetries", from: 0, through: .max) ?? 0
        retriesAtMinDelay = try policy.integer("numMinDelayRetries", from: 0, through: .max) ?? 0
        retriesAtMaxDelay = try policy.integer("numMaxDelayRetries", from: 0, through: .max) ?? 0
        retries = try policy.integer("numRetries", from: 0, through: Self.mostRetries) ?? retries
        // Each alone first: their sum could be more than an integer holds.
        let phases = [retriesWithoutDelay, retriesAtMinDelay, retriesAtMaxDelay]
        let most = retries
        guard phases.allSatisfy({ $0 <= most }), phases.reduce(0, +) <= most else {
            throw PolicyMistake.at(
                "\(path).numRetries",
                "must be greater than or equal to total of numMinDelayRetries, numNoDelayRetries and numMaxDelayRetries"
            )
        }
        switch policy.members["backoffFunction"] {
        case nil, .null?: break
        case .text(let word)?:
            guard let backoff = Backoff(rawValue: word) else {
                throw PolicyMistake.at(
                    "\(path).backoffFunction", "must be one of linear, arithmetic, geometric, exponential")
            }
            self.backoff = backoff
        case .some: throw PolicyMistake.at("\(path).backoffFunction", "must be a string")
        }
    }
}
