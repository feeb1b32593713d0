package import Foundation
package import Patching
package import WindowCore
package import WindowStore

extension Control {
    /// The snapshot of that ID for the node's group and operating system: what counted when it was first asked for, by
    /// whichever node that was, and for three days (reference: patching 3).
    /// - Parameters:
    ///   - override: the baseline to freeze instead of the node's own; without effect on a snapshot that is there.
    ///   - moment: when what asks for it began; now by default.
    package func frozenSnapshot(
        _ id: String, for node: Node, operatingSystem: OperatingSystem, override: PatchBaseline? = nil,
        asOf moment: Date? = nil
    ) async throws(StoreError) -> PatchSnapshot {
        let identity = SnapshotIdentity(
            patchGroup: node.patchGroup, operatingSystem: operatingSystem, snapshotID: id)
        let now = clock.now
        if let current = try await currentSnapshot(identity, asOf: moment) { return current }
        let baseline: PatchBaseline
        if let override {
            baseline = override
        } else {
            baseline = try await self.baseline(for: node, operatingSystem: operatingSystem)
        }
        let snapshot = PatchSnapshot(identity: identity, baseline: baseline, createdAt: now)
        return try await store.freeze(snapshot, at: now)
    }

    /// `nil` when nobody has asked for it in the last three days.
    package func currentSnapshot(
        _ identity: SnapshotIdentity, asOf moment: Date? = nil
    ) async throws(StoreError) -> PatchSnapshot? {
        let now = moment ?? clock.now
        // The oldest: one that took its place since that moment is for those who began later.
        return try await store.snapshots(identity.snapshotID).last { $0.identity == identity && $0.isCurrent(at: now) }
    }

    /// What signs the addresses at which snapshots can be downloaded: 32 bytes, made at first use and kept by the store.
    ///
    /// Two processes that make it at the same moment agree on the later one; an address of the earlier one is refused, and
    /// whoever asks again gets a good one.
    package func snapshotKey() async throws(StoreError) -> [UInt8] {
        let name = "patchSnapshotKey"
        if let key = try await noted(name) { return key }
        let fresh = (0..<32).map { _ in UInt8.random(in: .min ... .max) }
        try await store.setNote(name, to: Data(fresh).base64EncodedString())
        return try await noted(name) ?? fresh
    }

    private func noted(_ name: String) async throws(StoreError) -> [UInt8]? {
        let text = try await store.note(name)
        guard let data = text.flatMap({ Data(base64Encoded: $0) }), data.count == 32 else { return nil }
        return [UInt8](data)
    }
}
