import Documents
import Foundation
import Logging
import NodeAccess
import Notifications
import WindowCore
import WindowService
import WindowStore
import WindowStoreSQLite

/// The running service without its API, on a scratch directory.
struct BenchService {
    let control: Control
    let logger: Logger
    let store: SQLiteStore

    init(
        in scratch: Scratch, ssh: SSHSettings? = nil, largestConcurrency: Int = 200, courier: any Courier = NoCourier()
    ) async throws {
        store = try SQLiteStore(path: scratch.path + "/bench.sqlite")
        let clock = SystemClock()
        let transport = NodeTransports(
            ssh: ssh ?? SSHSettings(controlDirectory: scratch.path + "/ssh"),
            localSpoolDirectory: scratch.path + "/spool",
            now: { clock.now })
        control = Control(
            store: store, transport: transport, courier: courier, clock: clock,
            settings: ControlSettings(largestConcurrency: largestConcurrency),
            origin: ServiceOrigin(configured: "http://127.0.0.1:8420"))
        var logger = Logger(label: "bench")
        logger.logLevel = .error
        self.logger = logger
        try await control.installShippedDocuments()
    }

    /// Sends one command to all nodes and waits for its end.
    func run(on nodes: [Node], script: String, concurrency: Int) async throws -> CommandProgress {
        let order = CommandOrder(
            document: "AWS-RunShellScript", run: RunCommandParameters(parameters: ["commands": [script]]),
            maxConcurrency: "\(concurrency)", maxErrors: "100%")
        let share = CommandShare(nodes: nodes.map { ($0.id, $0.name) })
        let (commands, rate) = try await CommandFactory(store: store).commands(
            for: order, budget: BudgetID(rawValue: share.commandID.rawValue), shares: [share])
        try await store.send(commands[0], rate: rate, at: control.clock.now)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await InvocationDispatcher(control: control, owner: "bench", logger: logger).run() }
            defer { group.cancelAll() }
            while true {
                let progress = try await store.command(share.commandID)
                if progress.state.isFinal { return progress }
                try await control.clock.sleep(seconds: 0.01)
            }
        }
    }
}
