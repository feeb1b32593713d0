import NIOCore
import NIOSSL

/// One connection's requests and answers, one after another. Everything happens on the connection's event loop.
final class ExchangeHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    struct Limits: Sendable {
        /// For the TLS handshake.
        let handshake: TimeAmount
        /// From an answer to the end of its body.
        let body: TimeAmount
        let idle: TimeAmount
    }

    /// An answer, and whether the connection may carry the next request.
    struct Success: Sendable {
        let answer: Answer
        let isReusable: Bool
    }

    struct Failure: Error {
        let cause: any Error
        /// Whether the request, or its beginning, has left; if not, the receiver knows nothing of it.
        let wasHeard: Bool
        /// The connection ended, and not a byte of an answer came: what one does that was closed while it was kept.
        var wasSilent = false
    }

    struct HandshakeTimeout: Error {}

    private struct Exchange {
        let request: PostRequest
        let promise: EventLoopPromise<Success>
        var reader = AnswerReader()
        var wasHeard = false
        var isSent = false
    }

    private let channel: any Channel
    private let limits: Limits
    private var exchange: Exchange?
    private let tls: NIOSSLClientHandler?
    private let host: String
    private var isSecured = false
    private var timer: Scheduled<Void>?
    /// What went wrong while nobody asked.
    private var trouble: (any Error)?

    /// - Parameters:
    ///   - tls: `nil` for cleartext.
    ///   - host: whom the certificate must name.
    init(channel: any Channel, limits: Limits, tls: NIOSSLClientHandler?, host: String) {
        self.channel = channel
        self.limits = limits
        self.tls = tls
        self.host = host
    }

    func begin(_ request: PostRequest, promise: EventLoopPromise<Success>) {
        guard exchange == nil, trouble == nil, channel.isActive else {
            promise.fail(Failure(cause: trouble ?? ChannelError.eof, wasHeard: false))
            return close(isReading: true)
        }
        timer?.cancel()
        exchange = Exchange(request: request, promise: promise)
        if tls == nil || isSecured {
            send(request)
        } else {
            setTimer(limits.handshake) { $0.lose(HandshakeTimeout()) }
        }
    }

    private func send(_ request: PostRequest) {
        channel.writeAndFlush(request.head).assumeIsolated().whenSuccess { [self] in exchange?.wasHeard = true }
        channel.writeAndFlush(request.body).assumeIsolated().whenSuccess { [self] in exchange?.isSent = true }
    }

    /// The handshake is complete, or about to be: the certificate is looked at before anything is sent.
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let certificate = tls?.peerCertificate, !isSecured {
            if ReceiverTrust.isCertificate(certificate, for: host) {
                isSecured = true
                timer?.cancel()
                if let exchange { send(exchange.request) }
            } else {
                lose(ReceiverTrust.ForeignCertificate())
            }
        }
        context.fireUserInboundEventTriggered(event)
    }

    /// Ends the connection, with the answer if there is one.
    func giveUp(_ cause: any Error) { lose(cause) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard var running = exchange else {
            // Whoever speaks without being asked is not asked again.
            return close(isReading: false)
        }
        let hadAnswer = running.reader.answer != nil
        do throws(AnswerFlaw) {
            try running.reader.read(unwrapInboundIn(data).readableBytesView)
        } catch {
            exchange = running
            return lose(error)
        }
        exchange = running
        guard let answer = running.reader.answer else { return }
        if let isReusable = running.reader.isReusable {
            finish(running, .success(Success(answer: answer, isReusable: isReusable && running.isSent)))
        } else if !hadAnswer {
            setTimer(limits.body) { $0.lose(ChannelError.eof) }
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        lose(ChannelError.eof)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { lose(error) }

    private func lose(_ cause: any Error) {
        trouble = trouble ?? cause
        guard let running = exchange else { return close(isReading: true) }
        if let answer = running.reader.answer {
            finish(running, .success(Success(answer: answer, isReusable: false)))
        } else {
            let wasSilent = !running.reader.hasBegun && (cause is ChannelError || cause is IOError)
            finish(running, .failure(Failure(cause: cause, wasHeard: running.wasHeard, wasSilent: wasSilent)))
        }
    }

    private func finish(_ running: Exchange, _ result: Result<Success, any Error>) {
        exchange = nil
        if case .success(let success) = result, success.isReusable {
            setTimer(limits.idle) { $0.close(isReading: true) }
        } else {
            close(isReading: false)
        }
        running.promise.completeWith(result)
    }

    /// - Parameter isReading: whether what is still coming is read while the other side takes its time to hang up.
    private func close(isReading: Bool) {
        timer?.cancel()
        trouble = trouble ?? ChannelError.ioOnClosedChannel
        guard !isReading else { return channel.close(promise: nil) }
        channel.setOption(.autoRead, value: false).assumeIsolated().whenComplete { [channel] _ in
            channel.close(promise: nil)
        }
    }

    private func setTimer(_ limit: TimeAmount, _ action: @escaping (ExchangeHandler) -> Void) {
        timer?.cancel()
        timer = channel.eventLoop.assumeIsolated().scheduleTask(in: limit) { [self] in action(self) }
    }
}
