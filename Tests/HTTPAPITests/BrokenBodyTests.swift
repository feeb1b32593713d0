import Foundation
import Glibc
import Hummingbird
import HummingbirdTesting
import Testing
import WindowTestSupport

@testable import HTTPAPI

/// A body that breaks off is the client's fault, is told so, and keeps nobody else waiting.
@Suite(.timeLimit(.minutes(5))) struct BrokenBodyTests {
    private static let head = """
        POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: AmazonSSM.DescribeMaintenanceWindows\r\n
        """

    private static let breaks = [
        "in a chunk that is none": "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\nzzz\r\n",
        "in the middle of a chunk": "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"Max",
        "before its length": "Content-Length: 1000\r\n\r\n{\"MaxResults\": 1",
    ]

    @Test(arguments: breaks.keys.sorted())
    func `a body that breaks off gives 400, and the next request is answered`(_ place: String) async throws {
        let request = try Self.head + #require(Self.breaks[place])
        let harness = try await ServiceHarness()
        let server = APIServer(
            control: harness.control, service: ServiceFacts(version: "1", startedAt: .noon), logger: harness.logger)
        try await Application(router: server.router(.socket), logger: harness.logger).test(.live) { client in
            let port = try #require(client.port)
            let answer = try await RawConnection(port: port).answer(to: request)
            #expect(answer.hasPrefix("HTTP/1.1 400 Bad Request\r\n"), "\(answer)")
            #expect(!answer.contains("InternalServerError"), "\(answer)")
            let next = try await RawConnection(port: port).answer(
                to: Self.head + "Connection: close\r\nContent-Length: 2\r\n\r\n{}")
            #expect(next.hasPrefix("HTTP/1.1 200 OK\r\n"), "\(next)")
            #expect(next.hasSuffix(#"{"WindowIdentities":[]}"#))
        }
        // The store goes with the harness.
        withExtendedLifetime(harness) {}
    }
}

/// One connection that says its bytes, hangs up its side, and listens to the end.
private struct RawConnection: Sendable {
    let port: Int

    func answer(to request: String) async throws -> String {
        // Blocking calls have no place on the threads that the server under test runs on.
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Result { try exchange(request) }) }
        }
    }

    private func exchange(_ request: String) throws -> String {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else { throw POSIXError(.ECONNREFUSED) }
        let bytes = Array(request.utf8)
        guard send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
            throw POSIXError(.EPIPE)
        }
        shutdown(descriptor, Int32(SHUT_WR))
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return String(decoding: answer, as: UTF8.self) }
            answer += buffer[..<count]
        }
    }
}
