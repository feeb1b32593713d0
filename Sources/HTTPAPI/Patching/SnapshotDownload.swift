import AWSWire
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Patching
import WindowCore
import WindowService
import WindowStore

/// `GET /patch-snapshots/…`: a frozen snapshot, for whoever has an address that is signed and not too old.
struct SnapshotDownload: Sendable {
    let control: Control
    let logger: Logger

    func answer(_ request: Request, _ context: APIContext) async -> Response {
        do {
            return try await content(request, context)
        } catch SnapshotLink.Refusal.expired {
            return refusal(
                .forbidden, "AccessDenied",
                "This address has expired. GetDeployablePatchSnapshotForInstance gives a new one.", context)
        } catch is SnapshotLink.Refusal {
            return refusal(
                .forbidden, "AccessDenied",
                "The signature of this address is not valid: it was changed, cut, or made by another service.", context)
        } catch {
            logger.error(
                "A snapshot could not be read.",
                metadata: [
                    "requestID": "\(context.record.requestID)",
                    "error": "\((error as? any UserFacingError)?.sentence ?? "\(error)")",
                ])
            return refusal(
                .internalServerError, "InternalServerError", "The service could not answer; its log says why.", context)
        }
    }

    private func content(_ request: Request, _ context: APIContext) async throws -> Response {
        let parts = request.uri.path.split(separator: "/").map { String($0).removingPercentEncoding ?? "" }
        guard parts.count == 4 else { throw SnapshotLink.Refusal.invalid }
        var query: [String: String] = [:]
        // A parameter that is given twice is read differently by different programs; one value decides here: the first.
        for (name, value) in request.uri.queryParameters where query[String(name)] == nil {
            query[String(name)] = String(value)
        }
        let link = try SnapshotLink(
            (parts[1], parts[2], parts[3]), query: query, key: await control.snapshotKey(), now: control.clock.now)
        // Addresses end with their snapshot at the latest, so the current one is the one it was given for.
        guard let snapshot = try await control.currentSnapshot(link.identity) else {
            throw SnapshotLink.Refusal.expired
        }
        let node = try await control.store.nodes([link.nodeID]).first
        let report = try await control.store.patchReport(of: link.nodeID)
        let product = report?.product ?? node?.facts?.product ?? ""
        let content = SnapshotContent(
            snapshot, link: link, product: product,
            versions: try await control.store.frozenVersions(of: snapshot, product: product),
            settings: control.settings)
        return Response(
            status: .ok, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(bytes: try content.bytes())))
    }

    private func refusal(
        _ status: HTTPResponse.Status, _ code: String, _ message: String, _ context: APIContext
    ) -> Response {
        context.record.note { $0.errorCode = code }
        let body: JSONValue = ["Code": .string(code), "Message": .string(message)]
        return Response(
            status: status, headers: [.contentType: "application/json"],
            body: .init(byteBuffer: ByteBuffer(bytes: body.bytes())))
    }
}
