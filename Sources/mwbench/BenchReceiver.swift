import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A receiver that takes every message at once and counts them.
final class BenchReceiver: Sendable {
    private let received = Atomic(0)
    private let group: MultiThreadedEventLoopGroup
    private let channel: any Channel

    var count: Int { received.load(ordering: .relaxed) }

    /// On loopback, at a port that the system chooses.
    var port: Int { channel.localAddress?.port ?? 0 }

    private init(group: MultiThreadedEventLoopGroup, channel: any Channel) {
        self.group = group
        self.channel = channel
    }

    static func start() async throws -> BenchReceiver {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let handlers = HandlerBox()
        let channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 512)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Taker { handlers.receiver?.count(1) })
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let receiver = BenchReceiver(group: group, channel: channel)
        handlers.set(receiver)
        return receiver
    }

    func stop() async throws {
        try await channel.close()
        try await group.shutdownGracefully()
    }

    private func count(_ number: Int) { received.wrappingAdd(number, ordering: .relaxed) }

    /// The connections begin before there is a receiver to count for.
    private final class HandlerBox: Sendable {
        private let held = Mutex<BenchReceiver?>(nil)

        var receiver: BenchReceiver? { held.withLock { $0 } }

        func set(_ receiver: BenchReceiver) { held.withLock { $0 = receiver } }
    }

    private final class Taker: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let onMessage: @Sendable () -> Void

        init(onMessage: @escaping @Sendable () -> Void) { self.onMessage = onMessage }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            guard case .end = unwrapInboundIn(data) else { return }
            onMessage()
            let head = HTTPResponseHead(version: .http1_1, status: .ok, headers: ["Content-Length": "0"])
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
    }
}
