import Foundation
import Testing

@testable import Notifications

struct MailTests {
    private static let link = "https://example.com/?Action=ConfirmSubscription"

    private static func mail(
        _ text: MailText, sender: String? = "Ops", unsubscribe: String? = nil
    ) throws -> MailMessage {
        MailMessage(
            text, from: try MailAddress("mwd@host.example.com"), senderName: sender,
            to: try MailAddress("ops@example.com"), messageID: "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
            at: Date(timeIntervalSince1970: 1_795_313_700), unsubscribeURL: unsubscribe)
    }

    @Test func `a confirmation has its link on a line of its own`() {
        let text = MailText(EnvelopeTests.confirmation, over: .email, body: "{}")
        #expect(text.subject == "AWS Notification - Subscription Confirmation")
        #expect(text.text.split(separator: "\n").contains(Substring(Self.link)))
        #expect(text.text.contains(EnvelopeTests.topic))
    }

    @Test func `a notification is the message with a way out`() {
        let text = MailText(EnvelopeTests.notification(), over: .email, body: "{}")
        #expect(text.subject == "My First Message")
        #expect(
            text.text == """
                Hello world!

                --
                If you wish to stop receiving notifications from this topic, please click or visit the link below to unsubscribe:
                \(EnvelopeTests.unsubscribeURL)
                """)
        #expect(
            MailText(EnvelopeTests.notification(subject: nil), over: .email, body: "").subject
                == "AWS Notification Message")
    }

    @Test func `mail for machines is the document and nothing else`() {
        #expect(MailText(EnvelopeTests.notification(), over: .emailJSON, body: "{\"a\":1}").text == "{\"a\":1}")
    }

    @Test func `a mail is a mail`() throws {
        let text = MailText(EnvelopeTests.notification(text: "Grüße"), over: .email, body: "")
        let source = try Self.mail(text, unsubscribe: EnvelopeTests.unsubscribeURL).source
        #expect(
            source.hasPrefix(
                """
                From: "Ops" <mwd@host.example.com>
                To: ops@example.com
                Subject: My First Message
                Date: Sun, 22 Nov 2026 02:15:00 +0000
                Message-ID: <22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324@host.example.com>
                Auto-Submitted: auto-generated
                MIME-Version: 1.0
                Content-Type: text/plain; charset=UTF-8
                Content-Transfer-Encoding: quoted-printable
                List-Unsubscribe: <\(EnvelopeTests.unsubscribeURL)>

                Gr=C3=BC=C3=9Fe

                """))
    }

    @Test func `no text can add a header`() throws {
        let evil = "Hi\nBcc: victim@example.com\r\nX: \u{0}ü"
        let text = MailText(EnvelopeTests.notification(subject: evil, text: ".\nFrom me\n."), over: .email, body: "")
        let source = try Self.mail(text, sender: evil + "\" <a@b>", unsubscribe: "https://x/\nBcc: y").source
        let head = try #require(source.range(of: "\n\n")).lowerBound
        let names = source[..<head].split(separator: "\n").filter { !$0.hasPrefix(" ") }.map { $0.prefix { $0 != ":" } }
        #expect(
            names == [
                "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type",
                "Content-Transfer-Encoding",
            ])
        #expect(source[head...].hasPrefix("\n\n=2E\n=46rom me\n=2E\n"))
    }

    @Test func `lines stay short and the text comes back`() throws {
        let text = String(repeating: "Ä=x ", count: 100) + " \nend "
        let encoded = QuotedPrintable.encode(text)
        #expect(encoded.split(separator: "\n").allSatisfy { $0.utf8.count <= 76 && $0.last != " " })
        let bytes = Array(encoded.replacing("=\n", with: "").utf8)
        var decoded: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "=") {
                decoded.append(
                    try #require(UInt8(String(decoding: bytes[index + 1...index + 2], as: UTF8.self), radix: 16)))
                index += 3
            } else {
                decoded.append(bytes[index])
                index += 1
            }
        }
        #expect(String(decoding: decoded, as: UTF8.self) == text)
    }
}
