import NIOCore
import NIOSSL
import Notifications

/// Why certificates are not trusted as the configuration wants it.
package struct UnreadableCertificates: Error, Hashable, Sendable {
    package let path: String

    package var message: String { "\(path) cannot be read as certificates in PEM." }
}

/// Whom receivers must be known to: names and chains are verified against the system's authorities and some besides.
struct ReceiverTrust: Sendable {
    /// `nil` where this system has no authorities to trust.
    private let context: NIOSSLContext?

    /// - Parameter path: a PEM file with authorities that are trusted besides; `nil` for none.
    init(besides path: String?) throws(UnreadableCertificates) {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        // A receiver that does not say goodbye is not waited for.
        configuration.shutdownTimeout = .seconds(1)
        if let path {
            guard let certificates = try? NIOSSLCertificate.fromPEMFile(path), !certificates.isEmpty else {
                throw UnreadableCertificates(path: path)
            }
            configuration.additionalTrustRoots = [.certificates(certificates)]
        }
        context = try? NIOSSLContext(configuration: configuration)
    }

    struct NoAuthorities: Error {}
    struct ForeignCertificate: Error {}

    func handler(for destination: Destination) throws -> NIOSSLClientHandler {
        guard let context else { throw NoAuthorities() }
        let host = Self.certifiedName(of: destination.host)
        return try NIOSSLClientHandler(context: context, serverHostname: IPAddress(host) == nil ? host : nil)
    }

    /// Whether a certificate that has been verified is for the host by its name.
    ///
    /// The library is content with one for the address that was connected to, whatever the name. Anybody can get that for an address
    /// of their own, and whoever can forge a name's address would then have all they need.
    static func isCertificate(_ certificate: NIOSSLCertificate, for host: String) -> Bool {
        let host = certifiedName(of: host)
        // By its bits, and the library's verdict stands.
        if IPAddress(host) != nil { return true }
        return certificate._subjectAlternativeNames().contains { name in
            guard name.nameType == .dnsName else { return false }
            let pattern = String(decoding: name.contents, as: UTF8.self).lowercased()
            if pattern == host { return !host.contains("*") }
            // A star stands for one label, the first of three or more (RFC 9525 §6.3).
            guard pattern.hasPrefix("*."), let dot = host.firstIndex(of: "."), dot > host.startIndex else {
                return false
            }
            let parent = host[dot...].dropFirst()
            return parent.contains(".") && pattern.dropFirst(2) == parent
        }
    }

    /// Certificates know no dot at the end.
    private static func certifiedName(of host: String) -> String {
        (host.hasSuffix(".") ? String(host.dropLast()) : host).lowercased()
    }
}
