import Foundation
import Testing

@testable import Notifications

struct SigningKeyTests {
    @Test(arguments: [(SignatureVersion.sha1, "-sha1"), (.sha256, "-sha256")])
    func `openssl accepts our signatures and refuses changed messages`(version: SignatureVersion, digest: String) throws
    {
        let key = try TestKey.shared()
        let folder = try Folder()
        defer { folder.remove() }
        let envelope = EnvelopeTests.notification(text: "Grüße\n„zwei“ Zeilen")
        try folder.write(key.certificatePEM, to: "certificate.pem")
        try folder.write(envelope.canonicalString, to: "message")
        try key.signature(for: envelope.canonicalString, version: version).write(to: folder.file("signature"))
        let publicKey = try folder.openssl("x509", "-in", "certificate.pem", "-pubkey", "-noout")
        try folder.write(publicKey.output, to: "public.pem")
        let verify = ["dgst", digest, "-verify", "public.pem", "-signature", "signature", "message"]
        #expect(try folder.openssl(verify).status == 0)
        try folder.write(envelope.canonicalString + " ", to: "message")
        #expect(try folder.openssl(verify).status == 1)
    }

    @Test func `openssl reads the certificate as we mean it`() throws {
        let key = try TestKey.shared()
        let folder = try Folder()
        defer { folder.remove() }
        try folder.write(key.certificatePEM, to: "certificate.pem")
        let text = try folder.openssl("x509", "-in", "certificate.pem", "-noout", "-text").output
        for part in [
            "Version: 3", "Issuer: CN = sns.example.com", "Subject: CN = sns.example.com", "Public-Key: (2048 bit)",
            "Not Before: Nov 22 01:15:00 2026 GMT", "Not After : Feb 24 02:15:00 2029 GMT", "CA:FALSE",
            "Digital Signature", "DNS:sns.example.com", "sha256WithRSAEncryption",
        ] { #expect(text.contains(part), "\(part) is missing in \(text)") }
        let checked = try folder.openssl(
            "verify", "-CAfile", "certificate.pem", "-attime", "1795313700", "certificate.pem")
        #expect(checked.status == 0, "\(checked.output)")
        let fingerprint = try folder.openssl("x509", "-in", "certificate.pem", "-noout", "-fingerprint", "-sha256")
            .output
        #expect(fingerprint.replacing(":", with: "").lowercased().contains(key.id))
    }

    @Test func `a certificate can name an address`() throws {
        let key = try SigningKey.create(host: "192.0.2.7", now: TestKey.now, validDays: 1)
        let folder = try Folder()
        defer { folder.remove() }
        try folder.write(key.certificatePEM, to: "certificate.pem")
        #expect(
            try folder.openssl("x509", "-in", "certificate.pem", "-noout", "-text").output
                .contains("IP Address:192.0.2.7"))
    }

    @Test func `a kept key is the key it was`() throws {
        let key = try TestKey.shared()
        let kept = try SigningKey(privateKeyPEM: key.privateKeyPEM, certificatePEM: key.certificatePEM)
        #expect(kept.id == key.id)
        #expect(kept.certificatePEM == key.certificatePEM)
        #expect(kept.notAfter == TestKey.now.addingTimeInterval(825 * 86_400))
        #expect(try kept.signature(for: "x", version: .sha256) == key.signature(for: "x", version: .sha256))
        #expect(key.certificateFileName.wholeMatch(of: /SimpleNotificationService-[0-9a-f]{32}\.pem/) != nil)
    }

    @Test func `a broken or foreign key is refused`() throws {
        let key = try TestKey.shared()
        let other = try SigningKey.create(host: "other.example.com", now: TestKey.now)
        #expect(throws: SigningError.unreadableKey) {
            try SigningKey(privateKeyPEM: "nothing", certificatePEM: key.certificatePEM)
        }
        #expect(throws: SigningError.unreadableCertificate) {
            try SigningKey(privateKeyPEM: key.privateKeyPEM, certificatePEM: "nothing")
        }
        #expect(throws: SigningError.foreignCertificate) {
            try SigningKey(privateKeyPEM: key.privateKeyPEM, certificatePEM: other.certificatePEM)
        }
    }

    @Test func `the newest valid key signs, and old certificates stay until they expire`() throws {
        let day = 86_400.0
        let old = try TestKey.shared()
        var ring = SigningKeyRing([old])
        #expect(SigningKeyRing([]).needsKey(at: TestKey.now))
        #expect(!ring.needsKey(at: TestKey.now))
        let late = TestKey.now.addingTimeInterval(800 * day)
        #expect(ring.needsKey(at: late))
        let new = try SigningKey.create(host: "sns.example.com", now: late)
        ring.add(new, at: late)
        #expect(ring.signer(at: late)?.id == new.id)
        #expect(ring.certificatePEM(fileName: old.certificateFileName) == old.certificatePEM)
        #expect(!ring.needsKey(at: late))
        #expect(ring.signer(at: TestKey.now)?.id == old.id)
        let later = late.addingTimeInterval(800 * day)
        ring.add(try SigningKey.create(host: "sns.example.com", now: later), at: later)
        #expect(ring.certificatePEM(fileName: old.certificateFileName) == nil)
        #expect(ring.keys.count == 2)
        #expect(ring.signer(at: later.addingTimeInterval(900 * day)) == nil)
    }
}

/// A folder of its own for openssl's files.
private struct Folder {
    private let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "signing-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    func file(_ name: String) -> URL { url.appending(path: name) }
    func write(_ text: String, to name: String) throws { try Data(text.utf8).write(to: file(name)) }
    func remove() { try? FileManager.default.removeItem(at: url) }
    func openssl(_ arguments: String...) throws -> (status: Int32, output: String) { try openssl(arguments) }

    func openssl(_ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.currentDirectoryURL = url
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}
