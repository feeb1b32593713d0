import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A receiver on the loopback interface that does what its script says, bytes and all: real servers are too polite.
final class Receiver: Sendable {
    /// What it does with a request.
    enum Deed: Sendable {
        /// Says these bytes, whatever they are, and waits for the next request.
        case say(String)
        case sayAndClose(String)
        case hang
        case close
        /// Says the first bytes and then the second ones until the other side or the gigabyte is at its end.
        case sayEndlessly(String, then: String)
        /// Says a byte every few milliseconds, for ever.
        case drip(String)
    }

    struct Heard: Sendable {
        var connections = 0
        var openConnections = 0
        var requests: [String] = []
        var writtenBytes = 0
        fileprivate var waiting: [CheckedContinuation<Void, Never>] = []
    }

    let port: Int
    private let channel: any Channel
    private let heard: HeardBox

    /// What to do with the n-th request, counted from 1 over all connections.
    struct Script: Sendable {
        let deed: @Sendable (_ number: Int) -> Deed

        init(_ deed: @escaping @Sendable (_ number: Int) -> Deed) { self.deed = deed }

        static func always(_ deed: Deed) -> Self { Self { _ in deed } }
    }

    /// - Parameters:
    ///   - certificate: for HTTPS.
    ///   - greeting: said to whoever connects.
    static func serve<Value>(
        _ script: Script, certificate: TestCertificate? = nil, greeting: String? = nil,
        while work: (Receiver) async throws -> Value
    ) async throws -> Value {
        let heard = HeardBox()
        let context = try certificate.map { certificate in
            let chain = try NIOSSLCertificate.fromPEMBytes(Array(certificate.pem.utf8))
            let key = try NIOSSLPrivateKey(bytes: Array(TestCertificate.keyPEM.utf8), format: .pem)
            return try NIOSSLContext(
                configuration: .makeServerConfiguration(
                    certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key)))
        }
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let context {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
                    }
                    try channel.pipeline.syncOperations.addHandler(
                        Conversation(heard: heard, greeting: greeting, script: script))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let receiver = Receiver(port: channel.localAddress?.port ?? 0, channel: channel, heard: heard)
        do {
            let value = try await work(receiver)
            try await channel.close()
            return value
        } catch {
            try await channel.close()
            throw error
        }
    }

    private init(port: Int, channel: any Channel, heard: HeardBox) {
        self.port = port
        self.channel = channel
        self.heard = heard
    }

    var state: Heard { heard.state.withLock { $0 } }

    /// Waits until nobody is connected any more.
    func isLeft() async {
        await withCheckedContinuation { continuation in
            let isLeft = heard.state.withLock { state in
                if state.openConnections > 0 { state.waiting.append(continuation) }
                return state.openConnections == 0
            }
            if isLeft { continuation.resume() }
        }
    }

    fileprivate final class HeardBox: Sendable {
        let state = Mutex(Heard())

        func closed() {
            let waiting = state.withLock { state in
                state.openConnections -= 1
                guard state.openConnections == 0 else { return [CheckedContinuation<Void, Never>]() }
                defer { state.waiting = [] }
                return state.waiting
            }
            for continuation in waiting { continuation.resume() }
        }
    }

    /// One connection.
    private final class Conversation: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private static let mostBytes = 1 << 30
        private let heard: HeardBox
        private let greeting: String?
        private let script: Script
        private var unread = ByteBuffer()
        private var neededBytes = 0

        init(heard: HeardBox, greeting: String?, script: Script) {
            self.heard = heard
            self.greeting = greeting
            self.script = script
        }

        func channelActive(context: ChannelHandlerContext) {
            heard.state.withLock {
                $0.connections += 1
                $0.openConnections += 1
            }
            if let greeting { say(greeting, context: context) }
        }

        func channelInactive(context: ChannelHandlerContext) { heard.closed() }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            unread.writeImmutableBuffer(unwrapInboundIn(data))
            while let length = lengthOfRequest, let request = unread.readString(length: length) {
                neededBytes = 0
                let number = heard.state.withLock { state in
                    state.requests.append(request)
                    return state.requests.count
                }
                perform(script.deed(number), context: context)
            }
        }

        /// `nil` until the request is there.
        private var lengthOfRequest: Int? {
            guard unread.readableBytes >= max(neededBytes, 1) else { return nil }
            let bytes = unread.readableBytesView
            guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound else { return nil }
            let lines = String(decoding: bytes[..<end], as: UTF8.self).split(whereSeparator: \.isNewline)
            let length = lines.first { $0.lowercased().hasPrefix("content-length:") }
            let body = length.flatMap { Int($0.split(separator: ":")[1].trimmingCharacters(in: .whitespaces)) }
            neededBytes = end - bytes.startIndex + (body ?? 0)
            return unread.readableBytes >= neededBytes ? neededBytes : nil
        }

        private func perform(_ deed: Deed, context: ChannelHandlerContext) {
            switch deed {
            case .say(let text): say(text, context: context)
            case .sayAndClose(let text):
                say(text, context: context)
                context.close(promise: nil)
            case .hang: break
            case .close: context.close(promise: nil)
            case .sayEndlessly(let first, let rest):
                say(first, context: context)
                repeatEndlessly(
                    ByteBuffer(repeating: rest.utf8, atLeast: 65_536), context: context)
            case .drip(let text): drip(Array(text.utf8), 0, context: context)
            }
        }

        private func say(_ text: String, context: ChannelHandlerContext) {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
        }

        private func repeatEndlessly(_ bytes: ByteBuffer, context: ChannelHandlerContext) {
            let isEnough = heard.state.withLock { $0.writtenBytes >= Self.mostBytes }
            guard !isEnough, context.channel.isActive else { return context.close(promise: nil) }
            let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            context.writeAndFlush(wrapOutboundOut(bytes)).whenSuccess {
                bound.value.0.heard.state.withLock { $0.writtenBytes += bytes.readableBytes }
                // Later: a write that ends at once would call this from within itself.
                bound.value.1.eventLoop.execute {
                    let (conversation, context) = bound.value
                    conversation.repeatEndlessly(bytes, context: context)
                }
            }
        }

        private func drip(_ bytes: [UInt8], _ index: Int, context: ChannelHandlerContext) {
            guard context.channel.isActive else { return }
            let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: [bytes[index % bytes.count]])), promise: nil)
            context.eventLoop.scheduleTask(in: .milliseconds(5)) {
                let (conversation, context) = bound.value
                conversation.drip(bytes, index + 1, context: context)
            }
        }
    }
}

extension Receiver.Deed {
    /// A polite answer that keeps the connection.
    static func answer(_ status: Int, _ headers: String..., body: String = "thanks") -> Self {
        let lines = headers.map { "\($0)\r\n" }.joined()
        return .say("HTTP/1.1 \(status) Status\r\n\(lines)Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
    }
}

extension ByteBuffer {
    fileprivate init(repeating text: some Collection<UInt8>, atLeast size: Int) {
        self.init()
        while readableBytes < size { writeBytes(text) }
    }
}
