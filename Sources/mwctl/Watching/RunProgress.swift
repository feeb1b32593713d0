import Foundation

/// One look at something that runs on nodes: a window execution or a command.
struct RunProgress: Equatable, Sendable {
    /// `Window execution b1f0…`
    let title: String
    let status: String
    let details: String?
    let startedAt: Date?
    let endedAt: Date?
    /// No task starts after it.
    var cutoffAt: Date?
    var endsAt: Date?
    /// What happens at ``endsAt``.
    var endLabel = "end"
    var nodes: [NodeProgress]
    let isFinal: Bool
    let isSuccess: Bool

    /// `4 nodes: 2 Failed, 2 Terminated`
    var summary: String {
        var counts: [String: Int] = [:]
        for node in nodes { counts[node.shownStatus, default: 0] += 1 }
        let parts = counts.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.map { "\($0.value) \($0.key)" }
        return Wording.count(nodes.count, "node") + (parts.isEmpty ? "" : ": " + parts.joined(separator: ", "))
    }
}

/// One node's part in it.
struct NodeProgress: Equatable, Sendable {
    /// What tells it from the others: a node can be in several tasks.
    let key: String
    /// The document it runs.
    let work: String
    /// Name, or ID when it has none.
    let node: String
    var instanceID = ""
    let status: String
    let details: String?
    /// Why it waits or was not reached, as the service noted it.
    var reason: String?
    /// The service knows it once a step has ended; before that, when the node was first seen at work.
    var startedAt: Date?
    let endedAt: Date?

    /// The finer word, when there is one: Terminated says more than Cancelled.
    var shownStatus: String { Wording.status(status, details: details).text }

    var isRunning: Bool { rank == 0 }

    /// Something runs there now; a delayed node is running only in the command's eyes.
    var isAtWork: Bool { status == "InProgress" || status == "Cancelling" }

    /// What a reader of a long list wants first.
    var rank: Int {
        switch status {
        case "InProgress", "Cancelling", "Delayed": 0
        case "Failed", "TimedOut": 1
        case "Pending": 2
        default: 3
        }
    }
}
