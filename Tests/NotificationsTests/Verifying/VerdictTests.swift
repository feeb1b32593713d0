import Foundation
import Testing

@testable import Notifications

struct VerdictTests {
    private static let certificateURL = "https://sns.example.com/certificate.pem"
    private static let letters = [EnvelopeTests.notification(), EnvelopeTests.confirmation, EnvelopeTests.farewell]

    /// The document that a receiver gets, as its members.
    private static func document(_ envelope: Envelope, version: SignatureVersion = .sha256) throws -> [String: Any] {
        let signature = try TestKey.shared().sign(envelope, version: version, certificateURL: certificateURL)
        let document = try JSONSerialization.jsonObject(with: Data(envelope.body(with: signature).utf8))
        return try #require(document as? [String: Any])
    }

    private static func message(_ document: [String: Any]) throws -> ReceivedMessage {
        let json = try JSONSerialization.data(withJSONObject: document)
        return try ReceivedMessage(parsing: String(decoding: json, as: UTF8.self))
    }

    private static func verdict(
        _ document: [String: Any], certificatePEM: String? = nil, at moment: Date = TestKey.now
    ) throws -> SignatureVerdict {
        try message(document).verdict(
            certificatePEM: certificatePEM ?? TestKey.shared().certificatePEM, at: moment)
    }

    @Test(arguments: letters, SignatureVersion.allCases)
    func `what we sign is accepted`(envelope: Envelope, version: SignatureVersion) throws {
        let document = try Self.document(envelope, version: version)
        #expect(try Self.verdict(document) == .valid)
        #expect(try Self.message(document).canonicalString == envelope.canonicalString)
    }

    @Test(arguments: SignatureVersion.allCases)
    func `texts of every kind survive`(version: SignatureVersion) throws {
        for text in ["Grüße\n„zwei“ Zeilen", "\u{1}\t\"\\/\r\n", "👩‍🚒 \u{301}", "Subject\nx\nType\ny"] {
            let envelope = EnvelopeTests.notification(subject: nil, text: text)
            #expect(try Self.verdict(Self.document(envelope, version: version)) == .valid)
        }
    }

    @Test(arguments: letters, SignatureVersion.allCases)
    func `a change of any signed member is noticed`(envelope: Envelope, version: SignatureVersion) throws {
        let document = try Self.document(envelope, version: version)
        for name in envelope.kind.signedMembers where name != "Type" {
            var changed = document
            changed[name] = try #require(document[name] as? String) + " "
            #expect(try Self.verdict(changed) == .mismatch, "\(name)")
        }
        for kind in Envelope.Kind.allCases where kind != envelope.kind {
            var changed = document
            changed["Type"] = kind.rawValue
            #expect(try !Self.verdict(changed).isValid, "\(kind)")
        }
    }

    @Test(arguments: letters) func `a missing member is named`(envelope: Envelope) throws {
        let document = try Self.document(envelope)
        let needed = envelope.kind.signedMembers.filter { $0 != "Type" && $0 != "Subject" }
        for name in needed + ["Signature", "SignatureVersion"] {
            var changed = document
            changed[name] = nil
            #expect(try Self.verdict(changed) == .missing(member: name))
        }
    }

    @Test func `a subject that is taken away or added is noticed`() throws {
        var document = try Self.document(EnvelopeTests.notification())
        document["Subject"] = nil
        #expect(try Self.verdict(document) == .mismatch)
        var plain = try Self.document(EnvelopeTests.notification(subject: nil))
        #expect(try Self.verdict(plain) == .valid)
        plain["Subject"] = "added"
        #expect(try Self.verdict(plain) == .mismatch)
    }

    @Test func `no member can be hidden in another one's lines`() throws {
        var document = try Self.document(EnvelopeTests.notification())
        let subject = try #require(document["Subject"] as? String)
        document["MessageId"] = try #require(document["MessageId"] as? String) + "\nSubject\n\(subject)"
        document["Subject"] = nil
        #expect(try Self.message(document).canonicalString == EnvelopeTests.notification().canonicalString)
        #expect(try Self.verdict(document) == .broken(member: "MessageId"))
    }

    @Test func `a changed signature is refused`() throws {
        let document = try Self.document(EnvelopeTests.notification())
        let signature = try #require(document["Signature"] as? String)
        let flipped = (signature.first == "A" ? "B" : "A") + signature.dropFirst()
        for (text, verdict) in [
            (flipped, SignatureVerdict.mismatch), ("QUJD", .mismatch), ("", .unreadableSignature),
            ("not base64!", .unreadableSignature),
        ] {
            var changed = document
            changed["Signature"] = text
            #expect(try Self.verdict(changed) == verdict, "\(text)")
        }
    }

    @Test func `a signature counts for its own version only`() throws {
        for (version, other) in [(SignatureVersion.sha1, "2"), (.sha256, "1")] {
            var document = try Self.document(EnvelopeTests.notification(), version: version)
            document["SignatureVersion"] = other
            #expect(try Self.verdict(document) == .mismatch)
            document["SignatureVersion"] = "3"
            #expect(try Self.verdict(document) == .unknownVersion("3"))
        }
    }

    /// A receiver must not rely on these; docs/notifications.md says so.
    @Test func `what is not signed can be changed unnoticed`() throws {
        var document = try Self.document(
            EnvelopeTests.notification(attributes: ["a": MessageAttribute(type: "String", value: "b")]))
        #expect(try Self.message(document).attributes == ["a": MessageAttribute(type: "String", value: "b")])
        document["UnsubscribeURL"] = "https://elsewhere.example.com/"
        document["MessageAttributes"] = nil
        document["SigningCertURL"] = "https://elsewhere.example.com/certificate.pem"
        #expect(try Self.verdict(document) == .valid)
    }

    @Test func `another key's certificate does not fit`() throws {
        let document = try Self.document(EnvelopeTests.notification())
        let other = try SigningKey.create(host: "other.example.com", now: TestKey.now)
        #expect(try Self.verdict(document, certificatePEM: other.certificatePEM) == .mismatch)
        #expect(try Self.verdict(document, certificatePEM: "<html>") == .unreadableCertificate)
        #expect(try Self.verdict(document, certificatePEM: TestKey.shared().privateKeyPEM) == .unreadableCertificate)
    }

    @Test func `a certificate counts while it is valid`() throws {
        let document = try Self.document(EnvelopeTests.notification())
        let key = try TestKey.shared()
        #expect(try Self.verdict(document, at: key.notBefore) == .valid)
        #expect(try Self.verdict(document, at: key.notAfter) == .valid)
        #expect(
            try Self.verdict(document, at: key.notBefore.addingTimeInterval(-1))
                == .certificateNotYetValid(from: key.notBefore))
        #expect(
            try Self.verdict(document, at: key.notAfter.addingTimeInterval(1)) == .certificateExpired(at: key.notAfter))
    }

    @Test(arguments: [
        ("", UnreadableMessage.notJSON), ("[]", .notJSON), ("{}", .noType), (#"{"Type":null}"#, .noType),
        (#"{"Type":"Event"}"#, .unknownType("Event")), (#"{"Type":7}"#, .notText(member: "Type")),
        (#"{"Type":"Notification","Message":{}}"#, .notText(member: "Message")),
    ]) func `what is no message is told apart`(json: String, problem: UnreadableMessage) {
        #expect(throws: problem) { try ReceivedMessage(parsing: json) }
        #expect(problem.message.hasSuffix("."))
    }

    @Test func `every objection is a sentence`() {
        let moment = Date(timeIntervalSince1970: 0)
        let objections: [SignatureVerdict] = [
            .missing(member: "Token"), .broken(member: "Token"), .unknownVersion("3"), .unreadableSignature,
            .unreadableCertificate, .foreignKey, .certificateNotYetValid(from: moment), .certificateExpired(at: moment),
            .mismatch,
        ]
        #expect(objections.allSatisfy { $0.objection?.hasSuffix(".") == true && !$0.isValid })
        #expect(SignatureVerdict.valid.objection == nil)
        #expect(
            SignatureVerdict.certificateExpired(at: moment).objection
                == "The certificate expired at 1970-01-01T00:00:00Z.")
    }
}
