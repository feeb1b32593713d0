import AWSWire
package import Foundation
import Logging
import WindowCore
import WindowService
import WindowStore

/// One call of an operation, and what it may work with.
struct CallContext: Sendable {
    let control: Control
    let service: ServiceFacts
    let operation: OperationShape
    let input: RequestInput
    let caller: Caller
    /// Scheme, host and port by which the caller can reach the service again.
    let origin: String
    let logger: Logger

    var now: Date { control.clock.now }

    /// The client's promise that a repeated request is the same request; the fingerprint covers all its other members.
    func clientToken(_ token: String?) -> ClientToken? {
        guard let token else { return nil }
        var rest = input.value
        rest["ClientToken"] = nil
        return ClientToken(
            operation: operation.name, token: token, fingerprint: Fingerprint.sha256(rest.bytes()))
    }
}

/// What is known of the running service.
package struct ServiceFacts: Hashable, Sendable {
    package let version: String
    package let startedAt: Date

    package init(version: String, startedAt: Date) {
        self.version = version
        self.startedAt = startedAt
    }
}
