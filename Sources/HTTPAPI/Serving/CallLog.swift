import HTTPTypes
import Hummingbird
import Logging

/// Gives every request its ID, writes one line about it, and counts it.
struct CallLog: RouterMiddleware {
    let counters: RequestCounters
    let logger: Logger

    func handle(
        _ request: Request, context: APIContext, next: @concurrent (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        let clock = ContinuousClock()
        let startedAt = clock.now
        var response: Response
        do {
            response = try await next(request, context)
        } catch let error as HTTPError {
            response = Response(status: error.status)
        } catch {
            logger.error(
                "A request failed.", metadata: ["requestID": "\(context.record.requestID)", "error": "\(error)"])
            response = Response(status: .internalServerError)
        }
        response.headers[.amzRequestID] = context.record.requestID
        let elapsed = clock.now - startedAt
        let notes = context.record.current
        let operation = notes.operation ?? Self.name(of: request)
        counters.count(operation: operation, status: response.status.code, error: notes.errorCode, elapsed: elapsed)
        var metadata: Logger.Metadata = [
            "operation": "\(operation)", "requestID": "\(context.record.requestID)",
            "caller": "\(notes.caller ?? "-")", "status": "\(response.status.code)",
            "milliseconds": "\(elapsed.milliseconds)",
        ]
        if let code = notes.errorCode { metadata["error"] = "\(code)" }
        // Whoever watches asks twice a second; what changes something, or goes wrong, is what a log is read for.
        let isQuiet = Self.isProbe(request) || (Operation.isReading(operation) && notes.errorCode == nil)
        logger.log(level: isQuiet ? .debug : .info, "A request was answered.", metadata: metadata)
        return response
    }

    /// Paths that exist by their name, all others by one, so that nobody can fill the counters.
    private static func name(of request: Request) -> String {
        switch request.uri.path {
        case "/": "unknown"
        case "/health", "/ready", "/metrics": String(request.uri.path.dropFirst())
        case let path where path.hasPrefix(SnapshotLink.path + "/"): "patch-snapshots"
        default: "other"
        }
    }

    private static func isProbe(_ request: Request) -> Bool {
        ["/health", "/ready", "/metrics"].contains(request.uri.path)
    }
}

extension Duration {
    /// With microseconds.
    var milliseconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) * 1000 + Double(attoseconds / 1_000_000_000_000) / 1000
    }
}
