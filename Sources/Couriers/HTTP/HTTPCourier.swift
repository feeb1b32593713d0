import Foundation
package import Notifications

/// Carries messages to receivers nobody vouches for.
///
/// A receiver gets a POST and has a limited time for an answer, of which the status counts. It can neither lead the courier somewhere
/// else, by a redirect or by a name that changes its address, nor keep it busy with what it sends.
package struct HTTPCourier: Courier {
    /// After an answer, for the rest of it.
    private static let bodyLimit = Duration.seconds(1)

    private let rules: EndpointRules
    private let destinations: Destinations
    private let connections: ReceiverConnections
    private let timeLimit: TimeLimit
    private let connectLimit: Duration

    /// - Parameters:
    ///   - rules: which addresses may be connected to; asked of what every name leads to, at every try.
    ///   - trustedCertificatesPath: a PEM file with authorities that are trusted beside the system's; a receiver's own
    ///     certificate does, unless its key usage says that it may not sign certificates.
    ///   - timeLimit: for one try, from the look-up of the name to the answer.
    ///   - connectLimit: for the look-up, for each connection, and for its TLS handshake.
    ///   - idleLimit: after it a connection that is not used is closed; shorter than the five seconds of many servers, so that they
    ///     rarely close one while something is on its way.
    ///   - lookup: asks for a name's addresses; `nil` asks the host's resolver.
    /// - Throws: ``UnreadableCertificates``.
    package init(
        rules: EndpointRules = .standard, trustedCertificatesPath: String? = nil, timeLimit: Duration = .seconds(15),
        connectLimit: Duration = .seconds(5), idleLimit: Duration = .seconds(4), lookup: Lookup? = nil
    ) throws(UnreadableCertificates) {
        let resolver = SystemResolver()
        self.rules = rules
        self.timeLimit = TimeLimit(duration: timeLimit)
        self.connectLimit = connectLimit
        destinations = Destinations(
            rules: rules, lookup: lookup ?? { await resolver.addresses(of: $0) },
            limit: TimeLimit(duration: connectLimit))
        connections = ReceiverConnections(
            trust: try ReceiverTrust(besides: trustedCertificatesPath), connectLimit: connectLimit,
            bodyLimit: Self.bodyLimit, idleLimit: idleLimit)
    }

    package func carry(_ parcel: Parcel) async -> DeliveryAnswer {
        guard case .post(let headers, let body) = parcel.content else {
            return .hopeless("a mail cannot be sent to a URL")
        }
        let url: URL
        do {
            url = try rules.check(parcel.endpoint, over: parcel.transport)
        } catch {
            let reason = error.reason.replacing("Endpoint Reason: ", with: "", maxReplacements: 1)
            return .hopeless("the endpoint may not be sent to: \(reason)")
        }
        guard let request = PostRequest(to: url, headers: headers, body: body) else {
            return .hopeless("the message cannot be sent: a header contains a control character")
        }
        let answer = await timeLimit.allow { await send(request, to: url) }
        return answer
            ?? .failure(
                Task.isCancelled ? "the service stopped before an answer" : "no answer within \(timeLimit.inWords)")
    }

    /// Ends the connections. Whatever is carried afterwards comes back as a failure.
    package func shutdown() async {
        await connections.shutdown()
    }

    /// Tries the addresses one after another until one of them has heard something.
    /// - Returns: `nil` if it was given up.
    private func send(_ request: PostRequest, to url: URL) async -> DeliveryAnswer? {
        let found: [Destination]
        switch await destinations.find(url) {
        case .unreachable(let sentence): return Task.isCancelled ? nil : .failure(sentence)
        case .reachable(let destinations): found = connections.preferred(destinations)
        }
        var troubles: [String] = []
        for destination in found {
            do {
                let answer = try await connections.exchange(request, with: destination)
                return .status(answer.status, retryAfter: answer.retryAfter)
            } catch {
                if Task.isCancelled { return nil }
                let failure = error as? ExchangeHandler.Failure
                let trouble = ConnectionTrouble(failure?.cause ?? error, at: destination, connectLimit: connectLimit)
                troubles.append(trouble.sentence)
                if failure?.wasHeard == true { break }
            }
        }
        return .failure(troubles.joined(separator: "; "))
    }
}
