import Foundation
import Notifications
import Synchronization

@testable import mwctl

/// A service that sends signed messages, and the web that its receiver sees.
struct WebhookSender {
    static let now = Date(timeIntervalSince1970: 1_795_305_600)
    static let origin = "http://mwd.example.com:8420"
    static let topic = "arn:aws:sns:eu-central-1:123456789012:alerts"

    let origin: String
    private let key: SigningKey

    /// One key for all tests: making one takes a fifth of a second.
    private static let kept = Mutex<SigningKey?>(nil)

    init(origin: String = Self.origin) throws {
        self.origin = origin
        key = try Self.kept.withLock { kept in
            if let kept { return kept }
            let key = try SigningKey.create(host: "mwd.example.com", now: Self.now)
            kept = key
            return key
        }
    }

    var certificateURL: String { "\(origin)/certificate.pem" }
    var certificatePEM: String { key.certificatePEM }
    var subscribeURL: String { "\(origin)/?Action=ConfirmSubscription" }

    func notification(id: String = "m-1", subject: String? = "Test", text: String = "Hello World!") throws -> String {
        try signed(
            .notification(
                PublishedMessage(id: id, topicName: "alerts", subject: subject, text: text, publishedAt: Self.now),
                over: .http, topicARN: Self.topic, subscriptionARN: Self.topic + ":1",
                unsubscribeURL: "\(origin)/?Action=Unsubscribe"))
    }

    func confirmation(subscribeURL: String? = nil) throws -> String {
        try signed(
            .subscriptionConfirmation(
                messageID: "c-1", token: "token", topicARN: Self.topic, subscriptionARN: Self.topic + ":1",
                subscribeURL: subscribeURL ?? self.subscribeURL, at: Self.now))
    }

    private func signed(_ envelope: Envelope) throws -> String {
        envelope.body(with: try key.sign(envelope, version: .sha256, certificateURL: certificateURL))
    }
}

/// Answers fetches from a list and remembers them.
final class ScriptedWeb: Sendable {
    private let pages: [String: String]
    private let asked = Mutex<[String]>([])

    init(_ pages: [String: String]) { self.pages = pages }

    convenience init(_ sender: WebhookSender) {
        self.init([sender.certificateURL: sender.certificatePEM, sender.subscribeURL: "<Response/>"])
    }

    var fetched: [String] { asked.withLock { $0 } }

    func read(_ url: String) throws(Complaint) -> String {
        asked.withLock { $0.append(url) }
        guard let page = pages[url] else { throw Complaint(.failed, "\(url) answers 404") }
        return page
    }
}
