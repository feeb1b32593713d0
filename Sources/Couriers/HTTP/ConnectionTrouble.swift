import NIOCore
import NIOSSL

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Why a try has no answer, as a sentence for whoever wonders what to repair.
struct ConnectionTrouble: Sendable {
    let sentence: String

    private init(_ sentence: String) { self.sentence = sentence }

    init(_ error: any Error, at destination: Destination, connectLimit: Duration) {
        let place = destination.inWords
        switch error {
        case let error as IOError: self.init(error, at: place)
        case ChannelError.connectTimeout: self.init("no connection to \(place) within \(connectLimit.inWords)")
        case is ChannelError, NIOSSLError.uncleanShutdown: self = .closed(place)
        case is ExchangeHandler.HandshakeTimeout:
            self.init("\(place) did not finish the TLS handshake within \(connectLimit.inWords)")
        case AnswerFlaw.endless: self.init("\(place) answered with endless headers")
        case AnswerFlaw.notHTTP: self.init("\(place) answered something that is not HTTP")
        case is ReceiverTrust.NoAuthorities:
            self.init("no certificate can be verified: this system has no certificate authorities (ca-certificates)")
        case is ReceiverConnections.ShutDown: self.init("the service stopped before an answer")
        case is ReceiverTrust.ForeignCertificate: self = .foreign(destination)
        case let error as NIOSSLExtraError where error == .failedToValidateHostname: self = .foreign(destination)
        case NIOSSLError.unableToValidateCertificate, NIOSSLError.noCertificateToValidate:
            self.init(Self.untrusted(destination))
        case NIOSSLError.handshakeFailed(let error):
            // The library names what failed, such as CERTIFICATE_VERIFY_FAILED, but not why.
            let text = "\(error)"
            self.init(
                text.contains("CERTIFICATE_VERIFY_FAILED")
                    ? Self.untrusted(destination) : "the TLS handshake with \(place) failed\(Self.reason(in: text))")
        default: self.init("the connection to \(place) failed: \(error)")
        }
    }

    private init(_ error: IOError, at place: String) {
        switch error.errnoCode {
        case ECONNREFUSED: self.init("connection refused by \(place)")
        case ENETUNREACH, EHOSTUNREACH, ENETDOWN, EHOSTDOWN, EADDRNOTAVAIL: self.init("there is no route to \(place)")
        case ETIMEDOUT: self.init("\(place) does not react")
        case ECONNRESET, EPIPE, ECONNABORTED: self = .closed(place)
        default: self.init("the connection to \(place) failed: \(String(cString: strerror(error.errnoCode)))")
        }
    }

    private static func closed(_ place: String) -> Self { Self("\(place) closed the connection without an answer") }

    private static func foreign(_ destination: Destination) -> Self {
        Self("the certificate of \(destination.inWords) is for another name than \(destination.host)")
    }

    private static func untrusted(_ destination: Destination) -> String {
        "the certificate is not trusted: that of \(destination.host) at \(destination.inWords) has expired, or no"
            + " authority that is known here signed it"
    }

    /// What BoringSSL calls the reason: capitals between colons.
    private static func reason(in text: String) -> String {
        let words = text.split { !($0.isUppercase || $0.isNumber || $0 == "_") }
        let reason = words.last { $0.count > 8 && $0.contains("_") }
        return reason.map { ": \($0.lowercased().replacing("_", with: " "))" } ?? ""
    }
}
