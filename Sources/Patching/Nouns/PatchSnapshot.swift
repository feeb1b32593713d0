package import Foundation

/// What makes two snapshots the same one (reference: patching 3). The account is this service's only one.
package struct SnapshotIdentity: Codable, Hashable, Sendable {
    /// Empty for nodes without a group.
    package let patchGroup: String
    package let operatingSystem: OperatingSystem
    /// A GUID, in lower case.
    package let snapshotID: String

    package init(patchGroup: String, operatingSystem: OperatingSystem, snapshotID: String) {
        self.patchGroup = patchGroup
        self.operatingSystem = operatingSystem
        self.snapshotID = snapshotID.lowercased()
    }
}

/// A baseline frozen for one operation: rules, lists and the moment at which approval days are counted.
package struct PatchSnapshot: Codable, Hashable, Sendable {
    package let identity: SnapshotIdentity
    package let baseline: PatchBaseline
    /// The approval clock of every node that uses this snapshot.
    package let createdAt: Date

    package init(identity: SnapshotIdentity, baseline: PatchBaseline, createdAt: Date) {
        self.identity = identity
        self.baseline = baseline
        self.createdAt = createdAt
    }

    /// Until then the same identity gives the same content; afterwards it gives a new snapshot.
    package static let lifetimeSeconds = 3.0 * 86_400
    /// How long a download address works.
    package static let addressLifetimeSeconds = 86_400.0

    package func isCurrent(at now: Date) -> Bool { now < createdAt.addingTimeInterval(Self.lifetimeSeconds) }
}

/// A baseline that serves a patch group.
package struct PatchGroupRegistration: Codable, Hashable, Sendable {
    package let patchGroup: String
    package let baselineID: BaselineID
    package let operatingSystem: OperatingSystem

    package init(patchGroup: String, baselineID: BaselineID, operatingSystem: OperatingSystem) {
        self.patchGroup = patchGroup
        self.baselineID = baselineID
        self.operatingSystem = operatingSystem
    }
}
