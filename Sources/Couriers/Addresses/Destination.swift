import Foundation
import NIOCore
import Notifications

/// One address at which an endpoint may be reached.
struct Destination: Hashable, Sendable {
    /// As the endpoint spells it: the name that the certificate must have.
    let host: String
    let address: IPAddress
    let port: Int
    let usesTLS: Bool

    /// “127.0.0.1:9”, “[::1]:443”.
    var inWords: String {
        let text = address.text
        return text.contains(":") ? "[\(text)]:\(port)" : "\(text):\(port)"
    }
}

extension IPAddress {
    /// The usual spelling.
    var text: String {
        // Four or sixteen bytes always are an address.
        (try? socketAddress(port: 0))?.ipAddress ?? "\(networkBytes)"
    }

    func socketAddress(port: Int) throws -> SocketAddress {
        try SocketAddress(packedIPAddress: ByteBuffer(bytes: networkBytes), port: port)
    }
}

/// Finds the addresses to which a connection may be made.
///
/// The answers of a name's server are not the same twice if it is out for mischief, so what is judged here is what is connected to.
struct Destinations: Sendable {
    /// What one try has time for.
    private static let mostAddresses = 8

    let rules: EndpointRules
    let lookup: Lookup
    let limit: TimeLimit

    enum Finding: Sendable {
        /// At least one.
        case reachable([Destination])
        /// A sentence; another time may be better.
        case unreachable(String)
    }

    /// - Parameter url: one that the rules allow.
    func find(_ url: URL) async -> Finding {
        guard let host = url.host, !host.isEmpty else { return .unreachable("The URL names no host.") }
        let usesTLS = url.scheme?.lowercased() == "https"
        let port = url.port ?? (usesTLS ? 443 : 80)
        let addresses: [IPAddress]
        if let literal = IPAddress(host) {
            addresses = [literal]
        } else {
            let answer = await limit.allow {
                let answer = await lookup(host)
                return Task.isCancelled ? nil : answer
            }
            switch answer {
            case .success(let found): addresses = found
            case .failure(let trouble): return .unreachable("\(host) could not be looked up: \(trouble.reason)")
            case nil: return .unreachable("\(host) could not be looked up within \(limit.inWords)")
            }
        }
        guard let first = addresses.first else { return .unreachable("\(host) has no address") }
        let allowed = addresses.filter(rules.allows)
        guard !allowed.isEmpty else {
            return .unreachable(
                "\(host) leads to \(first.text), which is \(first.kind.inWords) and may not be connected to")
        }
        return .reachable(
            allowed.prefix(Self.mostAddresses).map {
                Destination(host: host, address: $0, port: port, usesTLS: usesTLS)
            })
    }
}
