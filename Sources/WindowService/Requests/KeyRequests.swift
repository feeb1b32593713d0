package import WindowCore
import WindowStore

extension Control {
    /// Makes an access key. Its secret is part of the answer, as it is shown once.
    package func createKey(role: AccessRole, description: String?) async throws(RequestError) -> AccessKey {
        // The system's generator, which Swift documents as cryptographically secure.
        var generator = SystemRandomNumberGenerator()
        func random(_ alphabet: String, _ count: Int) -> String {
            let letters = Array(alphabet)
            return String((0..<count).map { _ in letters[Int.random(in: letters.indices, using: &generator)] })
        }
        let upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        let key = AccessKey(
            id: "AKIA" + random(upper + "234567", 16),
            secret: random(upper + upper.lowercased() + "0123456789+/", 40), role: role, description: description,
            createdAt: clock.now)
        try await stored { () async throws(StoreError) in try await store.create(key) }
        return key
    }

    /// In order of creation.
    package func keys() async throws(RequestError) -> [AccessKey] {
        try await stored { () async throws(StoreError) in try await store.keys() }
    }

    package func revokeKey(_ id: String) async throws(RequestError) {
        try await stored { () async throws(StoreError) in try await store.revokeKey(id) }
    }
}
