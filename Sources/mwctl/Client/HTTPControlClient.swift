import AWSWire
import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// The AWS JSON 1.1 protocol over the service's socket, or over TCP with signed requests.
struct HTTPControlClient: ControlClient {
    let address: ControlAddress
    /// Over TCP, one for each service, because a signature is good for one only; without them requests go unsigned, and the
    /// service refuses them with the right words.
    private let signers: [WireService: RequestSigner]
    private let clock: any WallClock

    private static let contentType = "application/x-amz-json-1.1"
    private static let largestAnswer = 64 << 20
    /// A check of a node waits for its ssh; everything else answers at once.
    private static let timeout = TimeAmount.seconds(150)

    /// Lives as long as the process. A refused connection is told at once: the caller decides whether to try again.
    private static let http: HTTPClient = {
        var configuration = HTTPClient.Configuration(timeout: .init(connect: .seconds(10)))
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    init(
        address: ControlAddress, clock: any WallClock, environment: (String) -> String? = { Environment[$0] }
    ) {
        self.address = address
        self.clock = clock
        if case .endpoint(_, let region) = address, let key = environment("AWS_ACCESS_KEY_ID"),
            let secret = environment("AWS_SECRET_ACCESS_KEY")
        {
            let token = environment("AWS_SESSION_TOKEN")
            let services = WireService.allCases.map { service in
                let signer = RequestSigner(
                    accessKeyID: key, secretAccessKey: secret, sessionToken: token, region: region,
                    service: service.rawValue)
                return (service, signer)
            }
            signers = Dictionary(uniqueKeysWithValues: services)
        } else {
            signers = [:]
        }
    }

    func call(_ target: String, _ input: JSONValue) async throws(CallFailure) -> JSONValue {
        let body = input.bytes()
        let (status, answer) = try await exchange(request(target, body))
        if status == .ok {
            if answer.isEmpty { return [:] }
            do {
                return try JSONValue(parsing: answer, maximumBytes: Self.largestAnswer)
            } catch {
                throw .notUnderstood(place: address.place, reason: "the answer is not JSON")
            }
        }
        if let error = WireError(httpStatus: Int(status.code), body: answer) { throw .refused(error) }
        throw .notUnderstood(place: address.place, reason: "it answers HTTP \(status.code)")
    }

    private func request(_ target: String, _ body: [UInt8]) -> HTTPClientRequest {
        var headers: [(name: String, value: String)] = [
            ("content-type", Self.contentType), ("host", host), ("x-amz-target", target),
        ]
        if let signer = signer(for: target) {
            headers += signer.headers(for: SignedRequest(headers: headers, body: body), at: clock.now)
        }
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers = HTTPHeaders(headers.map { ($0.name, $0.value) })
        request.body = .bytes(body)
        return request
    }

    /// Systems Manager's operations and our own are of one service, SNS's of another.
    func signer(for target: String) -> RequestSigner? {
        signers[target.hasPrefix("SNS.") ? .sns : .ssm]
    }

    private var url: String {
        switch address {
        case .socket(let path):
            "http+unix://" + (path.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "") + "/"
        case .endpoint(let url, _): url + "/"
        }
    }

    private var host: String {
        switch address {
        case .socket: "localhost"
        case .endpoint(let url, _):
            // The port belongs to it unless it is the scheme's own: so does AsyncHTTPClient, so does the service.
            URLComponents(string: url).map { parts in
                let own = parts.scheme == "https" ? 443 : 80
                return (parts.host ?? "") + (parts.port.flatMap { $0 == own ? nil : ":\($0)" } ?? "")
            } ?? ""
        }
    }

    private func exchange(
        _ request: HTTPClientRequest
    ) async throws(CallFailure) -> (status: HTTPResponseStatus, body: [UInt8]) {
        do {
            let response = try await Self.http.execute(request, timeout: Self.timeout)
            let body = try await response.body.collect(upTo: Self.largestAnswer)
            return (response.status, Array(body.readableBytesView))
        } catch {
            throw failure(error)
        }
    }

    private func failure(_ error: any Error) -> CallFailure {
        if let error = error as? IOError {
            return .unreachable(
                place: address.place, reason: Self.reason(error.errnoCode),
                hint: error.errnoCode == EACCES
                    ? "Run it as root or as a member of the socket's group (ls -l \(address.place))." : nil)
        }
        if let error = error as? HTTPClientError {
            let isTimeout = [.connectTimeout, .deadlineExceeded, .readTimeout].contains(error)
            return .unreachable(
                place: address.place, reason: isTimeout ? "it takes too long" : error.shortDescription.lowercased(),
                hint: nil)
        }
        // A failed TCP connection arrives as a type of a module below this one, known here by its words only.
        let words = String(describing: error)
        let reason =
            words.contains("Connection refused") ? Self.reason(ECONNREFUSED) : "no connection (\(words.prefix(200)))"
        return .unreachable(place: address.place, reason: reason, hint: nil)
    }

    private static func reason(_ code: CInt) -> String {
        switch code {
        case ENOENT: "there is no such socket"
        case ECONNREFUSED: "nobody listens"
        case EACCES: "permission denied"
        default: String(cString: strerror(code)).lowercased()
        }
    }
}
