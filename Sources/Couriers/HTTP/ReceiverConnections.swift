import NIOCore
import Notifications
import Synchronization

/// The connections that are open, so that the next message to the same receiver need not open another one.
final class ReceiverConnections: Sendable {
    private struct State {
        /// Last used last.
        var kept: [Destination: [ReceiverConnection]] = [:]
        var open: [ObjectIdentifier: ReceiverConnection] = [:]
        var isShutDown = false
    }

    struct ShutDown: Error {}

    private let state = Mutex(State())
    private let trust: ReceiverTrust
    private let connectLimit: TimeAmount
    private let limits: ExchangeHandler.Limits

    init(trust: ReceiverTrust, connectLimit: Duration, bodyLimit: Duration, idleLimit: Duration) {
        self.trust = trust
        self.connectLimit = TimeAmount(connectLimit)
        limits = ExchangeHandler.Limits(
            handshake: TimeAmount(connectLimit), body: TimeAmount(bodyLimit), idle: TimeAmount(idleLimit))
    }

    /// Puts those first to which there is a connection: an address that is silent costs a whole connection limit.
    func preferred(_ destinations: [Destination]) -> [Destination] {
        guard destinations.count > 1 else { return destinations }
        let connected = state.withLock { state in Set(destinations.filter { state.kept[$0] != nil }) }
        return destinations.filter(connected.contains) + destinations.filter { !connected.contains($0) }
    }

    /// Sends over a kept connection, or a new one.
    ///
    /// A kept one that turns out to be closed was no try, and a new one follows at once, as is usual. The receiver has hardly ever read
    /// the request by then, and knows the message by its ID if it has.
    /// - Throws: ``ExchangeHandler/Failure``, or what kept the connection from being made.
    func exchange(_ request: PostRequest, with destination: Destination) async throws -> Answer {
        while let connection = takeKept(destination) {
            do {
                return try await exchange(request, over: connection)
            } catch let failure as ExchangeHandler.Failure where failure.isStale && !Task.isCancelled {
                if failure.wasHeard { break }
            }
        }
        return try await exchange(request, over: open(destination))
    }

    private func exchange(_ request: PostRequest, over connection: ReceiverConnection) async throws -> Answer {
        let success = try await connection.exchange(request)
        if success.isReusable { keep(connection) }
        return success.answer
    }

    private func open(_ destination: Destination) async throws -> ReceiverConnection {
        try state.withLock { state in if state.isShutDown { throw ShutDown() } }
        let connection = try await ReceiverConnection.open(
            to: destination, trust: trust, connectLimit: connectLimit, limits: limits)
        let isWanted = state.withLock { state in
            if !state.isShutDown { state.open[ObjectIdentifier(connection)] = connection }
            return !state.isShutDown
        }
        guard isWanted else {
            await connection.close()
            throw ShutDown()
        }
        connection.whenClosed { [weak self, weak connection] in
            if let connection { self?.forget(connection) }
        }
        return connection
    }

    private func takeKept(_ destination: Destination) -> ReceiverConnection? {
        state.withLock { state in
            guard var kept = state.kept[destination] else { return nil }
            let last = kept.popLast()
            state.kept[destination] = kept.isEmpty ? nil : kept
            return last
        }
    }

    private func keep(_ connection: ReceiverConnection) {
        state.withLock { state in
            guard state.open[ObjectIdentifier(connection)] != nil else { return }
            state.kept[connection.destination, default: []].append(connection)
        }
    }

    private func forget(_ connection: ReceiverConnection) {
        state.withLock { state in
            state.open[ObjectIdentifier(connection)] = nil
            state.kept[connection.destination]?.removeAll { $0 === connection }
            if state.kept[connection.destination]?.isEmpty == true { state.kept[connection.destination] = nil }
        }
    }

    /// Cuts what is still under way.
    func shutdown() async {
        let open = state.withLock { state in
            state.isShutDown = true
            state.kept = [:]
            return state.open.values
        }
        await withDiscardingTaskGroup { group in
            for connection in open { group.addTask { await connection.close() } }
        }
    }
}

extension ExchangeHandler.Failure {
    fileprivate var isStale: Bool { !wasHeard || wasSilent }
}
