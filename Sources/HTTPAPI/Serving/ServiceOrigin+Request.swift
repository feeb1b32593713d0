import HTTPTypes
import WindowService

extension ServiceOrigin {
    /// Scheme, host and port for the answer to a request: over TCP the host by which the client found the service, over
    /// the Unix socket, where there is no such name, the address on which it also listens.
    func origin(for request: HTTPRequest, door: Door) -> String {
        if let configured { return configured }
        let asked = request.authority.flatMap { $0.isEmpty ? nil : "http://\($0)" }
        return switch door {
        case .tcp: asked ?? url ?? "http://localhost"
        case .socket: url ?? asked ?? "http://localhost"
        }
    }
}
