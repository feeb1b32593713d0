import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Small documents from the web: certificates, and the answers of confirmation links.
enum WebPage {
    private static let timeout = TimeAmount.seconds(10)
    private static let largest = 64 << 10

    /// Lives as long as the process. A redirect could lead away from the origin that was checked.
    private static let http: HTTPClient = {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: .seconds(5)))
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    /// - Throws: unless the answer is 200, small, and there in time.
    static func read(_ url: String) async throws(Complaint) -> String {
        do {
            let response = try await http.execute(HTTPClientRequest(url: url), timeout: timeout)
            guard response.status == .ok else {
                throw Complaint(.failed, "\(url) answers \(response.status.code)")
            }
            return String(buffer: try await response.body.collect(upTo: largest))
        } catch let complaint as Complaint {
            throw complaint
        } catch {
            throw Complaint(.unreachable, "\(url) cannot be read (\(String(describing: error).prefix(200)))")
        }
    }
}
