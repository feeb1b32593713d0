import Foundation
import GRDB
import Patching
import Testing
import WindowCore
import WindowStore
import WindowStoreSQLite
import WindowTestSupport

/// What only the file knows of patching.
@Suite struct PatchingSQLiteTests {
    /// Does something to the file behind the store's back.
    func change(_ temporary: TemporaryStore, _ sql: String) async throws {
        let queue = try DatabaseQueue(path: temporary.path)
        try await queue.write { db in try db.execute(sql: sql) }
        try queue.close()
    }

    @Test(arguments: ["outbox", "knownPatch", "compliance", "patchReportBody"])
    func `a report that fails at any table has changed none`(table: String) async throws {
        let temporary = try TemporaryStore()
        let store = temporary.store
        let node = try await store.addNode("mi-1")
        let before = PatchReport.sample(candidates: [.sample("bash", "1")])
        try await store.record(before, for: node, execution: "c-1", at: .noon)
        let told = try await store.outbox(after: 0, limit: 100)
        let compliance = try await store.complianceRecord(of: "mi-1", type: "Patch")
        for event in ["INSERT", "UPDATE"] {
            try await change(
                temporary,
                """
                CREATE TRIGGER fail\(event) BEFORE \(event) ON \(table)
                BEGIN SELECT RAISE(ABORT, 'the disk is full'); END
                """)
        }
        let next = PatchReport.sample(
            [.sample("bash", "2", .missing)], candidates: [.sample("bash", "2")], after: 60)
        await #expect(throws: StoreError.self) {
            try await store.record(next, for: node, execution: "c-2", at: .noon)
        }
        #expect(try await store.patchReport(of: node) == before)
        #expect(try await store.complianceRecord(of: "mi-1", type: "Patch") == compliance)
        #expect(try await store.knownPatches(product: nil, page: .all).items.count == 1)
        #expect(try await store.outbox(after: 0, limit: 100) == told)
        try await change(temporary, "DROP TRIGGER failINSERT; DROP TRIGGER failUPDATE")
        try await store.record(next, for: node, execution: "c-2", at: .noon)
        #expect(try await store.patchReport(of: node) == next)
        #expect(try await store.complianceEvents().count == 2)
    }

    @Test func `lists and counts never look at items`() async throws {
        let temporary = try TemporaryStore()
        let store = temporary.store
        let node = try await store.addNode("mi-1")
        try await store.record(.sample(group: "web"), for: node, execution: "c-1", at: .noon)
        try await change(temporary, "DROP TABLE patchReportBody; DROP TABLE complianceItems")
        #expect(try await store.patchStatuses().count == 1)
        #expect(try await store.patchStatuses(of: [node]).count == 1)
        #expect(try await store.patchStatuses(ofGroup: "web").count == 1)
        #expect(try await store.complianceSummaries(ComplianceFilter(types: ["Patch"]), page: .all).items.count == 1)
    }

    @Test func `a report and its compliance outlive the process`() async throws {
        let temporary = try TemporaryStore()
        let node = try await temporary.store.addNode("mi-1")
        let versions = Dictionary(
            uniqueKeysWithValues: (0..<50).map { (PackageKey.sample("p\($0)"), PackageVersion.debian("1")) })
        let report = PatchReport.sample(
            [.sample("bash", "1", .missing)],
            pending: PendingReboot(bootID: "b", installedAt: .noon, versions: versions))
        try await temporary.store.record(report, for: node, execution: "c-1", at: .noon)
        try temporary.store.close()
        let again = try SQLiteStore(path: temporary.path)
        #expect(try await again.patchReport(of: node) == report)
        #expect(try await again.complianceRecord(of: "mi-1", type: "Patch")?.summary.isCompliant == false)
        // Known again, although a dictionary's order differs from process to process.
        try await again.record(report, for: node, execution: "c-1", at: .noon)
        #expect(try await again.complianceEvents().count == 1)
        try again.close()
    }

    @Test func `a fleet that reports the same writes its known patches once`() async throws {
        let temporary = try TemporaryStore()
        let store = temporary.store
        try await change(
            temporary,
            """
            CREATE TABLE written (name TEXT);
            CREATE TRIGGER known AFTER INSERT ON knownPatch BEGIN INSERT INTO written VALUES (NEW.name); END;
            """)
        let candidates = (0..<20).map { AvailablePackage.sample("p\($0)", "1") }
        for number in 0..<5 {
            let node = try await store.addNode("mi-\(number)")
            try await store.record(.sample(candidates: candidates), for: node, execution: "c", at: .noon)
        }
        let queue = try DatabaseQueue(path: temporary.path)
        #expect(try await queue.read { db in try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM written") } == 20)
        try queue.close()
    }
}
