import AWSWire
import Foundation
import HTTPTypes
import Hummingbird
import WindowCore
import WindowService
import WindowStore

/// Finds out who sent a request, before anything in its body is read.
struct Authentication: Sendable {
    let control: Control
    let door: Door
    /// A signature is good for one service.
    let service: WireService

    /// - Throws: `SignatureRefusal`, `StoreError`.
    func caller(of request: HTTPRequest, body: [UInt8]) async throws -> Caller {
        switch door {
        case .socket: return .socket
        case .tcp: return try await signer(of: request, body: body)
        }
    }

    private func signer(of request: HTTPRequest, body: [UInt8]) async throws -> Caller {
        let target = (request.path ?? "/").split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var headers = request.headerFields.map { (name: $0.name.rawName, value: $0.value) }
        if let authority = request.authority { headers.append((name: "host", value: authority)) }
        let signed = SignedRequest(
            method: request.method.rawValue, path: target.first.map(String.init) ?? "/",
            query: target.count == 2 ? String(target[1]) : "", headers: headers, body: body)
        var found: AccessKey?
        let signer = try await SignatureVerifier(
            region: control.settings.region, service: service.rawValue
        ).verify(
            signed, now: control.clock.now
        ) { id in
            found = try await control.store.key(id)
            return found?.secret
        }
        // Keys of this service are permanent: a session token belongs to some other service's credentials.
        guard signer.sessionToken == nil, let found else { throw SignatureRefusal.unknownKey }
        return .key(id: found.id, role: found.role)
    }
}
