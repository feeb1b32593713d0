import Foundation
import NIOCore
import Notifications

/// A message as it is sent.
struct PostRequest: Sendable {
    let head: ByteBuffer
    let body: ByteBuffer

    /// - Parameter url: one that ``EndpointRules`` allow.
    /// - Returns: `nil` if a header could be taken for two.
    init?(to url: URL, headers: [Parcel.PostHeader], body: String) {
        guard let parts = URLComponents(url: url, resolvingAgainstBaseURL: true), let host = parts.encodedHost else {
            return nil
        }
        for header in headers {
            guard !header.name.isEmpty,
                header.name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") }),
                header.value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == UInt8(ascii: "\t") })
            else { return nil }
        }
        let standardPort = parts.scheme?.lowercased() == "https" ? 443 : 80
        let port = parts.port.flatMap { $0 == standardPort ? nil : ":\($0)" } ?? ""
        let path = parts.percentEncodedPath.isEmpty ? "/" : parts.percentEncodedPath
        let query = parts.percentEncodedQuery.map { "?\($0)" } ?? ""
        let own = [("Host", "\(host)\(port)"), ("Content-Length", "\(body.utf8.count)")]
        let lines = (own + headers.map { ($0.name, $0.value) }).map { "\($0): \($1)\r\n" }.joined()
        head = ByteBuffer(string: "POST \(path)\(query) HTTP/1.1\r\n\(lines)\r\n")
        self.body = ByteBuffer(string: body)
    }
}
