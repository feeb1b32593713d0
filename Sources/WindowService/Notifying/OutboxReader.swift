import Foundation
package import Logging
package import Notifications
import ServiceLifecycle
package import WindowCore
package import WindowStore

/// Turns what has happened into messages: what a command's `NotificationConfig` asked for, and what rules want of events.
///
/// What a batch of the outbox comes to is owed in the transaction that moves the reader on, so nothing is told twice and
/// nothing is passed over, whenever the process dies.
package struct OutboxReader: Service {
    private static let batch = 500
    /// In one transaction, but for the last row's.
    private static let mostDeliveries = 2000

    private let control: Control
    private let logger: Logger

    package init(control: Control, logger: Logger) {
        self.control = control
        self.logger = logger
    }

    package func run() async throws {
        let nudge = control.nudges.outbox
        let watch = control.store.watchOutbox { nudge() }
        defer { watch.end() }
        await cancelWhenGracefulShutdown {
            await Reconciler(name: "outbox", nudge: nudge, clock: control.clock, logger: logger).run {
                try await pass()
                return nil
            }
        }
    }

    /// Reads all that there is.
    package func pass() async throws(StoreError) {
        while !Task.isCancelled {
            let rows = try await control.store.unreadOutbox(limit: Self.batch)
            guard let last = rows.last else { return }
            try await publish(rows, through: last.sequence)
        }
    }

    /// What a batch comes to, in parts that hold up nobody else's transactions for long.
    private func publish(_ rows: [OutboxRow], through last: Int64) async throws(StoreError) {
        let rules = try await readableRules()
        var subscribers = Subscribers(store: control.store)
        var publications: [Publication] = []
        var deliveries = 0
        for row in rows {
            for message in try await messages(of: row, rules) {
                guard let subscriptions = try await subscribers.of(message.topicName) else {
                    logger.warning(
                        "A message has no topic to go to; it is dropped.",
                        metadata: ["topic": "\(message.topicName)", "event": "\(row.sequence)"])
                    continue
                }
                let wanting = control.recipients.of(message, among: subscriptions)
                if !wanting.isEmpty { publications.append(Publication(message: message, recipients: wanting)) }
                deliveries += wanting.count
            }
            guard deliveries >= Self.mostDeliveries || row.sequence == last else { continue }
            try await control.store.publish(publications, readThrough: row.sequence, at: control.clock.now)
            if !publications.isEmpty { control.nudges.deliveries() }
            (publications, deliveries) = ([], 0)
        }
    }

    private func messages(of row: OutboxRow, _ rules: [ReadableRule]) async throws(StoreError) -> [PublishedMessage] {
        switch row.content {
        case .notification(let arn, let subject, let body):
            // An ARN was checked when the command was sent; one of another region or account has nobody here.
            guard let topic = try? TopicARN(parsing: arn), topic == control.settings.topicARN(topic.name) else {
                logger.warning("A message has no topic to go to; it is dropped.", metadata: ["topic": "\(arn)"])
                return []
            }
            return [
                PublishedMessage(
                    id: row.messageID(for: topic.name), topicName: topic.name, subject: subject, text: body,
                    publishedAt: row.createdAt)
            ]
        case .event(let event):
            let content = row.content(event, settings: control.settings)
            // A topic that several rules name gets an event once.
            let topics = Set(rules.filter { $0.pattern.accepts(content) }.map(\.topicName)).sorted()
            guard !topics.isEmpty else { return [] }
            let subject = content.subject(names: try await control.store.names(in: event))
            return topics.map {
                PublishedMessage(
                    id: row.messageID(for: $0), topicName: $0, subject: subject, text: content.json,
                    publishedAt: row.createdAt)
            }
        }
    }

    private func readableRules() async throws(StoreError) -> [ReadableRule] {
        try await control.store.rules().compactMap { rule in
            guard let pattern = try? EventPattern(parsing: rule.pattern) else { return nil }
            return ReadableRule(topicName: rule.topicName, pattern: pattern)
        }
    }

    private struct ReadableRule {
        let topicName: String
        let pattern: EventPattern
    }
}

/// The subscriptions of topics, each topic read once.
private struct Subscribers {
    let store: any Store
    private var known: [String: [Subscription]?] = [:]

    init(store: any Store) {
        self.store = store
    }

    /// - Returns: `nil` when there is no such topic.
    mutating func of(_ topicName: String) async throws(StoreError) -> [Subscription]? {
        if let known = known[topicName] { return known }
        var found: [Subscription]?
        do throws(StoreError) {
            _ = try await store.topic(named: topicName)
            found = try await store.confirmedSubscriptions(of: topicName)
        } catch {
            guard case .notFound = error else { throw error }
        }
        known[topicName] = .some(found)
        return found
    }
}

extension OutboxRow {
    /// The envelope of an event. Its ID is the row's, so whoever reads it, a rule or an operator, sees the same.
    package func content(_ event: WindowEvent, settings: ControlSettings) -> EventContent {
        var detail = event.detail.mapValues(BodyValue.text)
        if let given = event.parameters {
            detail["parameters"] = .members(given.mapValues { .list($0.map(BodyValue.text)) })
        }
        return EventContent(
            id: NameBasedID.version5(of: "event \(sequence) \(milliseconds)", in: Self.namespace),
            detailType: event.detailType, account: settings.accountID, region: settings.region, at: createdAt,
            resources: event.resources.map { event.arn(of: $0, settings: settings) },
            detail: detail)
    }

    fileprivate func messageID(for topic: String) -> String {
        NameBasedID.version5(of: "message \(sequence) \(milliseconds) \(topic)", in: Self.namespace)
    }

    private var milliseconds: Int64 { Int64((createdAt.timeIntervalSince1970 * 1000).rounded()) }

    /// A random one; IDs of different services differ by their moments.
    private static let namespace = UUID(uuidString: "5b0e2c34-8d0f-4d0e-9a0c-6c3f3a1f5d52") ?? UUID()
}

extension WindowEvent {
    /// The ARN of something the event is about, by its ID.
    fileprivate func arn(of id: String, settings: ControlSettings) -> String {
        if id.hasPrefix("arn:") { return id }
        let kind =
            switch id {
            case detail["window-target-id"]: "windowtarget"
            case detail["window-task-id"]: "windowtask"
            case _ where id.hasPrefix("mw-"): "maintenancewindow"
            case _ where id.hasPrefix("pb-"): "patchbaseline"
            default: "managed-instance"
            }
        return "arn:aws:ssm:\(settings.region):\(settings.accountID):\(kind)/\(id)"
    }
}

extension Store {
    /// What people call the things that an event is about, by their IDs.
    fileprivate func names(in event: WindowEvent) async throws(StoreError) -> [String: String] {
        var names: [String: String] = [:]
        for (member, id) in event.detail where !id.isEmpty {
            do throws(StoreError) {
                switch member {
                case "window-id": names[id] = try await window(WindowID(rawValue: id)).window.name
                case "instance-id", "resource-id": names[id] = try await node(NodeID(rawValue: id)).name
                case "task-execution-id":
                    names[id] = try await taskExecution(TaskExecutionID(rawValue: id)).task.name ?? id
                default: break
                }
            } catch {
                // Gone since; the ID stands for itself.
                guard case .notFound = error else { throw error }
            }
        }
        return names
    }
}
