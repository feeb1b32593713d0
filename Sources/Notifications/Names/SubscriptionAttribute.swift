/// The attributes of a subscription that can be set, and their rules.
package enum SubscriptionAttribute: String, CaseIterable, Sendable {
    case deliveryPolicy = "DeliveryPolicy"
    case filterPolicy = "FilterPolicy"
    case filterPolicyScope = "FilterPolicyScope"
    case rawMessageDelivery = "RawMessageDelivery"
    case redrivePolicy = "RedrivePolicy"

    /// - Throws: `AttributeName` for a name that is unknown or cannot be set.
    package init(named name: String) throws(InvalidParameter) {
        guard let attribute = Self(rawValue: name) else { throw InvalidParameter("AttributeName") }
        self = attribute
    }

    /// - Parameters:
    ///   - attributes: the subscription's, as they will be otherwise: a filter is judged by its scope, and a scope by its filter.
    /// - Returns: the value to keep; `nil` when setting it takes the attribute away.
    package func check(
        _ value: String, over transport: Subscription.Transport, with attributes: [String: String]
    ) throws(InvalidParameter) -> String? {
        let isHTTP = transport == .http || transport == .https
        switch self {
        case .deliveryPolicy:
            if value.isEmpty || value == "{}" { return nil }
            guard isHTTP else {
                throw InvalidParameter("DeliveryPolicy: Delivery policies are supported for HTTP and HTTPS only")
            }
            _ = try DeliveryPolicy(subscriptionJSON: value)
            return value
        case .filterPolicy:
            if value.isEmpty { return nil }
            let scope = attributes[Self.filterPolicyScope.rawValue].flatMap(FilterPolicy.Scope.init)
            return try FilterPolicy(parsing: value, scope: scope ?? .messageAttributes).isEmpty ? nil : value
        case .filterPolicyScope:
            guard let scope = FilterPolicy.Scope(rawValue: value) else {
                throw InvalidParameter(
                    "FilterPolicyScope: Invalid value [\(value)]. Please use either MessageBody or MessageAttributes")
            }
            if let policy = attributes[Self.filterPolicy.rawValue], !policy.isEmpty {
                _ = try FilterPolicy(parsing: policy, scope: scope)
            }
            return value
        case .rawMessageDelivery:
            let flag = value.lowercased()
            guard flag == "true" || flag == "false" else {
                throw InvalidParameter("RawMessageDelivery: Invalid value [\(value)]. Must be true or false.")
            }
            guard isHTTP || flag == "false" else {
                throw InvalidParameter(
                    "RawMessageDelivery: Delivery protocol [\(transport.rawValue)] does not support raw message delivery."
                )
            }
            return flag
        case .redrivePolicy:
            if value.isEmpty || value == "{}" { return nil }
            _ = try RedrivePolicy(parsing: value)
            return value
        }
    }

    /// Checks all attributes of a request together, whatever their order.
    /// - Returns: what to keep.
    package static func check(
        _ attributes: [String: String], over transport: Subscription.Transport
    ) throws(InvalidParameter) -> [String: String] {
        var kept: [String: String] = [:]
        for (name, value) in attributes.sorted(by: { $0.key < $1.key }) {
            kept[name] = try Self(named: name).check(value, over: transport, with: attributes)
        }
        return kept
    }
}
