import Foundation
import Patching
import WindowCore
import WindowStore
import WindowTestSupport

extension PatchBaseline {
    static func sample(_ id: String, system: OperatingSystem = .debian, after seconds: Double = 0) -> PatchBaseline {
        let moment = Date.noon.addingTimeInterval(seconds)
        return PatchBaseline(
            id: BaselineID(rawValue: id), operatingSystem: system, name: "sample",
            rules: [ApprovalRule(filters: [PatchFilter(key: .product, values: ["*"])], level: .high)],
            rejectedPatches: ["linux-*"], rejectedAction: .block, createdAt: moment, modifiedAt: moment)
    }
}

extension PackageVersion {
    static func debian(_ text: String) -> PackageVersion { PackageVersion(text, family: .dpkg) }
}

extension PackageKey {
    static func sample(_ name: String) -> PackageKey { PackageKey(name: name, architecture: "amd64") }
}

extension PatchItem {
    static func sample(
        _ name: String, _ version: String = "1", _ state: PatchState = .installed,
        level: ComplianceLevel = .unspecified
    ) -> PatchItem {
        PatchItem(key: .sample(name), version: .debian(version), state: state, level: level)
    }
}

extension AvailablePackage {
    static func sample(_ name: String, _ version: String) -> AvailablePackage {
        AvailablePackage(
            key: .sample(name), version: .debian(version),
            origins: [PackageOrigin(archive: "bookworm-security", label: "Debian-Security")])
    }
}

extension PatchReport {
    static func sample(
        _ items: [PatchItem] = [.sample("bash")], group: String = "", product: String = "Debian12",
        candidates: [AvailablePackage] = [], pending: PendingReboot? = nil, after seconds: Double = 0
    ) -> PatchReport {
        PatchReport(
            order: PatchOrder(operation: .scan, snapshotID: "b4d5f6a7-0000-4000-8000-000000000001"),
            patchGroup: group, baselineID: BaselineID(rawValue: "pb-0123456789abcdef0"), operatingSystem: .debian,
            product: product, items: items, notApplicableCount: 2, startedAt: .noon.addingTimeInterval(seconds),
            endedAt: .noon.addingTimeInterval(seconds + 60), pendingReboot: pending, candidates: candidates)
    }
}

extension Store {
    /// A registered node of this ID.
    func addNode(_ id: String) async throws -> NodeID {
        let node = Node(
            id: NodeID(rawValue: id), name: "name of \(id)", transport: .local, tags: [:], registeredAt: .noon)
        try await add(node)
        return node.id
    }

    /// Everything told so far about compliance.
    func complianceEvents() async throws -> [WindowEvent] {
        try await outbox(after: 0, limit: 1000).compactMap { row in
            guard case .event(let event) = row.content,
                event.detailType == "Configuration Compliance State Change"
            else { return nil }
            return event
        }
    }
}
