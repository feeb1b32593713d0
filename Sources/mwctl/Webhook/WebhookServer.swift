import AWSWire
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix

/// A small HTTP server whose every POST is a message.
struct WebhookServer: Sendable {
    let desk: ReceptionDesk
    /// What notifications are answered with.
    let status: Int
    let delaySeconds: Double
    let console: Console
    let format: LineFormat
    let clock: any WallClock

    /// A message has 256 KiB at most; its escapes may double it.
    static let largestBody = 512 << 10
    /// A body that is too large is read and dropped as far as this: to close before its end would hide the answer.
    private static let longestPatience = 16 << 20

    private typealias Connection = NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>

    /// Serves until it is cancelled, and says first where: with port 0 nobody knows otherwise.
    func run(host: String, port: Int) async throws {
        let server: NIOAsyncChannel<Connection, Never>
        do {
            server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .bind(host: host, port: port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                        return try Connection(wrappingChannelSynchronously: channel)
                    }
                }
        } catch {
            throw Complaint(
                .failed, "Cannot listen on \(host), port \(port): \(Self.reason(error)).",
                hint: "Choose another --port; 0 takes a free one.")
        }
        let chosen = server.channel.localAddress?.port ?? port
        let shownHost = host.contains(":") ? "[\(host)]" : host
        let line = "Listening on http://\(shownHost):\(chosen)/"
        if format == .table { console.write(line + "\n") } else { console.remark(line) }
        try await server.executeThenClose { connections in
            try await withThrowingDiscardingTaskGroup { group in
                for try await connection in connections {
                    // A client that breaks off is no reason to stop.
                    group.addTask { try? await serve(connection) }
                }
            }
        }
    }

    private static func reason(_ error: any Error) -> String {
        (error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? String(describing: error)
    }

    private func serve(_ connection: Connection) async throws {
        try await connection.executeThenClose { inbound, outbound in
            var head: HTTPRequestHead?
            var body = ByteBuffer()
            var size = 0
            for try await part in inbound {
                switch part {
                case .head(let given):
                    head = given
                    body.clear()
                    size = 0
                case .body(var bytes):
                    size += bytes.readableBytes
                    if size <= Self.largestBody {
                        body.writeBuffer(&bytes)
                    } else if size > Self.longestPatience {
                        return
                    }
                case .end:
                    guard let request = head else { return }
                    if size > Self.largestBody {
                        try await answer(.payloadTooLarge, "A message has at most 512 KiB.\n", to: request, outbound)
                    } else {
                        try await answer(request, body, outbound)
                    }
                    guard request.isKeepAlive else { return }
                }
            }
        }
    }

    private typealias Outbound = NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>

    private func answer(_ request: HTTPRequestHead, _ body: ByteBuffer, _ outbound: Outbound) async throws {
        guard request.method == .POST else {
            return try await answer(.methodNotAllowed, "Messages are sent with POST.\n", to: request, outbound)
        }
        let headers = request.headers
        let reception = await desk.receive(body: String(buffer: body)) { headers.first(name: $0) }
        print(reception)
        guard reception.type.isEmpty || reception.isNotification else {
            return try await answer(.ok, "", to: request, outbound)
        }
        if delaySeconds > 0 { try await clock.sleep(seconds: delaySeconds) }
        try await answer(HTTPResponseStatus(statusCode: status), "", to: request, outbound)
    }

    private func print(_ reception: Reception) {
        console.write((format == .table ? reception.line : reception.json.text()) + "\n")
    }

    private func answer(
        _ status: HTTPResponseStatus, _ text: String, to request: HTTPRequestHead, _ outbound: Outbound
    ) async throws {
        var head = HTTPResponseHead(version: .http1_1, status: status)
        // 204 and 304 have no body, and no word about its length.
        let hasBody = status.mayHaveResponseBody
        if hasBody { head.headers.add(name: "content-length", value: String(text.utf8.count)) }
        if status == .methodNotAllowed { head.headers.add(name: "allow", value: "POST") }
        if !request.isKeepAlive { head.headers.add(name: "connection", value: "close") }
        try await outbound.write(.head(head))
        if hasBody, !text.isEmpty, request.method != .HEAD {
            try await outbound.write(.body(.byteBuffer(ByteBuffer(string: text))))
        }
        try await outbound.write(.end(nil))
    }
}
