package import Foundation

/// The signing keys a service keeps: the newest signs, and the older ones' certificates stay to be fetched, because messages
/// they signed may still be on their way.
package struct SigningKeyRing: Sendable {
    /// Newest first.
    package private(set) var keys: [SigningKey]

    /// A new key is due this long before the newest expires.
    package static let renewalLead: TimeInterval = 30 * 86_400

    package init(_ keys: [SigningKey]) {
        self.keys = keys.sorted { ($0.notBefore, $0.id) > ($1.notBefore, $1.id) }
    }

    /// The key to sign with at a moment; `nil` when none is valid then.
    package func signer(at moment: Date) -> SigningKey? {
        keys.first { $0.notBefore <= moment && moment < $0.notAfter }
    }

    package func needsKey(at moment: Date) -> Bool {
        signer(at: moment).map { moment >= $0.notAfter.addingTimeInterval(-Self.renewalLead) } ?? true
    }

    /// The certificate a receiver asks for by the last part of its URL.
    package func certificatePEM(fileName: String) -> String? {
        keys.first { $0.certificateFileName == fileName }?.certificatePEM
    }

    /// Adds a key, and lets go of those whose certificates have expired.
    package mutating func add(_ key: SigningKey, at moment: Date) {
        self = SigningKeyRing(keys.filter { $0.id != key.id && $0.notAfter > moment } + [key])
    }
}
