import AWSWire
import Foundation

/// Follows something to its end: a picture that is redrawn on a terminal, a line per change in a pipe.
struct Watch {
    let session: Session
    var intervalSeconds = 1.0

    /// A service that restarts answers again within this time; a watch that gives up earlier is of no use at night.
    private static let patienceSeconds = 60.0

    /// For a command that prints its result as JSON or YAML: what is watched goes to standard error.
    init(session: Session, beside format: OutputFormat = .table, intervalSeconds: Double = 1) {
        let console = session.console
        self.session =
            format == .table
            ? session
            : Session(
                client: session.client, address: session.address,
                console: Console(
                    terminal: .pipe, write: { console.remark($0.hasSuffix("\n") ? String($0.dropLast()) : $0) },
                    remark: console.remark), clock: session.clock)
        self.intervalSeconds = intervalSeconds
    }

    /// - Throws: ``SilentFailure`` when it ended without success; the last picture or line says how.
    func follow(_ look: () async throws(Complaint) -> RunProgress) async throws {
        var picture = LivePicture(terminal: session.console.terminal)
        var journal = ChangeJournal()
        var silentSince: Date?
        var hasSeenIt = false
        var seenAtWork: [String: Date] = [:]
        while true {
            let progress: RunProgress?
            do throws(Complaint) {
                progress = try await look()
                hasSeenIt = true
                silentSince = nil
            } catch {
                let now = session.clock.now
                let since = silentSince ?? now
                guard error.status == .unreachable, hasSeenIt, now.timeIntervalSince(since) < Self.patienceSeconds
                else { throw error }
                if silentSince == nil { session.console.remark("\(error.message) Trying again.") }
                silentSince = since
                progress = nil
            }
            if var progress {
                for (place, node) in progress.nodes.enumerated() where node.isRunning && node.startedAt == nil {
                    let since = seenAtWork[node.key] ?? session.clock.now
                    seenAtWork[node.key] = since
                    progress.nodes[place].startedAt = since
                }
                show(progress, &picture, &journal)
                if progress.isFinal {
                    guard progress.isSuccess else { throw SilentFailure() }
                    return
                }
            }
            try await session.clock.sleep(seconds: intervalSeconds)
        }
    }

    private func show(_ progress: RunProgress, _ picture: inout LivePicture, _ journal: inout ChangeJournal) {
        let now = session.clock.now
        if session.console.terminal.isTerminal {
            session.console.write(picture.redrawn(progress, now: now))
        } else {
            for line in journal.lines(for: progress, now: now) { session.console.write(line + "\n") }
        }
    }
}

extension Session {
    /// Follows something, and prints what the API says of it at its end when that was asked for, whatever the end was.
    func printing(
        _ format: OutputFormat, follow: () async throws -> Void, result: () async throws(Complaint) -> JSONValue
    ) async throws {
        var failure: SilentFailure?
        do { try await follow() } catch let end as SilentFailure { failure = end }
        if format != .table { console.print(try await result(), as: format) { "" } }
        if let failure { throw failure }
    }
}

/// One line for each thing that changed since the last look.
struct ChangeJournal {
    private var seen: [String: String] = [:]

    mutating func lines(for progress: RunProgress, now: Date) -> [String] {
        let time = Wording.instant(now)
        var lines: [String] = []
        for node in progress.nodes {
            let state = node.shownStatus + Self.part(": ", node.reason ?? "")
            guard seen[node.key] != state else { continue }
            seen[node.key] = state
            let elapsed = node.endedAt == nil ? "" : Wording.elapsed(from: node.startedAt, to: node.endedAt, now: now)
            lines.append(
                "\(time) \(node.node) \(node.work) \(node.shownStatus)" + Self.part(" after ", elapsed)
                    + Self.part(": ", node.reason ?? ""))
        }
        // The whole begins before its nodes and ends after them.
        if seen[""] != progress.status {
            seen[""] = progress.status
            let line = "\(time) \(progress.title) \(progress.status)"
            if progress.isFinal {
                lines.append(line + Self.ending(progress, now: now))
            } else {
                lines.insert(line, at: 0)
            }
        }
        return lines.map(Cell.harmless)
    }

    private static func ending(_ progress: RunProgress, now: Date) -> String {
        let elapsed = Wording.elapsed(from: progress.startedAt, to: progress.endedAt, now: now)
        let details = progress.details.flatMap { $0 == progress.status ? nil : $0 } ?? ""
        return " \(progress.summary)" + part("; took ", elapsed) + part("; ", details)
    }

    private static func part(_ prefix: String, _ text: String) -> String { text.isEmpty ? "" : prefix + text }
}
