import Foundation
import Patching
import Testing
import WindowCore
import WindowStore
import WindowTestSupport

@Suite(.tags(.contract)) struct PatchingComplianceContract {
    func record(
        _ resource: String, _ type: String, isCompliant: Bool = true, hash: String? = nil, after seconds: Double = 0,
        baseline: String? = nil
    ) -> ComplianceRecord {
        var details = ["Key": "value"]
        details["PatchBaselineId"] = baseline
        return ComplianceRecord(
            resourceID: resource, type: type,
            execution: ComplianceExecution(at: .noon.addingTimeInterval(seconds), id: "e", type: "t"),
            contentHash: hash,
            items: [
                ComplianceItem(id: "1", title: "one", severity: .critical, isCompliant: true, details: details),
                ComplianceItem(id: "2", severity: .medium, isCompliant: isCompliant),
            ])
    }

    @Test(arguments: StoreBackend.allCases)
    func `a record is replaced whole, unless its hash says that it is the same`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        _ = try await store.addNode("mi-1")
        #expect(try await store.complianceRecord(of: "mi-1", type: "Custom:A") == nil)
        let first = record("mi-1", "Custom:A", hash: "h")
        try await store.put(first, at: .noon)
        try await store.put(record("mi-1", "Custom:A", isCompliant: false, hash: "h", after: 9), at: .noon)
        #expect(try await store.complianceRecord(of: "mi-1", type: "Custom:A") == first)
        let second = record("mi-1", "Custom:A", isCompliant: false, hash: "i", after: 9)
        try await store.put(second, at: .noon)
        #expect(try await store.complianceRecord(of: "mi-1", type: "Custom:A") == second)
        let third = record("mi-1", "Custom:A", after: 10)
        try await store.put(third, at: .noon)
        #expect(try await store.complianceRecord(of: "mi-1", type: "Custom:A") == third)
        let empty = ComplianceRecord(
            resourceID: "mi-1", type: "Custom:A", execution: ComplianceExecution(at: .noon), items: [])
        try await store.put(empty, at: .noon)
        #expect(try await store.complianceRecord(of: "mi-1", type: "Custom:A") == empty)
    }

    @Test(arguments: StoreBackend.allCases)
    func `a change is told with the time of the run`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        _ = try await store.addNode("mi-1")
        for (number, isCompliant) in [true, true, false, false].enumerated() {
            try await store.put(
                record("mi-1", "Association", isCompliant: isCompliant, after: Double(number)), at: .noon)
        }
        let events = try await store.complianceEvents()
        #expect(events.map { $0.detail["compliance-status"] } == ["compliant", "non_compliant"])
        #expect(
            events.last?.detail == [
                "resource-type": "managed-instance", "resource-id": "mi-1", "compliance-type": "Association",
                "compliance-status": "non_compliant", "last-runtime": "2026-11-22T12:00:02Z",
            ])
    }

    @Test(arguments: StoreBackend.allCases)
    func `there are at most ten custom types`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        _ = try await store.addNode("mi-1")
        _ = try await store.addNode("mi-2")
        try await store.put(record("mi-1", "Association"), at: .noon)
        for number in 0..<10 { try await store.put(record("mi-1", "Custom:T\(number)"), at: .noon) }
        await #expect(throws: StoreError.limitExceeded(kind: "custom compliance types", limit: 10)) {
            try await store.put(record("mi-1", "Custom:More"), at: .noon)
        }
        try await store.put(record("mi-2", "Custom:T3"), at: .noon)
        try await store.put(record("mi-2", "Patch"), at: .noon)
        #expect(try await store.complianceSummaries(ComplianceFilter(), page: .all).items.count == 13)
    }

    @Test(arguments: StoreBackend.allCases)
    func `summaries are in order, filtered and paged`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        for id in ["mi-b", "mi-a", "mi-c"] {
            _ = try await store.addNode(id)
            for type in ["Patch", "Custom:A"] {
                try await store.put(record(id, type, isCompliant: id != "mi-b"), at: .noon)
            }
        }
        func found(_ filter: ComplianceFilter, limit: Int = 100) async throws -> [String] {
            var (walked, cursor): ([String], String?) = ([], nil)
            repeat {
                let page = try await store.complianceSummaries(filter, page: PageRequest(limit: limit, cursor: cursor))
                walked += page.items.map { "\($0.resourceID) \($0.type)" }
                cursor = page.next
            } while cursor != nil
            return walked
        }
        let all = [
            "mi-a Custom:A", "mi-a Patch", "mi-b Custom:A", "mi-b Patch", "mi-c Custom:A", "mi-c Patch",
        ]
        #expect(try await found(ComplianceFilter()) == all)
        #expect(try await found(ComplianceFilter(), limit: 1) == all)
        #expect(try await found(ComplianceFilter(), limit: 4) == all)
        #expect(
            try await found(ComplianceFilter(types: ["Patch"]), limit: 2) == ["mi-a Patch", "mi-b Patch", "mi-c Patch"])
        #expect(
            try await found(ComplianceFilter(types: ["Custom:A", "Patch"], resourceIDs: ["mi-c", "mi-none"]))
                == ["mi-c Custom:A", "mi-c Patch"])
        let summary = try #require(
            try await store.complianceSummaries(ComplianceFilter(resourceIDs: ["mi-b"]), page: .all).items.first)
        #expect(summary == record("mi-b", "Custom:A", isCompliant: false).summary)
        #expect(!summary.isCompliant)
        #expect(summary.overallSeverity == .medium)
        await #expect(throws: StoreError.invalidCursor) {
            try await store.complianceSummaries(ComplianceFilter(), page: PageRequest(limit: 1, cursor: "nonsense"))
        }
    }

    @Test(arguments: StoreBackend.allCases)
    func `patch data put by hand counts until the node reports again`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let node = try await store.addNode("mi-1")
        try await store.record(.sample(), for: node, execution: "c-1", at: .noon)
        let byHand = record("mi-1", "Patch", isCompliant: false, hash: "h", baseline: "pb-x")
        try await store.put(byHand, at: .noon)
        #expect(try await store.complianceRecord(of: "mi-1", type: "Patch") == byHand)
        #expect(try await store.patchReport(of: node) == .sample())
        try await store.record(.sample(after: 1), for: node, execution: "c-2", at: .noon)
        let restored = try #require(try await store.complianceRecord(of: "mi-1", type: "Patch"))
        #expect(restored.items.map(\.id) == ["bash.amd64"])
        #expect(restored.contentHash == nil)
        let events = try await store.complianceEvents()
        #expect(events.map { $0.detail["compliance-status"] } == ["compliant", "non_compliant", "compliant"])
        #expect(events.map { $0.detail["patch-baseline-id"] }[1] == "pb-x")
    }

    @Test(arguments: StoreBackend.allCases)
    func `what is no node has no compliance`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        await #expect(throws: StoreError.notFound(kind: "node", id: "mi-none")) {
            try await store.put(record("mi-none", "Patch"), at: .noon)
        }
    }
}
