import Foundation
import Testing
import WindowCore
import WindowStore
import WindowTestSupport

@Suite(.tags(.contract)) struct RegistryContract {
    @Test(arguments: StoreBackend.allCases)
    func `a repeated token gives the first window and no second one`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let token = ClientToken(operation: "CreateMaintenanceWindow", token: "t", fingerprint: "f")
        let first = try await store.create(.sample(), tags: [:], nextOpeningAt: nil, token: token)
        #expect(try await store.create(.sample(), tags: [:], nextOpeningAt: nil, token: token) == first)
        let other = ClientToken(operation: "CreateMaintenanceWindow", token: "t", fingerprint: "g")
        await #expect(throws: StoreError.tokenReused("t")) {
            try await store.create(.sample(), tags: [:], nextOpeningAt: nil, token: other)
        }
        #expect(try await store.windows(.init(), page: .all).items.count == 1)
    }

    @Test(arguments: StoreBackend.allCases)
    func `quotas hold and name themselves`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore(quotas: Quotas(windows: 1, targetsPerWindow: 1, tasksPerWindow: 1))
        defer { _ = keeper }
        let window = Window.sample()
        _ = try await store.create(window, tags: [:], nextOpeningAt: nil, token: nil)
        await #expect(throws: StoreError.limitExceeded(kind: "windows", limit: 1)) {
            try await store.create(.sample(), tags: [:], nextOpeningAt: nil, token: nil)
        }
        _ = try await store.register(WindowTarget.sample(of: window.id, tag: "A", "1"), token: nil)
        await #expect(throws: StoreError.limitExceeded(kind: "targets of a window", limit: 1)) {
            try await store.register(WindowTarget.sample(of: window.id, tag: "A", "2"), token: nil)
        }
        _ = try await store.register(WindowTask.sample(of: window.id, targets: []), token: nil)
        await #expect(throws: StoreError.limitExceeded(kind: "tasks of a window", limit: 1)) {
            try await store.register(WindowTask.sample(of: window.id, targets: []), token: nil)
        }
    }

    @Test(arguments: StoreBackend.allCases)
    func `windows are filtered by beginning of name, where an underscore is a letter`(on backend: StoreBackend)
        async throws
    {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        for name in ["a_b", "axb", "b"] {
            var window = Window.sample()
            window.name = name
            _ = try await store.create(window, tags: [:], nextOpeningAt: nil, token: nil)
        }
        let found = try await store.windows(WindowFilter(namePrefixes: ["a_"]), page: .all)
        #expect(found.items.map(\.window.name) == ["a_b"])
        #expect(try await store.windows(WindowFilter(isEnabled: false), page: .all).items.isEmpty)
    }

    @Test(arguments: StoreBackend.allCases)
    func `deleting a window takes its registrations and leaves its history`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let window = Window.sample()
        _ = try await store.create(window, tags: ["k": "v"], nextOpeningAt: .noon, token: nil)
        let target = WindowTarget.sample(of: window.id, tag: "A", "1")
        _ = try await store.register(target, token: nil)
        let opening = OpeningContract.opening(of: window, at: .noon)
        _ = try await store.record([opening])
        try await store.deleteWindow(window.id)
        try await store.deleteWindow(window.id)
        await #expect(throws: StoreError.self) { try await store.targets(of: window.id) }
        #expect(try await store.execution(opening.execution.id).execution.id == opening.execution.id)
        #expect(try await store.tags(of: "MaintenanceWindow", id: window.id.rawValue).isEmpty)
    }

    @Test(arguments: StoreBackend.allCases)
    func `a target in use is deregistered only when nobody minds`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let window = Window.sample()
        _ = try await store.create(window, tags: [:], nextOpeningAt: nil, token: nil)
        let target = WindowTarget.sample(of: window.id, tag: "A", "1")
        _ = try await store.register(target, token: nil)
        let task = WindowTask.sample(of: window.id, targets: [target.id])
        _ = try await store.register(task, token: nil)
        await #expect(throws: StoreError.targetInUse(target.id, by: task.id)) {
            try await store.deregisterTarget(target.id, of: window.id, safely: true, at: .noon)
        }
        try await store.deregisterTarget(target.id, of: window.id, safely: false, at: .noon)
        #expect(try await store.targets(of: window.id).isEmpty)
    }

    @Test(arguments: StoreBackend.allCases)
    func `nodes are found by what selectors say`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let web = Node.sample("web", tags: ["Role": "Web", "Stage": "Test"])
        let database = Node.sample("db", tags: ["Role": "DB", "Stage": "Test"])
        for node in [web, database] { try await store.add(node) }
        await #expect(throws: StoreError.alreadyExists(kind: "node", id: "web")) { try await store.add(.sample("web")) }
        func found(_ criteria: (String, [String])...) async throws -> Set<String> {
            let selector = try TargetSelector(criteria.map { TargetCriterion(key: $0.0, values: $0.1) })
            return Set(try await store.nodes(matching: selector).map(\.name))
        }
        #expect(try await found(("tag:Stage", ["Test"])) == ["web", "db"])
        #expect(try await found(("tag:Stage", ["Test"]), ("tag:Role", ["Web"])) == ["web"])
        #expect(try await found(("tag-key", ["Role", "Stage"])) == ["web", "db"])
        #expect(try await found(("InstanceIds", [web.id.rawValue, "mi-none"])) == ["web"])
        try await store.tag("ManagedInstance", id: web.id.rawValue, set: ["Stage": "Prod"], remove: ["Role"])
        #expect(try await store.node(web.id).tags == ["Stage": "Prod"])
        #expect(try await found(("tag:Stage", ["Test"])) == ["db"])
        try await store.removeNode(web.id)
        #expect(try await found(("tag:Stage", ["Prod"])) == [])
    }

    @Test(arguments: StoreBackend.allCases)
    func `documents have versions, one default and one latest`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        func document(_ version: Int, named versionName: String? = nil) -> Document {
            Document(
                name: "My-Doc", version: version, content: "content \(version)", hash: "hash-\(version)",
                format: "JSON",
                type: "Command", schemaVersion: "2.2", owner: "me", description: nil, displayName: nil,
                versionName: versionName, targetType: nil, platformTypes: ["Linux"], createdAt: .noon)
        }
        try await store.create(document(1))
        try await store.addVersion(document(2, named: "second"))
        await #expect(throws: StoreError.duplicateContent(document: "My-Doc", version: 1)) {
            var again = document(1)
            again = Document(
                name: again.name, version: 3, content: again.content, hash: again.hash, format: "JSON", type: "Command",
                schemaVersion: "2.2", owner: "me", description: nil, displayName: nil, versionName: nil,
                targetType: nil,
                platformTypes: [], createdAt: .noon)
            try await store.addVersion(again)
        }
        await #expect(throws: StoreError.duplicateVersionName(document: "My-Doc", name: "second")) {
            try await store.addVersion(document(3, named: "second"))
        }
        #expect(try await store.document("my-doc", .byDefault).document.version == 1)
        #expect(try await store.document("My-Doc", .latest).document.version == 2)
        #expect(try await store.document("My-Doc", .named("second")).document.content == "content 2")
        await #expect(throws: StoreError.notFound(kind: "document version", id: "My-Doc:9")) {
            try await store.document("My-Doc", .number(9))
        }
        try await store.setDefaultVersion(2, of: "My-Doc")
        await #expect(throws: StoreError.defaultVersion(document: "My-Doc", version: 2)) {
            try await store.deleteDocument("My-Doc", version: 2)
        }
        try await store.deleteDocument("My-Doc", version: 1)
        #expect(try await store.versions(of: "My-Doc").map(\.document.version) == [2])
        #expect(try await store.content(hash: "hash-1") == "content 1")
        try await store.deleteDocument("My-Doc", version: nil)
        await #expect(throws: StoreError.notFound(kind: "document", id: "My-Doc")) {
            try await store.document("My-Doc", .latest)
        }
    }

    @Test(arguments: StoreBackend.allCases)
    func `keys are found until they are revoked`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let key = AccessKey(id: "AKIA1", secret: "s", role: .reader, description: nil, createdAt: .noon)
        try await store.create(key)
        #expect(try await store.key("AKIA1") == key)
        try await store.revokeKey("AKIA1")
        #expect(try await store.key("AKIA1") == nil)
        await #expect(throws: StoreError.notFound(kind: "access key", id: "AKIA1")) {
            try await store.revokeKey("AKIA1")
        }
    }
}
