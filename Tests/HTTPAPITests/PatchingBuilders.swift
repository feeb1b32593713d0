import AWSWire
import Foundation
import Patching
import WindowCore
import WindowStore
import WindowTestSupport

@testable import HTTPAPI

/// Baselines, nodes and reports for tests of patching.
extension API {
    /// A baseline that approves everything at once.
    func createBaseline(_ name: String = "everything", _ system: String = "DEBIAN") async throws -> String {
        try await send(CreatePatchBaselineRequest(operatingSystem: system, name: name)).baselineId!
    }

    /// A Debian node that has been contacted.
    func addDebian(_ name: String, group: String? = nil, groupKey: String = "Patch Group") async throws -> NodeID {
        let id = NodeID(rawValue: try await addNode(name, tags: group.map { [groupKey: $0] } ?? [:]))
        try await harness.store.recordContact(with: id, facts: .debian, at: clock.now)
        return id
    }

    func report(_ items: [PatchItem], on node: NodeID, group: String = "", candidates: [AvailablePackage] = [])
        async throws
    {
        let report = PatchReport(
            order: PatchOrder(operation: .scan, snapshotID: "0f9a3c1e-0000-4000-8000-000000000001"),
            patchGroup: group, baselineID: BaselineID(rawValue: "pb-0123456789abcdef0"), operatingSystem: .debian,
            product: "Debian12", items: items, notApplicableCount: 3, startedAt: clock.now, endedAt: clock.now,
            wantsReboot: true, candidates: candidates)
        try await harness.store.record(report, for: node, execution: "command", at: clock.now)
    }
}

extension NodeFacts {
    static let debian = NodeFacts(
        platformType: "Linux", platformName: "Debian GNU/Linux", platformVersion: "12", architecture: "x86_64",
        hostname: "node", kernel: "6.1.0", bootID: "boot")
}

extension PatchItem {
    static func deb(_ name: String, _ state: PatchState, level: ComplianceLevel = .unspecified) -> PatchItem {
        PatchItem(
            key: PackageKey(name: name, architecture: "amd64"), version: PackageVersion("1.2-3", family: .dpkg),
            state: state, classification: state == .installedOther ? "" : "Security", severity: "Important",
            level: level, note: state == .failed ? "It is on hold." : nil)
    }
}

extension AvailablePackage {
    static func deb(_ name: String, _ version: String, security: Bool = true) -> AvailablePackage {
        AvailablePackage(
            key: PackageKey(name: name, architecture: "amd64"), version: PackageVersion(version, family: .dpkg),
            origins: [PackageOrigin(archive: security ? "bookworm-security" : "bookworm")], section: "libs",
            priority: "optional")
    }
}
