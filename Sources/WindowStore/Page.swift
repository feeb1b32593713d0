/// Part of a list, and where the next part starts.
package struct Page<Item: Sendable>: Sendable {
    package let items: [Item]
    /// Handed back to get the next part; `nil` on the last one.
    package let next: String?

    package init(items: [Item], next: String?) {
        self.items = items
        self.next = next
    }

    package func map<Other: Sendable>(_ transform: (Item) throws -> Other) rethrows -> Page<Other> {
        Page<Other>(items: try items.map(transform), next: next)
    }
}

/// Which part of a list is wanted.
package struct PageRequest: Hashable, Sendable {
    /// At least 1.
    package let limit: Int
    /// ``Page/next`` of the part before.
    package let cursor: String?

    package init(limit: Int, cursor: String? = nil) {
        self.limit = max(1, limit)
        self.cursor = cursor
    }

    /// Everything, for callers that need the whole list.
    package static let all = PageRequest(limit: 1_000_000)
}
