package import Foundation

/// Where messages may be sent over HTTP.
///
/// A rule on names alone is no rule: the same checks are asked twice, of what an endpoint says when somebody subscribes it, and
/// of every address its name resolves to when a connection is made.
package struct EndpointRules: Hashable, Sendable {
    package var allowed: Set<AddressKind>

    private static let mostCharacters = 2048

    /// Public and private networks and the host itself, nothing else.
    package static let standard = EndpointRules(allowed: [.global, .site, .loopback])

    package init(allowed: Set<AddressKind>) {
        self.allowed = allowed
    }

    /// At connect time.
    package func allows(_ address: IPAddress) -> Bool { allowed.contains(address.kind) }

    /// At subscribe time.
    /// - Returns: the URL to send to.
    /// - Throws: ``InvalidParameter`` with SNS's words where SNS has them, and `Endpoint Reason: …` for what only we refuse.
    package func check(_ endpoint: String, over transport: Subscription.Transport) throws(InvalidParameter) -> URL {
        let isCleartext = transport == .http
        guard isCleartext || transport == .https, endpoint.lowercased().hasPrefix(isCleartext ? "http://" : "https://")
        else { throw InvalidParameter("Endpoint must match the specified protocol") }
        guard endpoint.utf8.count <= Self.mostCharacters else {
            throw Self.refused("The URL has more than 2048 characters.")
        }
        // Blanks, controls, backslashes and letters beyond ASCII are read differently by different libraries.
        guard endpoint.utf8.allSatisfy({ (0x21..<0x7F).contains($0) && $0 != UInt8(ascii: "\\") }) else {
            throw Self.refused("The URL contains blanks, backslashes, control characters or letters beyond ASCII.")
        }
        guard let parts = URLComponents(string: endpoint), let url = parts.url, let host = parts.encodedHost,
            !host.isEmpty
        else { throw Self.refused("The URL cannot be read.") }
        guard parts.user == nil, parts.password == nil, !Self.authority(of: endpoint).contains("@") else {
            throw Self.refused(
                "The URL contains a user or a password; everybody who may list subscriptions could read it.")
        }
        guard parts.fragment == nil else { throw Self.refused("The URL contains a fragment.") }
        if let port = parts.port, !(1...65_535).contains(port) {
            throw Self.refused("The port must be between 1 and 65535.")
        }
        try checkHost(host)
        return url
    }

    private func checkHost(_ host: String) throws(InvalidParameter) {
        var name = host.lowercased()
        if name.hasSuffix(".") { name.removeLast() }
        if name.hasPrefix("[") {
            guard let address = IPAddress(name) else { throw Self.refused("\(host) is not an IPv6 address.") }
            return try checkAddress(address, saidAs: host)
        }
        // A name whose last label is a number is an address to every resolver, in one of its spellings or in none.
        if let last = name.split(separator: ".", omittingEmptySubsequences: false).last,
            last.first?.isNumber == true, last.hasPrefix("0x") || last.allSatisfy(\.isNumber)
        {
            guard let address = IPAddress(looseIPv4: name) else {
                throw Self.refused("\(host) is not an IPv4 address.")
            }
            return try checkAddress(address, saidAs: host)
        }
        guard Self.isHostName(name) else { throw Self.refused("\(host) is not a host name.") }
        if name == "localhost" || name.hasSuffix(".localhost"), !allowed.contains(.loopback) {
            throw Self.refused("\(host) is \(AddressKind.loopback.inWords).")
        }
        if Self.metadataNames.contains(name), !allowed.contains(.metadata) {
            throw Self.refused("\(host) is \(AddressKind.metadata.inWords).")
        }
    }

    private func checkAddress(_ address: IPAddress, saidAs host: String) throws(InvalidParameter) {
        guard allows(address) else { throw Self.refused("\(host) is \(address.kind.inWords).") }
    }

    private static let metadataNames: Set<String> = ["metadata.google.internal", "metadata", "instance-data"]

    private static func refused(_ why: String) -> InvalidParameter { InvalidParameter("Endpoint Reason: \(why)") }

    private static func authority(of endpoint: String) -> Substring {
        guard let start = endpoint.range(of: "//")?.upperBound else { return "" }
        return endpoint[start...].prefix { !"/?#".contains($0) }
    }

    /// Underscores are no letters of host names, but of names that people give to machines.
    static func isHostName(_ name: String) -> Bool {
        guard (1...253).contains(name.utf8.count) else { return false }
        return name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                && label.utf8.allSatisfy {
                    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                        || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
                }
        }
    }
}
