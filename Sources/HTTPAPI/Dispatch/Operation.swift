import AWSWire
import Foundation
import WindowCore

/// One operation of the API: what it is called, who may call it, and what it does.
struct Operation: Sendable {
    /// What `X-Amz-Target` says.
    let target: String
    /// The least that the caller must be.
    let role: CallerRole
    let perform: @Sendable (CallContext) async throws -> [UInt8]

    /// Whether the operation of this name only reads; a name without its prefix.
    static func isReading(_ name: String) -> Bool {
        ["Get", "Describe", "List", "Preview", "Explain"].contains(where: name.hasPrefix)
    }

    init<Request: WireRequest>(
        _ request: Request.Type, for role: CallerRole,
        handle: @escaping @Sendable (Request, CallContext) async throws -> Request.Response
    ) {
        target = Request.target
        self.role = role
        perform = { call in
            try WireCoding.encode(await handle(call.input.decode(Request.self), call))
        }
    }
}
