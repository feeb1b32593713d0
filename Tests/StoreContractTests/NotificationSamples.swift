import Foundation
import Notifications
import WindowCore
import WindowStore
import WindowTestSupport

extension Date {
    static func noon(plus seconds: Double) -> Date { noon.addingTimeInterval(seconds) }
}

extension Topic {
    static func sample(_ name: String = "news") -> Topic {
        Topic(name: name, attributes: ["DisplayName": "News"], createdAt: .noon)
    }
}

extension Subscription {
    static func sample(
        _ endpoint: String = "https://hook.example/1", of topicName: String = "news", state: State = .pending,
        attributes: [String: String] = [:]
    ) -> Subscription {
        Subscription(
            id: UUID().uuidString.lowercased(), topicName: topicName, transport: .https, endpoint: endpoint,
            state: state, attributes: attributes, createdAt: .noon)
    }
}

extension PublishedMessage {
    static func sample(_ text: String, of topicName: String = "news", after seconds: Double = 0) -> PublishedMessage {
        PublishedMessage(
            id: UUID().uuidString.lowercased(), topicName: topicName, text: text, publishedAt: .noon(plus: seconds))
    }
}

extension EventRule {
    static func sample(_ name: String, to topicName: String = "news") -> EventRule {
        EventRule(
            name: name, topicName: topicName, pattern: #"{"source":["mw"]}"#, description: "a rule", createdAt: .noon)
    }
}

extension OwedDelivery {
    /// The message's text, or the kind of a confirmation.
    var gist: String {
        switch content {
        case .message(let message): message.text
        case .confirmation: delivery.kind.rawValue
        }
    }

    var token: ConfirmationToken? {
        guard case .confirmation(let token) = content else { return nil }
        return token
    }

    func attempt(
        _ state: Delivery.State, _ answer: String = "answered", at: Date = .noon, failingSince: Date? = nil
    ) -> DeliveryAttempt {
        DeliveryAttempt(
            deliveryID: delivery.id, subscriptionID: delivery.subscriptionID, state: state, answer: answer, at: at,
            failingSince: failingSince)
    }
}

extension Store {
    /// A subscription that gets messages; its topic is made.
    func addReader(_ endpoint: String = "https://hook.example/1", of topicName: String = "news") async throws -> String
    {
        _ = try await create(Topic.sample(topicName), tags: [:])
        return try await subscribe(
            .sample(endpoint, of: topicName, state: .confirmed), asking: .random(), at: .noon
        ).id
    }

    /// Owes a message of each text.
    func tell(_ texts: String..., to ids: [String], of topicName: String = "news", at now: Date = .noon) async throws {
        let seconds = now.timeIntervalSince(.noon)
        try await publish(
            texts.map { Publication(message: .sample($0, of: topicName, after: seconds), recipients: ids) },
            readThrough: nil, at: now)
    }

    /// What a subscription is owed, the oldest first.
    func owed(to id: String) async throws -> [OwedDelivery] {
        try await lane(id, limit: 1000)?.owed ?? []
    }

    /// Claims the only lane that is due, tries its oldest delivery, and gives the claim back.
    func tryOldest(
        of id: String, _ state: Delivery.State, at now: Date = .noon, retryAt: Date? = nil, failingSince: Date? = nil
    ) async throws {
        _ = try await claimLanes(at: now, until: now.addingTimeInterval(60), limit: 10)
        guard let oldest = try await owed(to: id).first else { return }
        try await record(
            [oldest.attempt(state, at: now, failingSince: failingSince)], renewing: now.addingTimeInterval(60))
        try await releaseLane(id, until: retryAt, at: now)
    }
}

extension DeliveryStoring {
    /// Claims subscriptions of every kind.
    func claimLanes(at now: Date, until lease: Date, limit: Int) async throws -> [String] {
        var ids: [String] = []
        for kind in LaneKind.allCases where ids.count < limit {
            ids += try await claimLanes(kind, at: now, until: lease, limit: limit - ids.count)
        }
        return ids
    }
}
