import AWSWire
import Foundation
import Patching
import WindowCore
import WindowService
import WindowStore

extension Operation {
    /// Freezes the snapshot if nobody has asked for it yet, and says where it can be downloaded. What is frozen decides
    /// what nodes install, so it is not for readers, although its name begins as theirs do.
    static let getDeployablePatchSnapshot = Operation(
        GetDeployablePatchSnapshotForInstanceRequest.self, for: .operator
    ) { request, call in
        let node = try await call.control.node(NodeID(rawValue: request.instanceId))
        let report = try await call.control.store.patchReport(of: node.id)
        guard let system = report?.operatingSystem ?? node.facts?.operatingSystem, system.isLinux else {
            throw RequestError.unsupportedOperatingSystem(
                node.facts.map { "The node runs \($0.platformName), for which there are no baselines here." }
                    ?? "What the node \(node.id) runs is not known yet.",
                hint: node.facts == nil ? "mwctl node check \(node.id) asks it." : nil)
        }
        let override = try request.baselineOverride.map { wire throws(WireError) in
            try wire.baseline(for: system, at: call.now)
        }
        // An override has a snapshot of its own: it must not judge runs that did not ask for it.
        let id = try request.baselineOverride.map { override in
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            return SnapshotDerivation.snapshotID(
                of: request.snapshotId, override: String(decoding: try encoder.encode(override), as: UTF8.self))
        }
        let snapshot = try await call.control.frozenSnapshot(
            id ?? request.snapshotId, for: node, operatingSystem: system, override: override)
        let ends = snapshot.createdAt.addingTimeInterval(PatchSnapshot.lifetimeSeconds)
        let link = SnapshotLink(
            identity: snapshot.identity, nodeID: node.id,
            expiresAt: min(call.now.addingTimeInterval(PatchSnapshot.addressLifetimeSeconds), ends))
        return GetDeployablePatchSnapshotForInstanceResult(
            instanceId: node.id.rawValue, snapshotId: request.snapshotId.lowercased(),
            snapshotDownloadUrl: call.origin + link.target(signedWith: try await call.control.snapshotKey()),
            product: report?.product ?? node.facts?.product)
    }

    static let describePatchSnapshot = Operation(DescribePatchSnapshotRequest.self, for: .reader) { request, call in
        let snapshots = try await call.control.store.snapshots(request.snapshotId.lowercased())
        guard !snapshots.isEmpty else {
            throw WireError(
                .doesNotExistException, "There is no snapshot “\(request.snapshotId)”: no node has patched under it.")
        }
        var frozen: [Wire.FrozenSnapshot] = []
        for snapshot in snapshots {
            var versions: [Wire.FrozenPatchVersion] = []
            for product in try await call.control.store.frozenProducts(of: snapshot) {
                let settled = try await call.control.store.frozenVersions(of: snapshot, product: product)
                versions += settled.sorted { $0.key < $1.key }.map { key, frozen in
                    .init(
                        package: "\(key)", product: product, version: frozen.version.text,
                        isResolved: frozen.isResolved)
                }
            }
            frozen.append(Wire.FrozenSnapshot(snapshot, versions: versions, at: call.now))
        }
        return DescribePatchSnapshotResult(snapshots: frozen)
    }
}

extension Wire.FrozenSnapshot {
    init(_ snapshot: PatchSnapshot, versions: [Wire.FrozenPatchVersion], at now: Date) {
        self.init(
            patchGroup: snapshot.identity.patchGroup, operatingSystem: snapshot.identity.operatingSystem.rawValue,
            snapshotId: snapshot.identity.snapshotID, baselineId: snapshot.baseline.id.rawValue,
            baselineName: snapshot.baseline.name, createdDate: snapshot.createdAt,
            expiresDate: snapshot.createdAt.addingTimeInterval(PatchSnapshot.lifetimeSeconds),
            isCurrent: snapshot.isCurrent(at: now), versions: versions)
    }
}

extension Wire.BaselineOverride {
    /// The override as a baseline of the node's system; it has neither name nor ID of its own.
    fileprivate func baseline(for system: OperatingSystem, at now: Date) throws(WireError) -> PatchBaseline {
        if let operatingSystem, operatingSystem != system.rawValue {
            throw WireError(
                .unsupportedOperatingSystem,
                "The BaselineOverride is for \(operatingSystem), and the node runs \(system.rawValue).")
        }
        let definition = try BaselineDefinition(self, name: "BaselineOverride")
        do {
            return try definition.baseline(id: .override, operatingSystem: system, at: now)
        } catch {
            throw WireError(
                .validationException,
                ["BaselineOverride: \(error.message)", error.hint].compactMap(\.self).joined(separator: " "))
        }
    }
}
