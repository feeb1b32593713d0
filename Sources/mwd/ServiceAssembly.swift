import Couriers
import Foundation
import Glibc
import HTTPAPI
import Hummingbird
import Logging
import NIOCore
import NodeAccess
import ServiceLifecycle
import UnixSignals
import WindowCore
import WindowService
import WindowStoreSQLite

/// Why the API cannot be offered.
enum ListenFailure: UserFacingError {
    case inUse(String)

    var code: String { "AddressInUse" }
    var message: String {
        switch self {
        case .inUse(let address): "The address \(address) is in use by another program."
        }
    }
    var hint: String? { "Stop that one, or listen elsewhere with --listen HOST:PORT." }
}

/// Puts the rooms together and runs them: one store, one transport, one group of services. No decisions.
struct ServiceAssembly {
    private let configuration: ServiceConfiguration
    private let logger: Logger

    init(_ configuration: ServiceConfiguration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
    }

    func run() async throws {
        raiseDescriptorLimit()
        let data = try DataDirectory(claiming: configuration.dataDirectory)
        // The store holds secrets. The mask is put back at once, because work on local nodes inherits it.
        let mask = umask(0o077)
        let store = try SQLiteStore(path: data.databasePath, quotas: configuration.settings.quotas)
        umask(mask)
        let clock = SystemClock()
        let transport = NodeTransports(
            ssh: SSHSettings(controlDirectory: data.sshControlDirectory), localSpoolDirectory: data.spoolDirectory,
            now: { clock.now })
        let couriers = try CourierAssembly(configuration)
        let sendmail = configuration.couriers.sendmailPath
        if configuration.settings.notifications.mailFrom != nil, access(sendmail, X_OK) != 0 {
            logger.warning("There is no mail agent; mail stays owed.", metadata: ["sendmail": "\(sendmail)"])
        }
        let control = Control(
            store: store, transport: transport, courier: couriers.postOffice, clock: clock,
            settings: configuration.settings, origin: ServiceOrigin(configured: configuration.publicEndpoint))
        try await control.installShippedDocuments()

        let api = APIServer(
            control: control, service: ServiceFacts(version: Mwd.version, startedAt: clock.now), logger: logger)
        let (logger, host, socketPath) = (logger, configuration.host, configuration.socketPath)
        let tcp = api.tcp(host: host, port: configuration.port) { port in
            logger.info("The API listens.", metadata: ["address": "\(host):\(port)"])
        }
        let socket = try api.unixSocket(path: socketPath) {
            logger.info("The API listens.", metadata: ["socket": "\(socketPath)"])
        }
        let owner = "\(ProcessInfo.processInfo.hostName)/\(getpid())/\(UUID().uuidString.lowercased())"
        logger.info("The service starts.", metadata: ["version": "\(Mwd.version)", "data": "\(data.path)"])

        // The order of dependency: what comes last stops first, so no request meets a service that is gone.
        let services: [any Service] = [
            HistoryPruner(control: control, logger: logger), DeliveryRunner(control: control, logger: logger),
            OutboxReader(control: control, logger: logger), NodeErrands(control: control, logger: logger),
            InvocationDispatcher(control: control, owner: owner, logger: logger),
            TaskDispatcher(control: control, logger: logger), WindowOpener(control: control, logger: logger), tcp,
            socket,
        ]
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: services.map { .init(service: $0) }, gracefulShutdownSignals: [.sigterm, .sigint],
                logger: logger))
        defer { logger.info("The service has stopped.") }
        do {
            try await group.run()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            await close(transport, couriers)
            throw ListenFailure.inUse("\(host):\(configuration.port)")
        } catch {
            await close(transport, couriers)
            throw error
        }
        await close(transport, couriers)
        try store.close()
    }

    private func close(_ transport: NodeTransports, _ couriers: CourierAssembly) async {
        await transport.close()
        await couriers.http.shutdown()
    }

    /// Every node at work takes a few descriptors; the default of 1024 is for programs that have few friends.
    private func raiseDescriptorLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
