import Crypto
import Foundation

/// For what a signature is good: one day, one region, one service.
struct CredentialScope: Equatable {
    /// `yyyymmdd`, in UTC.
    var date: String
    var region: String
    var service: String

    static let terminator = "aws4_request"

    var text: String { "\(date)/\(region)/\(service)/\(Self.terminator)" }

    /// The key that signs within this scope.
    func signingKey(secret: String) -> SymmetricKey {
        let seed = SymmetricKey(data: Data("AWS4\(secret)".utf8))
        return [date, region, service, Self.terminator].reduce(seed) { key, part in
            SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: Data(part.utf8), using: key))
        }
    }
}
