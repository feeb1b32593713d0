import Foundation
import GRDB
import Notifications
import WindowStore

/// How deliveries and messages become columns.
extension Delivery {
    /// All of a delivery and its message, to be followed by conditions.
    static let selection = """
        SELECT delivery.*, message.id AS messageID, message.topicName AS messageTopic, message.publishedAt,
            message.subject, message.attributes AS messageAttributes, message.textByProtocol, message.text
        FROM delivery LEFT JOIN message ON message.row = delivery.messageRow
        """

    init(_ row: Row, to subscription: Subscription) throws {
        let createdAt = Date(milliseconds: row["createdAt"])
        self.init(
            id: row["id"], subscriptionID: subscription.id, kind: try row.state(Envelope.Kind.self, "kind"),
            messageID: row["messageID"] ?? row["confirmationID"], createdAt: createdAt,
            owedSince: row.date("retriedAt") ?? createdAt, state: try row.state(State.self), attempts: row["attempts"],
            lastAttemptAt: row.date("lastAttemptAt"), lastAnswer: row["lastAnswer"], endedAt: row.date("endedAt"))
    }
}

extension OwedDelivery {
    init(_ row: Row, to subscription: Subscription) throws {
        let content: Content
        if let message = try PublishedMessage(row) {
            content = .message(message)
        } else {
            do {
                content = .confirmation(try ConfirmationToken(parsing: row["token"]))
            } catch {
                throw StoreError.unavailable("A delivery asks with something that is no token.")
            }
        }
        self.init(delivery: try Delivery(row, to: subscription), content: content)
    }
}

extension PublishedMessage {
    /// - Returns: `nil` for a confirmation, which has none.
    init?(_ row: Row) throws {
        guard let id: String = row["messageID"] else { return nil }
        func members<T: Decodable>(_ column: String, _ type: T.Type) throws -> [String: T] {
            guard let json: String = row[column] else { return [:] }
            return try Columns.value([String: T].self, from: json)
        }
        self.init(
            id: id, topicName: row["messageTopic"], subject: row["subject"],
            text: String(decoding: row["text"] as Data, as: UTF8.self),
            textByProtocol: try members("textByProtocol", String.self),
            attributes: try members("messageAttributes", MessageAttribute.self),
            publishedAt: Date(milliseconds: row["publishedAt"]))
    }
}
