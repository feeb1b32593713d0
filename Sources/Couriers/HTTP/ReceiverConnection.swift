import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A connection to one address.
final class ReceiverConnection: Sendable {
    let destination: Destination
    private let channel: any Channel
    private let handler: NIOLoopBound<ExchangeHandler>

    private init(_ channel: any Channel, _ handler: NIOLoopBound<ExchangeHandler>, to destination: Destination) {
        self.destination = destination
        self.channel = channel
        self.handler = handler
    }

    /// Connects to the destination's address, and to nothing else: no name is asked for again, no proxy is looked for.
    ///
    /// Returns before the TLS handshake. Cancellation ends the attempt.
    static func open(
        to destination: Destination, trust: ReceiverTrust, connectLimit: TimeAmount, limits: ExchangeHandler.Limits
    ) async throws -> ReceiverConnection {
        let attempt = Attempt()
        return try await withTaskCancellationHandler {
            let address = try destination.address.socketAddress(port: destination.port)
            let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connectTimeout(connectLimit)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let tls = destination.usesTLS ? try trust.handler(for: destination) : nil
                        if let tls { try channel.pipeline.syncOperations.addHandler(tls) }
                        let handler = ExchangeHandler(
                            channel: channel, limits: limits, tls: tls, host: destination.host)
                        try channel.pipeline.syncOperations.addHandler(handler)
                        try attempt.begin(channel, NIOLoopBound(handler, eventLoop: channel.eventLoop))
                    }
                }
                .connect(to: address).get()
            guard let handler = attempt.handler else { throw ChannelError.ioOnClosedChannel }
            return ReceiverConnection(channel, handler, to: destination)
        } onCancel: {
            attempt.cancel()
        }
    }

    /// A connection in the making, which can be given up.
    private final class Attempt: Sendable {
        private struct State {
            var channel: (any Channel)?
            var handler: NIOLoopBound<ExchangeHandler>?
            var isCancelled = false
        }

        private let state = Mutex(State())

        var handler: NIOLoopBound<ExchangeHandler>? { state.withLock { $0.handler } }

        func begin(_ channel: any Channel, _ handler: NIOLoopBound<ExchangeHandler>) throws {
            try state.withLock { state in
                guard !state.isCancelled else { throw CancellationError() }
                state.channel = channel
                state.handler = handler
            }
        }

        func cancel() {
            let channel = state.withLock { state in
                state.isCancelled = true
                return state.channel
            }
            channel?.close(promise: nil)
        }
    }

    /// Cancellation ends the connection; an answer that is there by then counts.
    func exchange(_ request: PostRequest) async throws -> ExchangeHandler.Success {
        let promise = channel.eventLoop.makePromise(of: ExchangeHandler.Success.self)
        return try await withTaskCancellationHandler {
            channel.eventLoop.execute { [handler] in handler.value.begin(request, promise: promise) }
            return try await promise.futureResult.get()
        } onCancel: {
            channel.eventLoop.execute { [handler] in handler.value.giveUp(CancellationError()) }
        }
    }

    func whenClosed(_ action: @escaping @Sendable () -> Void) {
        channel.closeFuture.whenComplete { _ in action() }
    }

    /// Returns when it is closed.
    func close() async {
        channel.eventLoop.execute { [handler] in handler.value.giveUp(ChannelError.ioOnClosedChannel) }
        try? await channel.closeFuture.get()
    }
}
