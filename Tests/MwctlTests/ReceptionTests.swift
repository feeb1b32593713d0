import AWSWire
import Foundation
import Notifications
import Testing

@testable import mwctl

@Suite struct ReceptionTests {
    private static func desk(
        _ web: ScriptedWeb, trusting origin: String? = nil, confirms: Bool = true
    ) -> ReceptionDesk {
        ReceptionDesk(trusting: origin.flatMap(WebOrigin.init(of:)), confirms: confirms, clock: SleeperClock()) {
            url throws(Complaint) in try web.read(url)
        }
    }

    private static func receive(_ body: String, at desk: ReceptionDesk) async -> Reception {
        await desk.receive(body: body) { _ in nil }
    }

    @Test func `a message that was not changed is verified, and its certificate is fetched once`() async throws {
        let sender = try WebhookSender()
        let web = ScriptedWeb(sender)
        let desk = Self.desk(web)
        let first = await Self.receive(try sender.notification(), at: desk)
        #expect(first.trust == .verified)
        #expect(first.line == "2026-11-22T00:00:00Z Notification verified Test: Hello World!")
        #expect(await Self.receive(try sender.notification(id: "m-2"), at: desk).trust == .verified)
        #expect(web.fetched == [sender.certificateURL])
        #expect(await desk.received == 2)
    }

    @Test func `a changed message says what is wrong with it`() async throws {
        let sender = try WebhookSender()
        let body = try sender.notification().replacing("Hello", with: "Good bye")
        let reception = await Self.receive(body, at: Self.desk(ScriptedWeb(sender)))
        #expect(
            reception.line
                == "2026-11-22T00:00:00Z Notification NOT VERIFIED: The signature does not fit: the message was changed, or another key signed it. Test: Good bye World!"
        )
    }

    @Test func `a message that comes again is marked`() async throws {
        let sender = try WebhookSender()
        let desk = Self.desk(ScriptedWeb(sender))
        #expect(await !Self.receive(try sender.notification(), at: desk).isRepeated)
        let again = await Self.receive(try sender.notification(), at: desk)
        #expect(again.isRepeated)
        #expect(again.line == "2026-11-22T00:00:00Z Notification verified, again Test: Hello World!")
    }

    @Test func `a subscription is confirmed at the service that signed`() async throws {
        let sender = try WebhookSender()
        let web = ScriptedWeb(sender)
        let reception = await Self.receive(try sender.confirmation(), at: Self.desk(web))
        #expect(reception.confirmation == .done)
        #expect(web.fetched == [sender.certificateURL, sender.subscribeURL])
        #expect(
            reception.line
                == "2026-11-22T00:00:00Z SubscriptionConfirmation verified confirmed \(WebhookSender.topic)")
    }

    @Test func `a link that leads elsewhere is not visited`() async throws {
        let sender = try WebhookSender()
        for elsewhere in ["http://elsewhere.example.com/", "https://mwd.example.com:8420/", "file:///etc/passwd", "x"] {
            let web = ScriptedWeb(sender)
            let body = try sender.confirmation(subscribeURL: elsewhere)
            let reception = await Self.receive(body, at: Self.desk(web))
            #expect(reception.trust == .verified)
            guard case .notDone? = reception.confirmation else {
                Issue.record("\(elsewhere) was visited")
                continue
            }
            #expect(web.fetched == [sender.certificateURL])
        }
    }

    @Test func `a confirmation that was changed is not followed`() async throws {
        let sender = try WebhookSender()
        let web = ScriptedWeb(sender)
        let body = try sender.confirmation().replacing("\"token\"", with: "\"other\"")
        let reception = await Self.receive(body, at: Self.desk(web))
        #expect(reception.confirmation == .notDone("The message is not verified."))
        #expect(!web.fetched.contains(sender.subscribeURL))
    }

    @Test func `who does not want to confirm sees the token`() async throws {
        let sender = try WebhookSender()
        let web = ScriptedWeb(sender)
        let reception = await Self.receive(try sender.confirmation(), at: Self.desk(web, confirms: false))
        #expect(reception.json["Token"] == "token")
        #expect(reception.json["Confirmed"] == false)
        #expect(web.fetched == [sender.certificateURL])
    }

    @Test func `another service's messages are not trusted, however well signed`() async throws {
        let sender = try WebhookSender()
        let stranger = try WebhookSender(origin: "http://stranger.example.com")
        let web = ScriptedWeb([
            sender.certificateURL: sender.certificatePEM, stranger.certificateURL: stranger.certificatePEM,
        ])
        let named = Self.desk(web, trusting: "\(WebhookSender.origin)/anything")
        let refusal = Reception.Trust.notVerified(
            "Its certificate is of http://stranger.example.com, and only http://mwd.example.com:8420 is trusted.")
        #expect(await Self.receive(try stranger.notification(), at: named).trust == refusal)
        #expect(web.fetched.isEmpty)
        let open = Self.desk(web)
        #expect(await Self.receive(try sender.notification(), at: open).trust == .verified)
        #expect(await Self.receive(try stranger.notification(), at: open).trust == refusal)
    }

    @Test func `a certificate that is not there is asked for again with the next message`() async throws {
        let sender = try WebhookSender()
        let web = ScriptedWeb([:])
        let desk = Self.desk(web)
        let trust = await Self.receive(try sender.notification(), at: desk).trust
        #expect(trust == .notVerified("Its certificate: \(sender.certificateURL) answers 404."))
        _ = await Self.receive(try sender.notification(), at: desk)
        #expect(web.fetched.count == 2)
    }

    @Test func `a raw delivery is its body, with what the headers say`() async throws {
        let headers = [
            "x-amz-sns-rawdelivery": "true", "x-amz-sns-message-type": "Notification",
            "x-amz-sns-message-id": "m-1", "x-amz-sns-topic-arn": WebhookSender.topic,
        ]
        let reception = await Self.desk(ScriptedWeb([:])).receive(body: "one\ntwo") { headers[$0] }
        #expect(reception.line == "2026-11-22T00:00:00Z Notification raw, not signed one")
        #expect(
            reception.json == [
                "ReceivedAt": "2026-11-22T00:00:00Z", "Type": "Notification", "Verified": false, "Raw": true,
                "Message": "one\ntwo", "MessageId": "m-1", "TopicArn": .string(WebhookSender.topic),
            ])
    }

    @Test func `what is no message is shown and not believed`() async throws {
        let reception = await Self.receive("<html>\u{1B}[2J", at: Self.desk(ScriptedWeb([:])))
        #expect(reception.line == "2026-11-22T00:00:00Z POST NOT VERIFIED: It is no JSON object. <html>\u{FFFD}[2J")
    }

    @Test func `an origin is scheme, host and port`() {
        #expect(WebOrigin(of: "HTTP://Host/a") == WebOrigin(of: "http://host:80/b?c"))
        #expect(WebOrigin(of: "https://host/")?.description == "https://host")
        #expect(WebOrigin(of: "https://host:8443/")?.description == "https://host:8443")
        #expect(WebOrigin(of: "http://host/") != WebOrigin(of: "https://host/"))
        for text in ["", "host", "ftp://host/", "http://", "file:///x"] { #expect(WebOrigin(of: text) == nil) }
    }
}
