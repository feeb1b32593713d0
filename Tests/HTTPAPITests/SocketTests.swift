import AWSWire
import Foundation
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing
import WindowTestSupport

@testable import HTTPAPI

@Suite(.timeLimit(.minutes(2))) struct SocketTests {
    private static func withDirectory(_ body: (String) async throws -> Void) async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "mwd-\(UUID().uuidString.prefix(8))")
            .path
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try await body(directory)
    }

    private static func withServer(_ body: (APIServer) async throws -> Void) async throws {
        let harness = try await ServiceHarness()
        try await body(
            APIServer(
                control: harness.control, service: ServiceFacts(version: "1", startedAt: .noon), logger: harness.logger)
        )
        // The store goes with the harness.
        withExtendedLifetime(harness) {}
    }

    /// Runs a listener until the body returns.
    private static func serving(_ path: String, _ body: @Sendable () async throws -> Void) async throws {
        try await withServer { server async throws in try await serving(path, server, body) }
    }

    private static func serving(
        _ path: String, _ server: APIServer, _ body: @Sendable () async throws -> Void
    ) async throws {
        let (running, isRunning) = AsyncStream.makeStream(of: Void.self)
        let application = try server.unixSocket(path: path) { isRunning.yield() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            var iterator = running.makeAsyncIterator()
            _ = await iterator.next()
            try await body()
            group.cancelAll()
        }
    }

    @Test func `the socket's mode lets owner and group in and nobody else`() async throws {
        try await Self.withDirectory { directory async throws in
            let path = directory + "/mwd.sock"
            try await Self.serving(path) {
                let attributes = try FileManager.default.attributesOfItem(atPath: path)
                #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o660)
                // Somebody answers: a second service must not take it over.
                #expect(throws: SocketError.inUse(path)) { try SocketFile(path: path).makeWay() }
                let answer = try await SocketClient(path: path).post("AmazonSSM.DescribeMaintenanceWindows", "{}")
                #expect(answer.hasPrefix("HTTP/1.1 200 OK"))
                #expect(answer.hasSuffix(#"{"WindowIdentities":[]}"#))
            }
        }
    }

    @Test func `a socket that a dead service left behind is taken over`() async throws {
        try await Self.withDirectory { directory async throws in
            let path = directory + "/mwd.sock"
            try SocketFile.leaveBehind(path)
            try await Self.serving(path) {
                let answer = try await SocketClient(path: path).post("MaintenanceWindows.GetServiceStatus", "{}")
                #expect(answer.hasPrefix("HTTP/1.1 200 OK"))
            }
        }
    }

    @Test func `a file that is no socket is left alone`() async throws {
        try await Self.withDirectory { directory async throws in
            let path = directory + "/mwd.sock"
            try Data("precious".utf8).write(to: URL(filePath: path))
            #expect(throws: SocketError.notASocket(path)) { try SocketFile(path: path).makeWay() }
            #expect(try String(contentsOf: URL(filePath: path), encoding: .utf8) == "precious")
        }
    }

    @Test func `a path longer than the system allows is refused clearly`() {
        let path = "/" + String(repeating: "x", count: 107)
        #expect(throws: SocketError.pathTooLong(path)) { try SocketFile(path: path).makeWay() }
    }

    @Test func `ten streamed megabytes over a real connection are refused, and the next request is answered`()
        async throws
    {
        try await Self.withServer { server async throws in
            let application = Application(router: server.router(.socket))
            try await application.test(.live) { client async throws in
                func status(_ body: ByteBuffer) async throws -> Int {
                    try await client.execute(
                        uri: "/", method: .post, headers: [.amzTarget: "AmazonSSM.DescribeMaintenanceWindows"],
                        body: body
                    ) { $0.status.code }
                }
                #expect(try await status(ByteBuffer(repeating: UInt8(ascii: " "), count: 10 << 20)) == 400)
                #expect(try await status(ByteBuffer(string: "{}")) == 200)
            }
        }
    }
}

/// Speaks HTTP over a Unix socket, one request for each connection.
struct SocketClient: Sendable {
    let path: String

    func post(_ target: String, _ body: String) async throws -> String {
        let request = """
            POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Amz-Target: \(target)\r
            Content-Length: \(body.utf8.count)\r\n\r\n\(body)
            """
        // Blocking calls have no place on the threads that the server under test runs on.
        return try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Result { try exchange(request) }) }
        }
    }

    private func exchange(_ request: String) throws -> String {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        guard SocketFile.withAddress(path, { connect(descriptor, $0, $1) }) == 0 else {
            throw POSIXError(.ECONNREFUSED)
        }
        let bytes = Array(request.utf8)
        guard send(descriptor, bytes, bytes.count, 0) == bytes.count else { throw POSIXError(.EPIPE) }
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return String(decoding: answer, as: UTF8.self) }
            answer += buffer[..<count]
        }
    }
}

extension SocketFile {
    /// A bound socket whose owner is gone.
    static func leaveBehind(_ path: String) throws {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        guard withAddress(path, { bind(descriptor, $0, $1) }) == 0 else { throw POSIXError(.EIO) }
    }

    fileprivate static func withAddress(
        _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8) + [0]) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
