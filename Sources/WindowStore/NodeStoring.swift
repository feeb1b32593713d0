package import Foundation
package import WindowCore

/// The registry of managed nodes.
package protocol NodeStoring: Sendable {
    /// - Throws: `alreadyExists` for a name in use, `limitExceeded`.
    func add(_ node: Node) async throws(StoreError)
    /// - Throws: `notFound`.
    func node(_ id: NodeID) async throws(StoreError) -> Node
    /// - Throws: `notFound`.
    func node(named name: String) async throws(StoreError) -> Node
    /// Those of `ids` that exist, in order of ID.
    func nodes(_ ids: [NodeID]) async throws(StoreError) -> [Node]
    /// In order of name.
    func nodes(page: PageRequest) async throws(StoreError) -> Page<Node>
    /// The nodes a selector means, in order of ID.
    func nodes(matching selector: TargetSelector) async throws(StoreError) -> [Node]
    /// Replaces the definition, not the tags nor what contact has taught.
    func update(_ node: Node) async throws(StoreError)
    /// The node answered. An unknown node is no error.
    /// - Parameter facts: `nil` leaves those that are known.
    func recordContact(with id: NodeID, facts: NodeFacts?, at moment: Date) async throws(StoreError)
    /// The node did not answer. Only the first time after a contact counts; an unknown node is no error.
    func recordUnreachable(_ id: NodeID, at moment: Date) async throws(StoreError)
    /// Its history stays. An unknown node is an error.
    func removeNode(_ id: NodeID) async throws(StoreError)
}
