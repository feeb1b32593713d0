import Crypto
package import Foundation
package import Notifications
package import WindowStore

/// Signs messages with the newest of the service's keys, each text once; makes the first key, and the next one in time.
///
/// An actor, so that a hundred subscriptions that come to the same message together wait for one signature and do not
/// make a hundred.
package actor SigningDesk {
    /// A signature has some 350 bytes; subscriptions that are further apart than this sign again.
    private static let mostSignatures = 8192

    private let store: any Store
    private let clock: any WallClock
    private let origin: ServiceOrigin
    private var ring: SigningKeyRing?
    private var signatures: [Slot: EnvelopeSignature] = [:]
    private var oldest: [Slot] = []
    /// Awaited by whoever began it, and by all who came meanwhile.
    private var making: Task<Result<SigningKey, RequestError>, Never>?

    private struct Slot: Hashable {
        let keyID: String
        let origin: String
        let version: SignatureVersion
        /// Of the canonical string, which may be large.
        let digest: SHA256Digest
    }

    package init(store: any Store, clock: any WallClock, origin: ServiceOrigin) {
        self.store = store
        self.clock = clock
        self.origin = origin
    }

    /// - Throws: `RequestError.store`, or ``SigningError`` as `unavailable`.
    package func signature(
        for envelope: Envelope, version: SignatureVersion
    ) async throws(RequestError) -> EnvelopeSignature {
        let key = try await signer()
        let origin = origin.url ?? "http://localhost"
        let slot = Slot(
            keyID: key.id, origin: origin, version: version,
            digest: SHA256.hash(data: Data(envelope.canonicalString.utf8)))
        if let signature = signatures[slot] { return signature }
        let signature = try Self.signed { () throws(SigningError) in
            try key.sign(envelope, version: version, certificateURL: "\(origin)/\(key.certificateFileName)")
        }
        if oldest.count >= Self.mostSignatures, let first = oldest.first {
            oldest.removeFirst()
            signatures[first] = nil
        }
        signatures[slot] = signature
        oldest.append(slot)
        return signature
    }

    /// The certificate that a receiver asks for by its file name; those of earlier keys are kept until they expire.
    package func certificatePEM(fileName: String) async throws(RequestError) -> String? {
        _ = try await loaded()
        return ring?.certificatePEM(fileName: fileName)
    }

    /// Makes a new key, which signs from now on. Messages that were signed before stay good.
    /// - Returns: where its certificate is served, and until when it is valid.
    package func rotate() async throws(RequestError) -> (certificateURL: String, notAfter: Date) {
        _ = try await loaded()
        let key = try await addKey()
        return ("\(origin.url ?? "http://localhost")/\(key.certificateFileName)", key.notAfter)
    }

    private func signer() async throws(RequestError) -> SigningKey {
        let now = clock.now
        let ring = try await loaded()
        if !ring.needsKey(at: now), let key = ring.signer(at: now) { return key }
        // Whoever comes while one is made waits for that one.
        if let making { return try await Self.made(making) }
        let making = Task { () -> Result<SigningKey, RequestError> in
            do throws(RequestError) { return .success(try await addKey()) } catch { return .failure(error) }
        }
        self.making = making
        defer { self.making = nil }
        return try await Self.made(making)
    }

    private static func made(
        _ making: Task<Result<SigningKey, RequestError>, Never>
    ) async throws(RequestError) -> SigningKey {
        try await making.value.get()
    }

    private func loaded() async throws(RequestError) -> SigningKeyRing {
        if let ring { return ring }
        let stored = try await stored { () async throws(StoreError) in try await store.signingKeys() }
        // After the await somebody else may have loaded them, or made one; theirs are as new or newer.
        if let ring { return ring }
        let keys = try Self.signed { () throws(SigningError) in
            var keys: [SigningKey] = []
            for key in stored {
                keys.append(try SigningKey(privateKeyPEM: key.privateKeyPEM, certificatePEM: key.certificatePEM))
            }
            return keys
        }
        let ring = SigningKeyRing(keys)
        self.ring = ring
        return ring
    }

    private func addKey() async throws(RequestError) -> SigningKey {
        let now = clock.now
        let host = origin.url.flatMap { URL(string: $0)?.host() } ?? "localhost"
        let key = try Self.signed { () throws(SigningError) in try SigningKey.create(host: host, now: now) }
        // Kept before it signs: after a restart nobody could fetch the certificate of a key that is not.
        let record = StoredSigningKey(
            id: key.id, privateKeyPEM: key.privateKeyPEM, certificatePEM: key.certificatePEM, createdAt: now)
        let expired = (ring?.keys ?? []).filter { $0.notAfter <= now }.map(\.id)
        try await stored { () async throws(StoreError) in try await store.add(record, forgetting: expired) }
        // After the await the ring may hold another new key; both are good.
        var next = ring ?? SigningKeyRing([])
        next.add(key, at: now)
        ring = next
        return key
    }

    private static func signed<T>(_ work: () throws(SigningError) -> T) throws(RequestError) -> T {
        do { return try work() } catch { throw .store(.unavailable(error.message)) }
    }
}
