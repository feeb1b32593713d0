import Crypto
import Foundation

/// The one text that both sides sign, whatever the HTTP libraries between them did to the request.
///
/// Source: the general signing rules of Signature Version 4.
struct CanonicalRequest {
    let text: String

    static let algorithm = "AWS4-HMAC-SHA256"

    /// - Parameter signedHeaders: lower case, sorted.
    init(_ request: SignedRequest, signedHeaders: [String], payloadHash: String) {
        let headers = signedHeaders.map { name in
            "\(name):\(request.values(name).map(Self.collapsed).joined(separator: ","))\n"
        }
        text = [
            request.method,
            Self.canonicalPath(request.path),
            Self.canonicalQuery(request.query),
            headers.joined(),
            signedHeaders.joined(separator: ";"),
            payloadHash,
        ].joined(separator: "\n")
    }

    /// - Parameter timestamp: the value of `X-Amz-Date`.
    func stringToSign(timestamp: String, scope: CredentialScope) -> String {
        [Self.algorithm, timestamp, scope.text, Self.hash(Array(text.utf8))].joined(separator: "\n")
    }

    /// Lower-case hexadecimal SHA-256.
    static func hash(_ bytes: [UInt8]) -> String { hex(SHA256.hash(data: bytes)) }

    static func hex(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// A header's value without blanks at its ends, runs of blanks inside as one.
    static func collapsed(_ value: String) -> String {
        value.split { $0 == " " || $0 == "\t" }.joined(separator: " ")
    }

    /// Every segment is encoded once more, as all services but S3 do.
    private static func canonicalPath(_ path: String) -> String {
        path.isEmpty ? "/" : encoded(path, keeping: "/")
    }

    private static func canonicalQuery(_ query: String) -> String {
        query.split(separator: "&", omittingEmptySubsequences: true).map { pair -> (String, String) in
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let decoded = halves.map { $0.removingPercentEncoding ?? String($0) }
            return (encoded(decoded[0]), decoded.count > 1 ? encoded(decoded[1]) : "")
        }
        .sorted { $0 < $1 }
        .map { "\($0.0)=\($0.1)" }
        .joined(separator: "&")
    }

    /// Percent-encoding of everything but RFC 3986's unreserved characters.
    private static func encoded(_ text: String, keeping kept: String = "") -> String {
        var result = ""
        for byte in text.utf8 {
            let character = Character(Unicode.Scalar(byte))
            if byte < 0x80,
                character.isLetter || character.isNumber || "-._~".contains(character) || kept.contains(character)
            {
                result.append(character)
            } else {
                result += "%" + hex([byte]).uppercased()
            }
        }
        return result
    }
}
