import Foundation
import NIOSSL
import Notifications
import Testing

@testable import Couriers

/// Certificates are verified, by the name that the endpoint has.
@Suite(.serialized, .timeLimit(.minutes(2))) struct TLSTests {
    private let lookup = names(["hooks.example": ["127.0.0.1"], "other.example": ["127.0.0.1"]])

    @Test func `a trusted certificate is good for its name`() async throws {
        try await withFolder { folder in
            try await Receiver.serve(.always(.answer(200)), certificate: .valid) { receiver in
                try await HTTPCourier.working(trusting: TestCertificate.valid.write(to: folder), lookup: lookup) {
                    courier in
                    for _ in 1...3 {
                        let parcel = Parcel.post(to: "https://hooks.example:\(receiver.port)/", over: .https)
                        let answer = await courier.carry(parcel)
                        #expect(answer == .status(200))
                    }
                }
                #expect(receiver.state.connections == 1)
                let host = "\r\nhost: hooks.example:\(receiver.port)\r\n"
                #expect(receiver.state.requests.allSatisfy { $0.lowercased().contains(host) })
            }
        }
    }

    @Test func `a certificate for an address is good for that address`() async throws {
        try await withFolder { folder in
            try await Receiver.serve(.always(.answer(200)), certificate: .valid) { receiver in
                try await HTTPCourier.working(trusting: TestCertificate.valid.write(to: folder)) { courier in
                    let parcel = Parcel.post(to: "https://127.0.0.1:\(receiver.port)/", over: .https)
                    let answer = await courier.carry(parcel)
                    #expect(answer == .status(200))
                }
            }
        }
    }

    @Test func `a certificate for another name is refused`() async throws {
        try await withFolder { folder in
            try await Receiver.serve(.always(.answer(200)), certificate: .valid) { receiver in
                try await HTTPCourier.working(trusting: TestCertificate.valid.write(to: folder), lookup: lookup) {
                    courier in
                    let parcel = Parcel.post(to: "https://other.example:\(receiver.port)/", over: .https)
                    let expected =
                        "the certificate of 127.0.0.1:\(receiver.port) is for another name than other.example"
                    let answer = await courier.carry(parcel)
                    #expect(answer == .failure(expected))
                }
                #expect(receiver.state.requests.isEmpty)
            }
        }
    }

    @Test(arguments: [
        ("a.wild.example", true), ("A.Wild.Example.", true), ("plain.example", true), ("127.0.0.1", true),
        ("a.b.wild.example", false), ("wild.example", false), ("other.example", false), (".wild.example", false),
        ("plain.example.com", false), ("xplain.example", false), ("example", false), ("*.example", false),
    ])
    func `a certificate is for its names, and a star for one label`(host: String, isFor: Bool) throws {
        let certificate = try #require(
            NIOSSLCertificate.fromPEMBytes(Array(TestCertificate.starred.pem.utf8)).first)
        #expect(ReceiverTrust.isCertificate(certificate, for: host) == isFor)
    }

    @Test func `a certificate nobody vouches for is refused`() async throws {
        try await Receiver.serve(.always(.answer(200)), certificate: .valid) { receiver in
            try await HTTPCourier.working(lookup: lookup) { courier in
                let parcel = Parcel.post(to: "https://hooks.example:\(receiver.port)/", over: .https)
                let why = try #require(await courier.carry(parcel).failure)
                #expect(why.hasPrefix("the certificate is not trusted: that of hooks.example at 127.0.0.1:"))
            }
            #expect(receiver.state.requests.isEmpty)
        }
    }

    @Test func `an expired certificate is refused although it is trusted`() async throws {
        try await withFolder { folder in
            try await Receiver.serve(.always(.answer(200)), certificate: .expired) { receiver in
                try await HTTPCourier.working(trusting: TestCertificate.expired.write(to: folder), lookup: lookup) {
                    courier in
                    let parcel = Parcel.post(to: "https://hooks.example:\(receiver.port)/", over: .https)
                    let why = try #require(await courier.carry(parcel).failure)
                    #expect(why.contains("has expired, or no authority that is known here signed it"))
                }
                #expect(receiver.state.requests.isEmpty)
            }
        }
    }

    @Test func `a receiver without TLS is told apart`() async throws {
        try await Receiver.serve(.always(.hang), greeting: "220 mail.example ESMTP\r\n") { receiver in
            try await HTTPCourier.working(lookup: lookup) { courier in
                let parcel = Parcel.post(to: "https://hooks.example:\(receiver.port)/", over: .https)
                let why = try #require(await courier.carry(parcel).failure)
                #expect(why.hasPrefix("the TLS handshake with 127.0.0.1:\(receiver.port) failed: "))
            }
        }
    }

    @Test func `a TLS handshake that hangs is given up in time`() async throws {
        try await Receiver.serve(.always(.hang)) { receiver in
            try await HTTPCourier.working(connectLimit: .milliseconds(300), lookup: lookup) { courier in
                let parcel = Parcel.post(to: "https://hooks.example:\(receiver.port)/", over: .https)
                let why = try #require(await courier.carry(parcel).failure)
                #expect(why.hasSuffix("within 0.3 s"))
            }
        }
    }

    @Test func `headers without end are not read over TLS either`() async throws {
        try await withFolder { folder in
            let script = Receiver.Script.always(.sayEndlessly("HTTP/1.1 200 OK\r\n", then: "A: b\r\n"))
            try await Receiver.serve(script, certificate: .valid) { receiver in
                try await HTTPCourier.working(trusting: TestCertificate.valid.write(to: folder), lookup: lookup) {
                    courier in
                    let parcel = Parcel.post(to: "https://hooks.example:\(receiver.port)/", over: .https)
                    let expected = "127.0.0.1:\(receiver.port) answered with endless headers"
                    let answer = await courier.carry(parcel)
                    #expect(answer == .failure(expected))
                }
                await receiver.isLeft()
            }
        }
    }

    @Test func `a file without certificates is told by name`() async throws {
        try await withFolder { folder in
            let path = folder.appending(path: "roots.pem").path()
            #expect(throws: UnreadableCertificates(path: path)) { try HTTPCourier(trustedCertificatesPath: path) }
            try Data("nothing".utf8).write(to: URL(filePath: path))
            #expect(throws: UnreadableCertificates(path: path)) { try HTTPCourier(trustedCertificatesPath: path) }
        }
    }
}
