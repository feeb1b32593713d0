import Foundation
import Patching
import Testing
import WindowCore
import WindowStore
import WindowTestSupport

@Suite(.tags(.contract)) struct PatchingReportContract {
    @Test(arguments: StoreBackend.allCases)
    func `a report comes back whole, and the next one replaces it`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let node = try await store.addNode("mi-1")
        #expect(try await store.patchReport(of: node) == nil)
        let pending = PendingReboot(
            bootID: "boot", installedAt: .noon,
            versions: [.sample("bash"): .debian("5.2"), .sample("curl"): .debian("8"), .sample("zsh"): .debian("5")])
        let report = PatchReport.sample(
            [
                PatchItem(
                    key: .sample("bash"), version: .debian("5.2"), state: .installedPendingReboot,
                    classification: "Security", severity: "optional", level: .critical, installedAt: .noon,
                    cves: ["CVE-2026-1"], note: "held"),
                .sample("curl", "8", .notApplicable),
            ], group: "web", candidates: [.sample("bash", "5.3")], pending: pending)
        try await store.record(report, for: node, execution: "c-1", at: .noon)
        #expect(try await store.patchReport(of: node) == report)
        let next = PatchReport.sample(after: 3600)
        try await store.record(next, for: node, execution: "c-2", at: .noon)
        #expect(try await store.patchReport(of: node) == next)
        #expect(try await store.patchStatuses().count == 1)
    }

    @Test(arguments: StoreBackend.allCases)
    func `the same report again changes and tells nothing`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let node = try await store.addNode("mi-1")
        let versions = Dictionary(
            uniqueKeysWithValues: (0..<30).map { (PackageKey.sample("p\($0)"), PackageVersion.debian("1")) })
        let report = PatchReport.sample(
            [.sample("bash", "1", .missing)],
            pending: PendingReboot(bootID: "boot", installedAt: .noon, versions: versions))
        try await store.record(report, for: node, execution: "c-1", at: .noon)
        // What somebody put since shows whether anything was written.
        let put = ComplianceRecord(
            resourceID: "mi-1", type: "Patch", execution: ComplianceExecution(at: .noon), items: [])
        try await store.put(put, at: .noon)
        let told = try await store.outbox(after: 0, limit: 100)
        try await store.record(report, for: node, execution: "c-1", at: .noon.addingTimeInterval(9))
        #expect(try await store.complianceRecord(of: "mi-1", type: "Patch") == put)
        #expect(try await store.outbox(after: 0, limit: 100) == told)
        // The same words of another command are another report.
        try await store.record(report, for: node, execution: "c-2", at: .noon)
        #expect(try await store.complianceRecord(of: "mi-1", type: "Patch")?.execution.id == "c-2")
    }

    @Test(arguments: StoreBackend.allCases)
    func `the world hears when a node begins or ceases to comply, and not otherwise`(
        on backend: StoreBackend
    ) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let node = try await store.addNode("mi-1")
        let missing = [PatchItem.sample("bash", "1", .missing, level: .critical), .sample("curl", "1", .failed)]
        let reports: [PatchReport] = [
            .sample(missing), .sample(missing, after: 1), .sample(after: 2), .sample(after: 3), .sample([], after: 4),
            .sample([.sample("bash", "1", .installedRejected, level: .low)], after: 5),
        ]
        for report in reports { try await store.record(report, for: node, execution: "c-1", at: report.endedAt) }
        let events = try await store.complianceEvents()
        #expect(events.map { $0.detail["compliance-status"] } == ["non_compliant", "compliant", "non_compliant"])
        #expect(events.map { $0.detail["severity"] } == ["critical", "unspecified", "low"])
        #expect(
            events.first
                == WindowEvent(
                    detailType: "Configuration Compliance State Change", resources: ["mi-1"],
                    detail: [
                        "resource-type": "managed-instance", "resource-id": "mi-1", "compliance-type": "Patch",
                        "compliance-status": "non_compliant", "severity": "critical",
                        "patch-baseline-id": "pb-0123456789abcdef0",
                    ]))
    }

    @Test(arguments: StoreBackend.allCases)
    func `a report is the node's patch compliance, item by item`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let node = try await store.addNode("mi-1")
        let report = PatchReport.sample(
            [
                PatchItem(
                    key: .sample("bash"), version: .debian("5.2"), state: .installedPendingReboot,
                    classification: "Security", severity: "required", level: .high, installedAt: .noon,
                    cves: ["CVE-1", "CVE-2"], note: "why"),
                .sample("curl"), .sample("zsh", "1", .notApplicable),
            ], group: "web")
        try await store.record(report, for: node, execution: "c-1", at: .noon)
        let record = try #require(try await store.complianceRecord(of: "mi-1", type: "Patch"))
        #expect(record.execution == ComplianceExecution(at: report.endedAt, id: "c-1", type: "Command"))
        #expect(record.items.map(\.id) == ["bash.amd64", "curl.amd64"])
        #expect(record.items.map(\.title) == ["bash.amd64:5.2", "curl.amd64:1"])
        #expect(record.items.map(\.isCompliant) == [false, true])
        #expect(record.items.map(\.severity) == [.high, .unspecified])
        #expect(
            record.items.first?.details == [
                "PatchState": "InstalledPendingReboot", "Classification": "Security", "PatchSeverity": "required",
                "PatchBaselineId": "pb-0123456789abcdef0", "PatchGroup": "web", "InstalledTime": "2026-11-22T12:00:00Z",
                "DocumentName": "AWS-RunPatchBaseline", "DocumentVersion": "1", "CVEIds": "CVE-1,CVE-2",
                "DetailedText": "why",
            ])
        #expect(try await store.complianceSummaries(ComplianceFilter(), page: .all).items == [record.summary])
    }

    @Test(arguments: StoreBackend.allCases)
    func `statuses are found by node, by group and all together`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let groups = ["mi-c": "web", "mi-a": "", "mi-b": "web", "mi-d": "db"]
        for (id, group) in groups.sorted(by: { $0.key > $1.key }) {
            let node = try await store.addNode(id)
            guard id != "mi-d" else { continue }
            let pending = group.isEmpty ? nil : PendingReboot(bootID: "b", installedAt: .noon, versions: [:])
            let report = PatchReport.sample(
                [.sample("bash", "1", .missing, level: .critical), .sample("curl", "1", .installedOther)],
                group: group, pending: pending)
            try await store.record(report, for: node, execution: "c", at: .noon)
        }
        func ids(_ statuses: [PatchStatus]) -> [String] { statuses.map(\.nodeID.rawValue) }
        #expect(ids(try await store.patchStatuses()) == ["mi-a", "mi-b", "mi-c"])
        #expect(ids(try await store.patchStatuses(ofGroup: "web")) == ["mi-b", "mi-c"])
        #expect(ids(try await store.patchStatuses(ofGroup: "db")) == [])
        let asked = ["mi-d", "mi-c", "mi-none", "mi-a", "mi-c"].map(NodeID.init(rawValue:))
        #expect(ids(try await store.patchStatuses(of: asked)) == ["mi-a", "mi-c"])
        #expect(try await store.patchStatuses(of: []).isEmpty)
        let status = try #require(try await store.patchStatuses(ofGroup: "web").first)
        let report = try #require(try await store.patchReport(of: status.nodeID))
        #expect(
            status
                == PatchStatus(
                    nodeID: status.nodeID, order: report.order, patchGroup: "web", baselineID: report.baselineID,
                    counters: report.counters, startedAt: report.startedAt, endedAt: report.endedAt,
                    pendingSince: .noon, wantsReboot: nil))
        #expect(status.counters.criticalNonCompliant == 1)
    }

    @Test(arguments: StoreBackend.allCases)
    func `a version is known since some node first told of it`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let later = Date.noon.addingTimeInterval(60)
        func tell(_ id: String, _ product: String, _ candidates: [AvailablePackage], at moment: Date) async throws {
            let node = try await store.addNode(id)
            try await store.record(
                .sample(product: product, candidates: candidates), for: node, execution: "c", at: moment)
        }
        try await tell("mi-1", "Debian12", [.sample("curl", "8"), .sample("bash", "5.10")], at: .noon)
        try await tell("mi-2", "Debian12", [.sample("bash", "5.9"), .sample("bash", "5.10")], at: later)
        try await tell("mi-3", "Debian11", [.sample("zsh", "5"), .sample("bash", "5.10")], at: later)
        let all = try await store.knownPatches(product: nil, page: .all).items
        #expect(
            all.map { "\($0.product) \($0.package.title)" } == [
                "Debian11 bash.amd64:5.10", "Debian11 zsh.amd64:5", "Debian12 bash.amd64:5.10",
                "Debian12 bash.amd64:5.9", "Debian12 curl.amd64:8",
            ])
        #expect(all.map(\.firstSeenAt) == [later, later, .noon, later, .noon])
        #expect(all.first?.package == .sample("bash", "5.10"))
        #expect(try await store.knownPatches(product: "Debian12", page: .all).items == Array(all.suffix(3)))
        func walk(_ product: String?, limit: Int) async throws -> [KnownPatch] {
            var (walked, cursor): ([KnownPatch], String?) = ([], nil)
            repeat {
                let request = PageRequest(limit: limit, cursor: cursor)
                let page = try await store.knownPatches(product: product, page: request)
                walked += page.items
                cursor = page.next
            } while cursor != nil
            return walked
        }
        #expect(try await walk(nil, limit: 2) == all)
        #expect(try await walk("Debian12", limit: 1) == Array(all.suffix(3)))
        await #expect(throws: StoreError.invalidCursor) {
            try await store.knownPatches(product: nil, page: PageRequest(limit: 2, cursor: "nonsense"))
        }
        // A node takes its product along, not what others know.
        try await store.removeNode(NodeID(rawValue: "mi-3"))
        _ = try await store.prune(before: later.addingTimeInterval(1))
        #expect(try await store.knownPatches(product: nil, page: .all).items == Array(all.suffix(3)))
    }

    @Test(arguments: StoreBackend.allCases)
    func `what waits for a reboot is known without a report, and is the last run's word`(
        on backend: StoreBackend
    ) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let node = try await store.addNode("mi-1")
        func pending(_ boot: String) -> PendingReboot {
            PendingReboot(bootID: boot, installedAt: .noon, versions: [.sample("bash"): .debian("5.2")])
        }
        #expect(try await store.pendingReboot(of: node) == nil)
        try await store.record(pending: pending("1"), for: node)
        #expect(try await store.pendingReboot(of: node) == pending("1"))
        #expect(try await store.patchReport(of: node) == nil)
        let report = PatchReport.sample(pending: pending("2"))
        try await store.record(report, for: node, execution: "c-1", at: .noon)
        #expect(try await store.pendingReboot(of: node) == pending("2"))
        try await store.record(pending: pending("3"), for: node)
        #expect(try await store.pendingReboot(of: node) == pending("3"))
        #expect(try await store.patchReport(of: node) == report)
        try await store.record(pending: nil, for: node)
        #expect(try await store.pendingReboot(of: node) == pending("2"))
        try await store.record(.sample(after: 60), for: node, execution: "c-2", at: .noon)
        #expect(try await store.pendingReboot(of: node) == nil)

        try await store.record(pending: pending("4"), for: node)
        try await store.removeNode(node)
        #expect(try await store.pendingReboot(of: node) == nil)
        await #expect(throws: StoreError.notFound(kind: "node", id: "mi-1")) {
            try await store.record(pending: pending("4"), for: node)
        }
    }

    @Test(arguments: StoreBackend.allCases)
    func `a removed node leaves nothing, and cannot report`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let node = try await store.addNode("mi-1")
        try await store.record(.sample(), for: node, execution: "c", at: .noon)
        try await store.put(
            ComplianceRecord(
                resourceID: "mi-1", type: "Custom:A", execution: ComplianceExecution(at: .noon),
                items: [ComplianceItem(id: "1", severity: .low, isCompliant: true)]), at: .noon)
        try await store.removeNode(node)
        #expect(try await store.patchReport(of: node) == nil)
        #expect(try await store.patchStatuses().isEmpty)
        #expect(try await store.complianceSummaries(ComplianceFilter(), page: .all).items.isEmpty)
        #expect(try await store.complianceRecord(of: "mi-1", type: "Patch") == nil)
        #expect(try await store.complianceRecord(of: "mi-1", type: "Custom:A") == nil)
        await #expect(throws: StoreError.notFound(kind: "node", id: "mi-1")) {
            try await store.record(.sample(), for: node, execution: "c", at: .noon)
        }
    }
}
