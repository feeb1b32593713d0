package import Foundation
package import WindowCore

/// Access keys for requests over TCP.
package protocol KeyStoring: Sendable {
    func create(_ key: AccessKey) async throws(StoreError)
    func key(_ id: String) async throws(StoreError) -> AccessKey?
    /// In order of creation.
    func keys() async throws(StoreError) -> [AccessKey]
    /// - Throws: `notFound`.
    func revokeKey(_ id: String) async throws(StoreError)
}

/// A row that the world is owed.
package struct OutboxRow: Hashable, Sendable {
    /// Ascends with creation.
    package let sequence: Int64
    package let createdAt: Date
    package let content: OutboxContent

    package init(sequence: Int64, createdAt: Date, content: OutboxContent) {
        self.sequence = sequence
        self.createdAt = createdAt
        self.content = content
    }
}

package enum OutboxContent: Hashable, Sendable {
    case event(WindowEvent)
    /// A message for a topic; the body is JSON.
    /// - Parameter subject: one line for people; `nil` in rows of older versions.
    case notification(topicARN: String, subject: String?, body: String)
}

/// What has happened and has to be told.
package protocol OutboxStoring: Sendable {
    /// Ascending, after a sequence number.
    func outbox(after sequence: Int64, limit: Int) async throws(StoreError) -> [OutboxRow]
    /// Calls whenever the outbox may have grown, soon after the transaction that made it grow.
    func watchOutbox(_ onGrowth: @escaping @Sendable () -> Void) -> OutboxWatch
    /// An entry that no state change causes, such as an administrator's deed.
    func publish(_ event: WindowEvent, at moment: Date) async throws(StoreError)
}

/// Somebody who is told; until they end it.
package struct OutboxWatch: Sendable {
    package let end: @Sendable () -> Void

    package init(end: @escaping @Sendable () -> Void) {
        self.end = end
    }
}
