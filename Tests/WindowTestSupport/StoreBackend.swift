package import Testing
package import WindowCore
package import WindowStore

/// The stores that the contract is checked against. A new backend is one more case.
package enum StoreBackend: String, CaseIterable, Sendable {
    case sqlite

    /// A fresh, empty store, and what keeps it alive.
    package func makeStore(quotas: Quotas = Quotas()) throws -> (store: any Store, keeper: any Sendable) {
        switch self {
        case .sqlite:
            let temporary = try TemporaryStore(quotas: quotas)
            return (temporary.store, temporary)
        }
    }
}

extension Tag {
    @Tag package static var contract: Self
    @Tag package static var integration: Self
    @Tag package static var slow: Self
}
