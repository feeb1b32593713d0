import Foundation
import GRDB
import Testing
import WindowCore
import WindowStore
import WindowStoreSQLite
import WindowTestSupport

/// Files that earlier versions of the service left behind, as `Tests/OldStores/record` took them down.
@Suite struct OldStoreTests {
    /// Links are followed, so that the tests also work in a package that borrows this folder.
    private static let folder = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "OldStores")

    static let versions: [String] =
        (try? FileManager.default.contentsOfDirectory(atPath: folder.path))?
        .filter { $0.hasSuffix(".sql") }.sorted() ?? []

    /// The file of an older version, before this one has seen it.
    private func file(of version: String) async throws -> OldFile {
        let file = try OldFile()
        let recording = try String(contentsOf: Self.folder.appending(path: version), encoding: .utf8)
        let queue = try DatabaseQueue(path: file.path)
        try await queue.writeWithoutTransaction { db in try db.execute(sql: recording) }
        try queue.close()
        return file
    }

    /// What the schema says, but for the order in which it came to be.
    private static func schema(at path: String) throws -> [String] {
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }
        return try queue.read { db in
            try String.fetchAll(db, sql: "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name")
        }
    }

    @Test func `there is at least one recording`() {
        #expect(Self.versions.contains("0.1.0.sql"))
    }

    @Test(arguments: versions)
    func `a file of an older version gets the schema of a new one, and closes again`(version: String) async throws {
        let old = try await file(of: version)
        try SQLiteStore(path: old.path).close()
        let new = try TemporaryStore()
        try new.store.close()
        #expect(try Self.schema(at: old.path) == Self.schema(at: new.path))
        // Forward once: the next start finds nothing to do.
        try SQLiteStore(path: old.path).close()
    }

    @Test(arguments: versions)
    func `a file of a newer version is refused, says so, and is left as it is`(version: String) async throws {
        let old = try await file(of: version)
        let queue = try DatabaseQueue(path: old.path)
        try await queue.write { db in
            try db.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('99 from the future')")
        }
        try queue.close()
        let before = try Self.schema(at: old.path)
        let error = #expect(throws: StoreError.self) { try SQLiteStore(path: old.path) }
        #expect(error == .newerVersion(path: old.path))
        #expect(error?.message == "The store “\(old.path)” was written by a newer version of this program.")
        #expect(error?.hint?.contains("backup") == true)
        #expect(try Self.schema(at: old.path) == before)
    }

    @Test(arguments: versions)
    func `what was registered with an older version is all there`(version: String) async throws {
        let old = try await file(of: version)
        let store = try SQLiteStore(path: old.path)
        defer { try? store.close() }
        let nodes = try await store.nodes(page: .all).items
        #expect(Set(nodes.map(\.name)) == ["control-1", "control-2", "web-3"])
        #expect(nodes.first { $0.name == "control-2" }?.tags == ["Role": "web", "Workload": "Test"])
        #expect(nodes.first { $0.name == "control-1" }?.facts?.platformName == "Debian GNU/Linux")
        guard case .ssh(let connection)? = nodes.first(where: { $0.name == "web-3" })?.transport else {
            Issue.record("web-3 is no longer reached over SSH")
            return
        }
        #expect(connection.host == "192.0.2.3")

        let windows = try await store.windows(WindowFilter(), page: .all).items
        #expect(Set(windows.map(\.window.name)) == ["nightly", "open-still"])
        let nightly = try #require(windows.first { $0.window.name == "nightly" })
        #expect(nightly.nextOpeningAt != nil)
        #expect(nightly.window.scheduleTimezone == "Europe/Berlin")
        #expect(try await store.tags(of: "MaintenanceWindow", id: nightly.window.id.rawValue) == ["Team": "linux"])
        #expect(try await store.targets(of: nightly.window.id).map(\.name) == ["test-nodes"])
        #expect(try await store.tasks(of: nightly.window.id).map(\.priority) == [1, 2])
        #expect(try await store.tasks(of: nightly.window.id).map(\.cutoffBehavior) == [nil, .cancelTask])

        #expect(try await store.versions(of: "Greet").map(\.document.version) == [1, 2])
        #expect(try await store.document("greet", .byDefault).document.content.contains("hello"))
        #expect(try await store.document("Greet", .named("later")).document.content.contains("complain"))
        let keys = try await store.keys()
        #expect(keys.map(\.role) == [.operator])
        #expect(try await store.key(keys[0].id)?.secret == "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    }

    @Test(arguments: versions)
    func `what ran with an older version is told as it was`(version: String) async throws {
        let old = try await file(of: version)
        let store = try SQLiteStore(path: old.path)
        defer { try? store.close() }
        let executions = try await store.executions(of: nil, filter: ExecutionFilter(), page: .all).items
        #expect(Set(executions.map(\.state)) == [.failed, .inProgress])
        let failed = try #require(executions.first { $0.state == .failed })
        let record = try await store.execution(failed.id)
        #expect(record.tasks.map(\.state) == [.success, .failed])
        #expect(record.tasks[0].targets.map(\.ownerInformation) == ["ops"])
        let first = try await invocations(of: record.tasks[0].id, in: store)
        #expect(first.map(\.state) == [.success, .success])
        for invocation in first {
            let steps = try await store.steps(of: invocation.key)
            #expect(steps.map(\.name) == ["say", "complain"])
            #expect(steps.map(\.status) == ["Success", "Success"])
            #expect(steps.first?.standardOutput == "hello\n")
            #expect(steps.last?.standardError == "late\n")
        }
        let second = try await invocations(of: record.tasks[1].id, in: store)
        #expect(second.map(\.state) == [.failed, .terminated])
        #expect(second.map(\.responseCode) == [3, -1])

        let byHand = try await store.commands(CommandFilter(), page: .all).items.filter { $0.command.origin == nil }
        #expect(byHand.map(\.state) == [.success])
        #expect(byHand.map(\.command.run.comment) == ["by hand"])
        #expect(try await store.outbox(after: 0, limit: 1000).isEmpty == false)
    }

    @Test(arguments: versions)
    func `what happened before there were notifications is told to nobody`(version: String) async throws {
        let old = try await file(of: version)
        let store = try SQLiteStore(path: old.path)
        defer { try? store.close() }
        let told = try await store.outbox(after: 0, limit: 1000)
        #expect(try await store.unreadOutbox(limit: 1000).isEmpty)
        #expect(try await store.statistics().unreadOutboxRows == 0)
        try await store.publish(.windowState(.random(), isEnabled: true), at: .noon)
        let unread = try await store.unreadOutbox(limit: 1000)
        #expect(unread.count == 1)
        #expect(try await store.outbox(after: 0, limit: 1000) == told + unread)
    }

    @Test(arguments: versions)
    func `what an older version left at work is taken over and comes to its end`(version: String) async throws {
        let old = try await file(of: version)
        let store = try SQLiteStore(path: old.path)
        defer { try? store.close() }
        let claims = try await store.adopt(owner: "this version")
        #expect(claims.map(\.invocation.nodeName) == ["control-2"])
        let claim = try #require(claims.first)
        let now = try #require(claim.invocation.claimedAt).addingTimeInterval(60)
        let command = try await store.invocation(claim.invocation.key).progress.command
        try await store.finish(claim.invocation.key, as: .success, code: 0, trace: nil, at: now)
        #expect(try await store.advance([command.budgetID], at: now, owner: "this version", room: 10).isEmpty)
        let execution = try #require(command.origin?.executionID)
        _ = try await store.advance(execution, at: now)
        #expect(try await store.execution(execution).execution.state == .success)
    }

    private func invocations(of task: TaskExecutionID, in store: SQLiteStore) async throws -> [Invocation] {
        try await store.invocations(CommandFilter(taskExecutionID: task), page: .all).items.map(\.invocation)
    }
}

/// A path for a file, in a directory that goes when this does.
private final class OldFile: Sendable {
    let path: String
    private let directory: URL

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "mwd-old-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        path = directory.appending(path: "mwd.sqlite").path
    }

    deinit { try? FileManager.default.removeItem(at: directory) }
}
