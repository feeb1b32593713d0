extension EventContent {
    /// One line for people: who, what, and how it went. At most 100 printable ASCII characters, as a subject must be.
    /// - Parameter names: what people call a window, node or task, by its ID; an ID without a name stands for itself.
    package func subject(names: [String: String] = [:]) -> String {
        SubjectLine.fitting(sentence { id in names[id].flatMap { $0.isEmpty ? nil : $0 } ?? id })
    }

    private func sentence(_ name: (String) -> String) -> String {
        func called(_ member: String) -> String { text(member).map(name) ?? "?" }
        let window = "Window \(called("window-id"))"
        let outcome = Self.words[text("status") ?? ""] ?? text("status") ?? ""
        switch EventKind(rawValue: detailType) {
        case .window: return "\(window) \(outcome)"
        case .windowTarget: return "\(window): target \(called("window-target-id")) \(outcome)"
        case .windowTask: return "\(window): task \(called("window-task-id")) \(outcome)"
        case .execution:
            return text("status") == "IN_PROGRESS" ? "\(window) opened" : "\(window): execution \(outcome)"
        case .taskExecution: return "\(window): task \(taskName(name)) \(outcome)"
        case .taskInvocation:
            // The outcome before the names, which may be cut.
            let target = text("window-target-id").map { " on target \(name($0))" } ?? ""
            return "\(window): \(outcome): task \(taskName(name))\(target)"
        case .missedOpening: return "\(window) missed its opening at \(text("scheduled-time") ?? "?")"
        case .openingSoon: return "\(window) opens at \(text("scheduled-time") ?? "?")"
        case .cutoffReached: return "\(window) reached its cutoff\(unfinishedTasks)"
        case .errorThresholdExceeded:
            guard text("window-id") != nil else {
                return "Command \(text("document-name") ?? "") stopped: too many errors"
            }
            return "\(window): too many errors, task \(taskName(name)) stopped"
        case .emptyTarget: return "\(window): no node matches target \(called("window-target-id"))"
        case .nodeUnreachable: return "Node \(nodeName(name)) unreachable"
        case .nodeReachable: return "Node \(nodeName(name)) answers again"
        case .command:
            let nodes = resources.count
            let place = nodes == 0 ? "" : nodes == 1 ? " on \(name(lastPart(of: resources[0])))" : " on \(nodes) nodes"
            return "Command \(text("document-name") ?? "")\(place) \(outcome)"
        case .commandInvocation: return "\(text("document-name") ?? "Command") on \(called("instance-id")) \(outcome)"
        case .compliance:
            let isCompliant = text("compliance-status") == "compliant"
            let state = isCompliant ? "compliant" : "not compliant"
            return "Node \(called("resource-id")) is \(state) (\(text("compliance-type") ?? "?"))"
        case .calendar:
            return "Calendar \(resources.first.map(lastPart) ?? "?") is \(text("state")?.lowercased() ?? "?")"
        case .association: return "Association \(called("association-id")) \(outcome)"
        case .associationOnNode:
            return "Association \(called("association-id")) on \(called("instance-id")) \(outcome)"
        case nil:
            let about = resources.first.map { " for \(name(lastPart(of: $0)))" } ?? ""
            return "\(detailType)\(about)\(outcome.isEmpty ? "" : ": \(outcome)")"
        }
    }

    private func taskName(_ name: (String) -> String) -> String {
        (text("window-task-id") ?? text("task-execution-id")).map(name) ?? "?"
    }

    /// The event says the name itself, in case the node is gone by the time it is told.
    private func nodeName(_ name: (String) -> String) -> String {
        guard let id = text("instance-id") else { return "?" }
        let known = name(id)
        return known == id ? text("name") ?? id : known
    }

    /// What became of the tasks that the cutoff met, as far as there are any.
    private var unfinishedTasks: String {
        let counts = [
            ("tasks-not-started", "not started"), ("tasks-stopped", "stopped"), ("tasks-continuing", "still running"),
        ]
        .compactMap { member, words in
            text(member).flatMap { $0 == "0" ? nil : "\($0) \(words)" }
        }
        return counts.isEmpty ? "" : ": tasks " + counts.joined(separator: ", ")
    }

    /// The ID at the end of an ARN.
    private func lastPart(of arn: String) -> String {
        arn.split(whereSeparator: { $0 == "/" || $0 == ":" }).last.map(String.init) ?? arn
    }

    /// Statuses as a sentence ends, in every spelling of the field.
    private static let words = [
        "ENABLED": "enabled", "DISABLED": "disabled", "REGISTERED": "registered", "DEREGISTERED": "deregistered",
        "UPDATED": "updated", "PENDING": "pending", "IN_PROGRESS": "started", "SUCCESS": "succeeded",
        "FAILED": "FAILED", "TIMED_OUT": "TIMED OUT", "CANCELLING": "is being cancelled", "CANCELLED": "cancelled",
        "SKIPPED_OVERLAPPING": "skipped: the one before still runs", "COMPLETE": "finished", "Pending": "pending",
        "InProgress": "started", "Success": "succeeded", "Failed": "FAILED", "TimedOut": "TIMED OUT",
        "Canceled": "cancelled", "Cancelled": "cancelled",
    ]
}
