import Notifications
import Synchronization
import WindowStore

/// Who wants a message. Filters are read once for as long as they stay the same.
final class Recipients: Sendable {
    private struct Slot: Hashable {
        let policy: String
        let scope: String?
    }

    /// Beyond this many different filters all are read anew, so that changing ones do not pile up.
    private static let mostPolicies = 10_000

    private let policies = Mutex<[Slot: FilterPolicy]>([:])

    /// - Parameter subscriptions: those of the message's topic that are confirmed.
    /// - Returns: IDs.
    func of(_ message: PublishedMessage, among subscriptions: [Subscription]) -> [String] {
        let asked = subscriptions.map { ($0.id, policy(of: $0)) }
        let readsBody = asked.contains { $0.1?.readsBody == true }
        let body = readsBody ? BodyValue(parsing: message.text) : nil
        return asked.compactMap { id, policy in
            policy.map { $0.accepts(message, readAs: body) } ?? true ? id : nil
        }
    }

    private func policy(of subscription: Subscription) -> FilterPolicy? {
        guard let json = subscription.attributes[SubscriptionAttribute.filterPolicy.rawValue], !json.isEmpty else {
            return nil
        }
        let scope = subscription.attributes[SubscriptionAttribute.filterPolicyScope.rawValue]
        let slot = Slot(policy: json, scope: scope)
        if let known = policies.withLock({ $0[slot] }) { return known }
        // Checked when it was set, so it can be read; if a later version cannot, the message is better sent than lost.
        guard
            let policy = try? FilterPolicy(
                parsing: json, scope: scope.flatMap(FilterPolicy.Scope.init) ?? .messageAttributes)
        else { return nil }
        policies.withLock { policies in
            if policies.count >= Self.mostPolicies { policies = [:] }
            policies[slot] = policy
        }
        return policy
    }
}
