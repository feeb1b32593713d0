package import Foundation
import WindowCore

/// All that the service remembers, as intentions: each function is one transaction, and a state change, the events it
/// causes and the notifications it owes are in the same one.
///
/// There is no truth in the process that is not here. A second process could share the store: whoever runs an
/// invocation has claimed it first.
package protocol Store: WindowStoring, ExecutionStoring, CommandStoring, NodeStoring, DocumentStoring, KeyStoring,
    OutboxStoring, PatchStoring, ComplianceStoring, TopicStoring, DeliveryStoring
{
    /// Returns only if the store can be read and written.
    func check() async throws(StoreError)
    /// A remembered word, such as the release of the time zone data that openings were computed with.
    func note(_ key: String) async throws(StoreError) -> String?
    func setNote(_ key: String, to value: String) async throws(StoreError)
    /// How much there is of everything, for metrics and `mwctl status`.
    func statistics() async throws(StoreError) -> StoreStatistics
    /// The clock was set back: whatever waits for a moment after `now` is looked at again.
    func reconsider(at now: Date) async throws(StoreError)
    /// Forgets finished executions and commands, events that were read, deliveries that ended, client tokens, and expired
    /// snapshots and confirmation tokens older than `moment`; known patches of products that no node has any more; and
    /// what then nothing refers to. What is owed is kept, however old.
    /// - Returns: how many records went.
    func prune(before moment: Date) async throws(StoreError) -> Int
}

/// A client's promise that a repeated request is the same request (reference: windows 1.6).
package struct ClientToken: Hashable, Sendable {
    package let operation: String
    package let token: String
    /// Says whether the parameters are the same.
    package let fingerprint: String

    package init(operation: String, token: String, fingerprint: String) {
        self.operation = operation
        self.token = token
        self.fingerprint = fingerprint
    }
}

package struct StoreStatistics: Hashable, Sendable {
    package var windows = 0
    package var enabledWindows = 0
    package var nodes = 0
    package var documents = 0
    package var runningExecutions = 0
    package var pendingInvocations = 0
    package var runningInvocations = 0
    package var outboxRows = 0
    /// Rows of the outbox that its reader has not come to.
    package var unreadOutboxRows = 0
    package var topics = 0
    package var subscriptions = 0
    package var owedDeliveries = 0
    package var deadDeliveries = 0
    package var nextOpeningAt: Date?

    package init() {}
}
