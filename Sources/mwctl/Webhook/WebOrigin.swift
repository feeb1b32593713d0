import Foundation

/// Who serves a URL: scheme, host and port.
struct WebOrigin: Hashable, Sendable, CustomStringConvertible {
    let scheme: String
    let host: String
    let port: Int

    /// - Returns: `nil` for anything but http and https.
    init?(of url: String) {
        guard let parts = URLComponents(string: url), let scheme = parts.scheme?.lowercased(),
            scheme == "http" || scheme == "https", let host = parts.host?.lowercased(), !host.isEmpty
        else { return nil }
        self.scheme = scheme
        self.host = host
        port = parts.port ?? (scheme == "https" ? 443 : 80)
    }

    var description: String {
        let own = scheme == "https" ? 443 : 80
        return "\(scheme)://\(host)" + (port == own ? "" : ":\(port)")
    }
}
