package import Foundation

/// What is owed to whom.
package protocol DeliveryStoring: Sendable {
    /// The outbox from where its reader has come to, ascending.
    func unreadOutbox(limit: Int) async throws(StoreError) -> [OutboxRow]
    /// Owes the messages to their recipients and moves the outbox's reader on: both or neither.
    /// - Parameter sequence: the last row that was read; `nil` for messages that do not come from the outbox. If the reader has come
    ///   that far before, nothing is owed: whoever read the rows then has owed what they come to.
    func publish(_ publications: [Publication], readThrough sequence: Int64?, at now: Date) async throws(StoreError)

    /// Claims subscriptions whose oldest delivery may be tried, those that wait longest first.
    /// - Parameters:
    ///   - kind: of subscriptions; each kind has a share of the runner.
    ///   - lease: until then nobody else claims them; a claim that is not renewed ends by itself.
    /// - Returns: IDs.
    func claimLanes(
        _ kind: LaneKind, at now: Date, until lease: Date, limit: Int
    ) async throws(StoreError) -> [String]
    /// When the next subscription may be claimed.
    func nextDelivery() async throws(StoreError) -> Date?
    /// Ends all claims: for the start of a process, when no other runs.
    func releaseAllLanes(at now: Date) async throws(StoreError)
    /// - Returns: `nil` if the subscription is gone, or owed nothing.
    func lane(_ subscriptionID: String, limit: Int) async throws(StoreError) -> DeliveryLane?
    /// Records tries of one lane and renews its claim. A delivery that has ended otherwise meanwhile is left alone.
    func record(_ attempts: [DeliveryAttempt], renewing lease: Date) async throws(StoreError)
    /// Gives a claim back.
    /// - Parameter retryAt: nothing is tried before; `nil` for at once, if anything is owed.
    func releaseLane(_ subscriptionID: String, until retryAt: Date?, at now: Date) async throws(StoreError)

    /// Newest first.
    func deliveries(_ filter: DeliveryFilter, page: PageRequest) async throws(StoreError) -> Page<DeliveryListing>
    /// - Throws: `notFound(kind: "delivery")`.
    func delivery(_ id: Int64) async throws(StoreError) -> DeliveryListing
    /// Owes dead letters again, in their old places, their tries counted anew; those that are owed anyway may be tried at once. Dead
    /// messages to subscriptions that are no longer confirmed stay dead, and so do questions that are settled. All the filter's
    /// conditions hold, and its states are ignored.
    /// - Parameter ids: `nil` for all that the filter names.
    /// - Returns: how many are owed again, or at once.
    func retryDeliveries(
        _ filter: DeliveryFilter, ids: [Int64]?, at now: Date
    ) async throws(StoreError) -> Int

    /// The keys that messages are signed with, newest first, each with its certificate, in PEM.
    func signingKeys() async throws(StoreError) -> [StoredSigningKey]
    /// Adds a key, and forgets those named.
    func add(_ key: StoredSigningKey, forgetting ids: [String]) async throws(StoreError)
}

package struct StoredSigningKey: Hashable, Sendable {
    /// ``SigningKey/id``.
    package let id: String
    package let privateKeyPEM: String
    package let certificatePEM: String
    package let createdAt: Date

    package init(id: String, privateKeyPEM: String, certificatePEM: String, createdAt: Date) {
        self.id = id
        self.privateKeyPEM = privateKeyPEM
        self.certificatePEM = certificatePEM
        self.createdAt = createdAt
    }
}
