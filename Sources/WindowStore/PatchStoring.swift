package import Foundation
package import Patching
package import WindowCore

/// A node's last report without its items.
package struct PatchStatus: Hashable, Sendable {
    package let nodeID: NodeID
    package let order: PatchOrder
    /// Empty for a node without a group.
    package let patchGroup: String
    package let baselineID: BaselineID
    package let counters: PatchCounters
    package let startedAt: Date
    package let endedAt: Date
    /// When an install without a reboot after it last left something pending.
    package let pendingSince: Date?
    package let wantsReboot: Bool?

    package init(
        nodeID: NodeID, order: PatchOrder, patchGroup: String, baselineID: BaselineID, counters: PatchCounters,
        startedAt: Date, endedAt: Date, pendingSince: Date?, wantsReboot: Bool?
    ) {
        self.nodeID = nodeID
        self.order = order
        self.patchGroup = patchGroup
        self.baselineID = baselineID
        self.counters = counters
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.pendingSince = pendingSince
        self.wantsReboot = wantsReboot
    }
}

/// A version that some node's repositories offered.
package struct KnownPatch: Hashable, Sendable {
    package let product: String
    package let operatingSystem: OperatingSystem
    package let package: AvailablePackage
    /// When a node first told of it.
    package let firstSeenAt: Date

    package init(product: String, operatingSystem: OperatingSystem, package: AvailablePackage, firstSeenAt: Date) {
        self.product = product
        self.operatingSystem = operatingSystem
        self.package = package
        self.firstSeenAt = firstSeenAt
    }
}

/// Baselines, the groups they serve, frozen snapshots, and what runs reported.
///
/// Predefined baselines are not stored: callers know them. What is registered may name them all the same.
package protocol PatchStoring: Sendable {
    /// - Returns: the baseline's ID, which is an earlier one when the token says that it was made before.
    /// - Throws: `tokenReused`, `limitExceeded`.
    func create(
        _ baseline: PatchBaseline, tags: [String: String], token: ClientToken?
    ) async throws(StoreError) -> BaselineID
    /// - Throws: `notFound`.
    func baseline(_ id: BaselineID) async throws(StoreError) -> PatchBaseline
    /// In order of creation, all of them: they are few.
    func baselines() async throws(StoreError) -> [PatchBaseline]
    /// Replaces the definition. - Throws: `notFound`.
    func update(_ baseline: PatchBaseline) async throws(StoreError)
    /// Unknown ones are no error. Tags go with it.
    /// - Throws: `baselineInUse` while a patch group or an operating system's default names it.
    func deleteBaseline(_ id: BaselineID) async throws(StoreError)
    /// - Throws: `notFound` for one of ours that is not there.
    func setDefaultBaseline(_ id: BaselineID, of system: OperatingSystem) async throws(StoreError)
    func defaultBaselines() async throws(StoreError) -> [OperatingSystem: BaselineID]

    /// The same registration again is no error.
    /// - Throws: `alreadyExists` when the group has another baseline for the operating system, `notFound` for one of ours
    ///   that is not there, `limitExceeded` for more groups of one baseline than allowed.
    func register(_ registration: PatchGroupRegistration) async throws(StoreError)
    /// - Throws: `notFound`.
    func deregister(group: String, baseline: BaselineID) async throws(StoreError)
    /// In order of group, then operating system; all of them.
    func patchGroups() async throws(StoreError) -> [PatchGroupRegistration]

    /// Keeps the snapshot unless a current one has the same identity: whoever is first decides for all.
    /// - Returns: the one that counts.
    func freeze(_ snapshot: PatchSnapshot, at now: Date) async throws(StoreError) -> PatchSnapshot
    /// Those with this ID, whatever their group and system, current or not; newest first.
    func snapshots(_ id: String) async throws(StoreError) -> [PatchSnapshot]
    /// Keeps the versions of packages that the snapshot does not have one for yet.
    /// - Parameter product: releases of one operating system, such as `Debian12`, have versions of their own.
    /// - Returns: all that the snapshot has for the product, which bind the caller.
    /// - Throws: `notFound`.
    func freezeVersions(
        _ versions: [PackageKey: FrozenVersion], in snapshot: PatchSnapshot, product: String
    ) async throws(StoreError) -> [PackageKey: FrozenVersion]
    /// - Returns: what the snapshot has frozen so far for the product.
    func frozenVersions(
        of snapshot: PatchSnapshot, product: String
    ) async throws(StoreError) -> [PackageKey: FrozenVersion]
    /// Those that something is frozen for, in order.
    func frozenProducts(of snapshot: PatchSnapshot) async throws(StoreError) -> [String]

    /// Replaces the node's report, its patch compliance record, and adds to the known patches; tells when the node's
    /// compliance has changed. The same report again changes and tells nothing.
    /// - Parameter execution: the command that the report is of.
    /// - Throws: `notFound` for a node that was removed meanwhile.
    func record(_ report: PatchReport, for node: NodeID, execution: String, at now: Date) async throws(StoreError)
    /// Keeps in mind what a run that is not reported left waiting for a reboot, until the next report, which says it too. The
    /// last report stays as it is. `nil` forgets what was kept.
    /// - Throws: `notFound` for a node that was removed meanwhile.
    func record(pending: PendingReboot?, for node: NodeID) async throws(StoreError)
    /// What the node's last run left waiting, reported or not.
    func pendingReboot(of node: NodeID) async throws(StoreError) -> PendingReboot?
    /// With items and candidates; `nil` for a node that never reported.
    func patchReport(of node: NodeID) async throws(StoreError) -> PatchReport?
    /// Of those nodes that have reported, in order of ID.
    func patchStatuses(of nodes: [NodeID]) async throws(StoreError) -> [PatchStatus]
    /// Of the nodes whose last report named the group, in order of ID.
    func patchStatuses(ofGroup group: String) async throws(StoreError) -> [PatchStatus]
    /// Of all nodes, in order of ID.
    func patchStatuses() async throws(StoreError) -> [PatchStatus]
    /// In order of product, name, architecture and first sight.
    /// - Parameter product: `nil` for all.
    func knownPatches(product: String?, page: PageRequest) async throws(StoreError) -> Page<KnownPatch>
}

extension PatchStoring {
    /// A baseline without tags.
    package func create(_ baseline: PatchBaseline, token: ClientToken?) async throws(StoreError) -> BaselineID {
        try await create(baseline, tags: [:], token: token)
    }
}

/// Which compliance summaries are wanted: all conditions hold.
package struct ComplianceFilter: Hashable, Sendable {
    package var types: [String]
    package var resourceIDs: [String]

    package init(types: [String] = [], resourceIDs: [String] = []) {
        self.types = types
        self.resourceIDs = resourceIDs
    }
}

/// Compliance of every type.
package protocol ComplianceStoring: Sendable {
    /// Replaces the record of its resource and type; one with the stored content hash changes nothing.
    /// Tells when that changes whether the resource complies.
    /// - Throws: `limitExceeded` for more custom types than allowed, `notFound` for a resource that is no node.
    func put(_ record: ComplianceRecord, at now: Date) async throws(StoreError)
    /// `nil` when nothing was ever put.
    func complianceRecord(of resource: String, type: String) async throws(StoreError) -> ComplianceRecord?
    /// In order of resource, then type, without items.
    func complianceSummaries(
        _ filter: ComplianceFilter, page: PageRequest
    ) async throws(StoreError) -> Page<ComplianceSummary>
}
