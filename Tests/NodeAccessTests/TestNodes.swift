import Foundation
import Synchronization
import Testing
import WindowCore

@testable import NodeAccess

extension Tag {
    /// Starts real processes.
    @Tag static var integration: Self
}

enum SSHNode {
    static func named(_ name: String, at destination: SSHDestination, usesSudo: Bool = false, spool: String? = nil)
        -> Node
    {
        Node(
            id: NodeID(rawValue: "mi-\(name)"), name: name, transport: .ssh(destination), usesSudo: usesSudo,
            spoolDirectory: spool,
            registeredAt: Date(timeIntervalSince1970: 0))
    }
}

/// A directory that lives as long as the test.
final class Workshop: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "node-access-\(UInt32.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    subscript(_ name: String) -> String { "\(path)/\(name)" }

    func text(_ name: String) -> String { (try? String(contentsOfFile: self[name], encoding: .utf8)) ?? "" }

    func lines(_ name: String) -> [String] { text(name).split(separator: "\n").map(String.init) }

    func write(_ text: String, to name: String) throws {
        try text.write(toFile: self[name], atomically: true, encoding: .utf8)
    }

    func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: self[name]) }

    var node: Node {
        Node(
            id: NodeID(rawValue: "mi-local"), name: "here", transport: .local, spoolDirectory: self["spool"],
            registeredAt: Date(timeIntervalSince1970: 0))
    }

    func transport(_ shell: [String] = ["/bin/sh"]) -> LocalTransport {
        LocalTransport(shell: shell, now: { Date() })
    }
}

/// The shells that a node's `sh` may be, as far as this machine has them.
struct NodeShell: Sendable, CustomTestStringConvertible {
    let command: [String]
    var testDescription: String { command.joined(separator: " ") }

    static let available: [NodeShell] = [
        ["/usr/bin/dash"], ["/usr/bin/busybox", "sh"], ["/usr/bin/bash", "--posix"], ["/bin/sh"],
    ]
    .filter { FileManager.default.isExecutableFile(atPath: $0[0]) }
    .map(NodeShell.init)
}

/// Waits for the outside world; a test that waits in vain fails there.
func eventually(
    _ what: Comment, within limit: Duration = .seconds(20), sourceLocation: SourceLocation = #_sourceLocation,
    _ claim: () -> Bool
) async throws {
    let clock = ContinuousClock()
    let deadline = clock.now + limit
    while !claim() {
        try #require(clock.now < deadline, what, sourceLocation: sourceLocation)
        try await clock.sleep(for: .milliseconds(10))
    }
}

/// Is there such a process, and does it still run?
func isAlive(_ pid: String) -> Bool {
    guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8) else { return false }
    let state = stat[(stat.lastIndex(of: ")") ?? stat.startIndex)...].dropFirst(2).first
    return state != "Z" && state != "X"
}

/// A clock on which every pause is over at once.
struct ImpatientClock: Clock {
    typealias Instant = ContinuousClock.Instant
    var now: Instant { ContinuousClock().now }
    var minimumResolution: Duration { .nanoseconds(1) }
    func sleep(until deadline: Instant, tolerance: Duration?) async throws { try Task.checkCancellation() }
}

extension NodeWork {
    init(_ id: String, _ script: String, timeoutSeconds: Int = 60, outputLimitBytes: Int = 1 << 20) throws {
        self.init(
            id: try #require(SpoolID(id)), script: script, timeoutSeconds: timeoutSeconds,
            outputLimitBytes: outputLimitBytes)
    }
}
