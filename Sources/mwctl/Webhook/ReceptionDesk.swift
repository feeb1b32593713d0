import Foundation
import Notifications

/// Looks at each message: who sent it, whether it was changed, and what it asks for.
actor ReceptionDesk {
    private let confirms: Bool
    private let clock: any WallClock
    private let fetch: @Sendable (String) async throws(Complaint) -> String
    /// Given, or that of the first message whose signature fits.
    private var trusted: WebOrigin?
    private var certificates: [String: Task<String, any Error>] = [:]
    private var seen: Set<String> = []
    private(set) var received = 0

    /// A stranger's messages make nothing grow without end.
    private static let mostCertificates = 16
    private static let mostSeen = 100_000

    /// - Parameters:
    ///   - origin: the service; `nil` for whose signature fits first.
    ///   - fetch: the document at a URL.
    init(
        trusting origin: WebOrigin?, confirms: Bool, clock: any WallClock,
        fetch: @escaping @Sendable (String) async throws(Complaint) -> String
    ) {
        trusted = origin
        self.confirms = confirms
        self.clock = clock
        self.fetch = fetch
    }

    /// - Parameter header: the value of a header by its name in lower case.
    func receive(body: String, header: @Sendable (String) -> String?) async -> Reception {
        received += 1
        if header("x-amz-sns-rawdelivery") == "true" { return raw(body, header) }
        do throws(UnreadableMessage) {
            return await receive(try ReceivedMessage(parsing: body), header("x-amz-sns-subscription-arn"))
        } catch {
            return Reception(at: clock.now, trust: .notVerified(error.message), text: body)
        }
    }

    private func raw(_ body: String, _ header: (String) -> String?) -> Reception {
        var reception = Reception(
            at: clock.now, type: header("x-amz-sns-message-type") ?? "", trust: .unsigned, text: body)
        reception.members["MessageId"] = header("x-amz-sns-message-id")
        reception.members["TopicArn"] = header("x-amz-sns-topic-arn")
        reception.members["SubscriptionArn"] = header("x-amz-sns-subscription-arn")
        reception.isRepeated = isRepeated(reception)
        return reception
    }

    private func receive(_ message: ReceivedMessage, _ subscriptionARN: String?) async -> Reception {
        var reception = Reception(
            at: clock.now, type: message.kind.rawValue, trust: await trust(message), attributes: message.attributes,
            text: message["Message"] ?? "")
        for name in ["MessageId", "TopicArn", "Subject", "Timestamp", "SignatureVersion", "SigningCertURL", "Token"] {
            reception.members[name] = message[name]
        }
        reception.members["SubscriptionArn"] = subscriptionARN
        reception.isRepeated = isRepeated(reception)
        if message.kind == .subscriptionConfirmation {
            reception.confirmation = await confirm(message, reception.trust)
        }
        return reception
    }

    private func isRepeated(_ reception: Reception) -> Bool {
        guard let id = reception.members["MessageId"] else { return false }
        if seen.count >= Self.mostSeen { seen.removeAll() }
        // One message may come once for each of several subscriptions of this receiver.
        return !seen.insert("\(id) \(reception.members["SubscriptionArn"] ?? "")").inserted
    }

    private func trust(_ message: ReceivedMessage) async -> Reception.Trust {
        guard let url = message["SigningCertURL"], let origin = WebOrigin(of: url) else {
            return .notVerified("The message does not say where its certificate is.")
        }
        if let trusted, trusted != origin {
            return .notVerified("Its certificate is of \(origin), and only \(trusted) is trusted.")
        }
        let certificate: String
        do throws(Complaint) {
            certificate = try await self.certificate(url)
        } catch {
            return .notVerified("Its certificate: \(error.message).")
        }
        let verdict = message.verdict(certificatePEM: certificate, at: clock.now)
        if let objection = verdict.objection { return .notVerified(objection) }
        // While the certificate was fetched another service may have come first.
        if let trusted, trusted != origin {
            return .notVerified("Its certificate is of \(origin), and only \(trusted) is trusted.")
        }
        trusted = origin
        return .verified
    }

    /// Fetched once; messages that come meanwhile wait for the same answer.
    private func certificate(_ url: String) async throws(Complaint) -> String {
        let task: Task<String, any Error>
        if let waiting = certificates[url] {
            task = waiting
        } else {
            if certificates.count >= Self.mostCertificates { certificates.removeAll() }
            // Awaited below by every message that names the URL.
            task = Task { [fetch] in try await fetch(url) }
            certificates[url] = task
        }
        do {
            return try await task.value
        } catch {
            // The next message tries again.
            if certificates[url] == task { certificates[url] = nil }
            throw error as? Complaint ?? Complaint(.unreachable, "\(url) cannot be read")
        }
    }

    private func confirm(_ message: ReceivedMessage, _ trust: Reception.Trust) async -> Reception.Confirmation {
        guard confirms else { return .notDone("--no-confirm") }
        guard trust == .verified else { return .notDone("The message is not verified.") }
        guard let url = message["SubscribeURL"], let origin = WebOrigin(of: url) else {
            return .notDone("Its SubscribeURL is not an http:// or https:// URL.")
        }
        guard origin == trusted else { return .notDone("Its SubscribeURL leads to \(origin).") }
        do throws(Complaint) {
            _ = try await fetch(url)
            return .done
        } catch {
            return .notDone("\(error.message).")
        }
    }
}
