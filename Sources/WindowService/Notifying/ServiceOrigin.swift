import Synchronization

/// Where the service is reached from outside: what addresses in messages and answers begin with.
package final class ServiceOrigin: Sendable {
    /// What the operator has said, such as `https://mw.example`: counts above all, since only they know what stands in
    /// front of the service.
    package let configured: String?
    private let listening = Mutex<String?>(nil)

    package init(configured: String? = nil) {
        self.configured = configured.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
    }

    /// The TCP listener accepts requests.
    package func listens(host: String, port: Int) {
        // What stands for every address is none that a client could go to.
        let name = ["0.0.0.0", "::"].contains(host) ? "127.0.0.1" : host
        listening.withLock { $0 = "http://" + (name.contains(":") ? "[\(name)]" : name) + ":\(port)" }
    }

    /// Scheme, host and port, without a slash at the end; `nil` until the service listens.
    package var url: String? { configured ?? listening.withLock { $0 } }
}
