import HTTPTypes
import Synchronization

/// Where the service is reached: what addresses that it hands out begin with.
final class ServiceAddress: Sendable {
    /// What the operator has said, such as `https://mw.example`: counts above all, since only they know what stands in
    /// front of the service.
    private let configured: String?
    private let listening = Mutex<String?>(nil)

    init(configured: String?) {
        self.configured = configured.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
    }

    /// The TCP listener accepts requests.
    func listens(host: String, port: Int) {
        // What stands for every address is none that a client could go to.
        let name = ["0.0.0.0", "::"].contains(host) ? "127.0.0.1" : host
        listening.withLock { $0 = "http://" + (name.contains(":") ? "[\(name)]" : name) + ":\(port)" }
    }

    /// Scheme, host and port for the answer to a request: over TCP the host by which the client found the service, over
    /// the Unix socket, where there is no such name, the address on which it also listens.
    func origin(for request: HTTPRequest, door: Door) -> String {
        if let configured { return configured }
        let asked = request.authority.flatMap { $0.isEmpty ? nil : "http://\($0)" }
        let own = listening.withLock { $0 }
        return switch door {
        case .tcp: asked ?? own ?? "http://localhost"
        case .socket: own ?? asked ?? "http://localhost"
        }
    }
}
