import AWSWire
import Foundation
package import Hummingbird
package import Logging
import NIOCore
import WindowCore
package import WindowService
import WindowStore

/// The control API on one listener. Both listeners of a service are made from one server, so that they share counters.
package struct APIServer: Sendable {
    private let control: Control
    private let service: ServiceFacts
    private let logger: Logger
    private let counters = RequestCounters()

    package init(control: Control, service: ServiceFacts, logger: Logger) {
        self.control = control
        self.service = service
        self.logger = logger
    }

    /// The API on an address; requests must be signed.
    /// - Parameters:
    ///   - port: 0 lets the system choose.
    ///   - onRunning: told the port once requests are accepted.
    package func tcp(
        host: String, port: Int, onRunning: @escaping @Sendable (Int) async -> Void = { _ in }
    ) -> some ApplicationProtocol {
        let origin = control.origin
        return application(.tcp, address: .hostname(host, port: port)) { channel in
            let port = channel.localAddress?.port ?? port
            origin.listens(host: host, port: port)
            await onRunning(port)
        }
    }

    /// The API on a Unix socket, mode 0660; whoever may open it is an administrator.
    ///
    /// A socket file that nobody answers is replaced. Put it in a directory that only the service may write: between the
    /// binding and the change of its mode the file has the process's default mode.
    /// - Throws: ``SocketError`` when a live service answers on it, or something else than a socket has that path.
    package func unixSocket(
        path: String, onRunning: @escaping @Sendable () async -> Void = {}
    ) throws(SocketError) -> some ApplicationProtocol {
        let file = SocketFile(path: path)
        try file.makeWay()
        let logger = logger
        return application(.socket, address: .unixDomainSocket(path: path)) { channel in
            do throws(SocketError) {
                try file.setMode()
            } catch {
                logger.critical(
                    "The socket's mode could not be set; it is closed.", metadata: ["error": "\(error.message)"])
                channel.close(promise: nil)
                return
            }
            await onRunning()
        }
    }

    private func application(
        _ door: Door, address: BindAddress, onRunning: @escaping @Sendable (any Channel) async -> Void
    ) -> Application<RouterResponder<APIContext>> {
        Application(
            router: router(door),
            server: .http1(configuration: .init(idleTimeout: .seconds(75))),
            configuration: ApplicationConfiguration(address: address, serverName: nil), onServerRunning: onRunning,
            logger: logger)
    }

    /// The routes behind one door.
    func router(_ door: Door, table: OperationTable = .standard) -> Router<APIContext> {
        let router = Router(context: APIContext.self)
        router.add(middleware: CallLog(counters: counters, logger: logger))
        let endpoint = Endpoint(
            control: control, service: service, door: door, table: table, logger: logger)
        let links = LinkEndpoint(endpoint: endpoint)
        let download = SnapshotDownload(control: control, logger: logger)
        router.get("\(SnapshotLink.path)/**") { request, context in await download.answer(request, context) }
        router.post("/") { request, context in await endpoint.answer(request, context) }
        router.get("/") { request, context in await links.answer(request, context) }
        let certificate = SigningCertificate(control: control, logger: logger)
        router.get("/:\(SigningCertificate.parameter)") { request, context in
            await certificate.answer(request, context)
        }
        router.get("/health") { _, _ in Response.text(.ok, "The service is running.\n") }
        router.get("/ready") { _, _ in await ready() }
        router.get("/metrics") { _, _ in await metrics() }
        return router
    }

    private func ready() async -> Response {
        do {
            try await control.store.check()
            return .text(.ok, "The store answers.\n")
        } catch {
            logger.error("The store does not answer.", metadata: ["error": "\(error.sentence)"])
            return .text(.serviceUnavailable, "The store does not answer.\n")
        }
    }

    private func metrics() async -> Response {
        do {
            let statistics = try await control.store.statistics()
            let page = MetricsPage(
                statistics: statistics, counters: counters, service: service, now: control.clock.now)
            return .text(.ok, page.text, type: "text/plain; version=0.0.4; charset=utf-8")
        } catch {
            logger.error("The store does not answer.", metadata: ["error": "\(error.sentence)"])
            return .text(.serviceUnavailable, "The store does not answer.\n")
        }
    }
}

extension Response {
    static func text(_ status: HTTPResponse.Status, _ text: String, type: String = "text/plain; charset=utf-8") -> Self
    {
        Response(
            status: status, headers: [.contentType: type], body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}
