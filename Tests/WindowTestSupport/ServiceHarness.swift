import Crypto
import Documents
package import Foundation
package import Logging
package import NodeAccess
package import Notifications
package import WindowCore
package import WindowService
package import WindowStore

/// The running services on a store, a transport and a clock of the test's.
package struct ServiceHarness: Sendable {
    package let control: Control
    package let clock: ManualClock
    package let temporary: TemporaryStore
    package let logger: Logger

    package init(
        now: Date = .noon, transport: any NodeTransport = ScriptedTransport(),
        courier: any Courier = ScriptedCourier(), settings: ControlSettings = ControlSettings(),
        origin: ServiceOrigin = ServiceOrigin()
    ) async throws {
        temporary = try TemporaryStore(quotas: settings.quotas)
        clock = ManualClock(now)
        control = Control(
            store: temporary.store, transport: transport, courier: courier, clock: clock, settings: settings,
            origin: origin)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        self.logger = logger
        for shipped in ShippedDocument.all { try await install(shipped.name, shipped.text) }
    }

    package var store: any Store { control.store }

    package func install(_ name: String, _ text: String) async throws {
        let content = try DocumentContent(parsing: text)
        try await store.install(
            Document(
                name: name, version: 1, content: text,
                hash: SHA256.hash(data: Data(text.utf8)).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
                    .joined(),
                format: content.format.rawValue, type: "Command", schemaVersion: content.schemaVersion.rawValue,
                owner: "Amazon", description: nil, displayName: nil, versionName: nil, targetType: nil,
                platformTypes: content.platformTypes.map(\.rawValue), createdAt: clock.now))
    }

    /// `count` nodes tagged `Workload=Test`.
    @discardableResult
    package func addNodes(_ count: Int) async throws -> [Node] {
        let nodes = (0..<count).map { Node.sample("node-\($0)", tags: ["Workload": "Test"]) }
        for node in nodes { try await store.add(node) }
        return nodes
    }

    /// A window that is due now, with one target on `Workload=Test` and the given tasks.
    package func addWindow(
        _ window: Window = .sample(), tasks: (WindowTargetID) -> [WindowTask]
    ) async throws -> WindowID {
        _ = try await store.create(window, tags: [:], nextOpeningAt: clock.now, token: nil)
        let target = WindowTarget.sample(of: window.id, tag: "Workload", "Test")
        _ = try await store.register(target, token: nil)
        for task in tasks(target.id) { _ = try await store.register(task, token: nil) }
        return window.id
    }

    /// Runs every service until the body returns.
    package func running<T: Sendable>(
        owner: String = "test", _ body: @Sendable () async throws -> T
    ) async throws -> T {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await WindowOpener(control: control, logger: logger).run() }
            group.addTask { try await TaskDispatcher(control: control, logger: logger).run() }
            group.addTask { try await InvocationDispatcher(control: control, owner: owner, logger: logger).run() }
            group.addTask { try await NodeErrands(control: control, logger: logger).run() }
            defer { group.cancelAll() }
            return try await body()
        }
    }

    /// Waits, without moving the clock, until the store says so.
    package func eventually(_ condition: () async throws -> Bool) async throws {
        while try await !condition() {
            try Task.checkCancellation()
            await Task.yield()
        }
    }

    package func executions(of window: WindowID) async throws -> [Execution] {
        try await store.executions(of: window, filter: ExecutionFilter(), page: .all).items
    }

    /// The window's only execution, once it is final.
    package func finalExecution(of window: WindowID) async throws -> ExecutionRecord {
        try await eventually { try await executions(of: window).last?.state.isFinal ?? false }
        let execution = try await executions(of: window)
        return try await store.execution(execution[execution.count - 1].id)
    }

    /// The states of all invocations, in order.
    package func states() async throws -> [InvocationState] {
        try await store.invocations(CommandFilter(), page: .all).items.map(\.invocation.state)
    }
}
