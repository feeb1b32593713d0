import AWSWire

/// Calls operations of the service. The one implementation that reaches a network is ``HTTPControlClient``.
protocol ControlClient: Sendable {
    /// - Parameters:
    ///   - target: what `X-Amz-Target` says, such as `AmazonSSM.GetMaintenanceWindow`.
    ///   - input: the request's body.
    /// - Returns: the answer's body.
    /// - Throws: what the service or the network had against it.
    func call(_ target: String, _ input: JSONValue) async throws(CallFailure) -> JSONValue
}

/// Why a call brought no result.
enum CallFailure: Error, Equatable {
    /// Nothing there, or the connection broke: nobody knows whether the request arrived.
    case unreachable(place: String, reason: String, hint: String?)
    /// The service answered with an error.
    case refused(WireError)
    /// Something answered that does not speak this protocol.
    case notUnderstood(place: String, reason: String)
}

/// A result as Swift's values and as the JSON that arrived, which `-o json` prints.
struct Reply<Value: Sendable>: Sendable {
    let value: Value
    let json: JSONValue
}

extension ControlClient {
    func call<Request: WireRequest>(_ request: Request) async throws(CallFailure) -> Reply<Request.Response> {
        let json = try await call(Request.target, Self.body(request))
        return Reply(value: try Self.decode(Request.Response.self, json), json: json)
    }

    /// All pages of a listing as if they were one, without `NextToken`.
    /// - Parameters:
    ///   - member: the member of the result that holds the list.
    ///   - limit: stop asking once there are this many, and cut the list there.
    func list<Request: WireRequest>(
        _ request: Request, _ member: String, limit: Int = .max
    ) async throws(CallFailure) -> Reply<Request.Response> {
        var body = try Self.body(request)
        var elements: [JSONValue] = []
        var result: JSONValue
        var token: JSONValue?
        repeat {
            if let token { body["NextToken"] = token }
            result = try await call(Request.target, body)
            elements += result[member]?.arrayValue ?? []
            let next = result["NextToken"]
            // A service that repeats its token would keep us here for ever.
            if next != nil, next == token {
                throw .notUnderstood(place: Request.target, reason: "it repeats the token of a page")
            }
            token = next?.stringValue.flatMap { $0.isEmpty ? nil : .string($0) }
        } while token != nil && elements.count < limit
        result["NextToken"] = nil
        result[member] = .array(Array(elements.prefix(limit)))
        return Reply(value: try Self.decode(Request.Response.self, result), json: result)
    }

    private static func body(_ request: some WireRequest) throws(CallFailure) -> JSONValue {
        do {
            return try JSONValue(parsing: WireCoding.encode(request), maximumBytes: RequestInput.defaultMaximumBytes)
        } catch {
            throw .refused(WireError(.validationException, "The request is too large to send."))
        }
    }

    private static func decode<Value: Decodable>(_ type: Value.Type, _ json: JSONValue) throws(CallFailure) -> Value {
        do {
            return try WireCoding.decode(type, from: json.bytes())
        } catch {
            throw .notUnderstood(place: "the service", reason: "its answer has another shape than this mwctl expects")
        }
    }
}
