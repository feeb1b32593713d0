package import Foundation
import ScheduleEngine

/// The message bodies that a command's `NotificationConfig` asks for (reference: run command 7.1).
package enum CommandNotification {
    /// The summary of a command that changed its status, or `nil` if nobody asked for it.
    package static func body(for progress: CommandProgress, at moment: Date) -> [String: NotificationValue]? {
        let run = progress.command.run
        guard run.notification?.type != "Invocation", isWanted(progress.state.status, by: run.notification) else {
            return nil
        }
        return [
            "commandId": .text(progress.command.id.rawValue), "documentName": .text(progress.command.documentName),
            "instanceIds": .list(progress.command.requestedNodes.map(\.rawValue)),
            "requestedDateTime": .text(time(progress.requestedAt)), "expiresAfter": .text(time(progress.expiresAt)),
            "outputS3BucketName": .text(run.outputBucketName ?? ""),
            "outputS3KeyPrefix": .text(run.outputKeyPrefix ?? ""), "status": .text(progress.state.status),
            "eventTime": .text(time(moment)),
        ]
    }

    /// The message about one node, or `nil` if nobody asked for it.
    package static func body(
        for invocation: Invocation, of progress: CommandProgress, at moment: Date
    ) -> [String: NotificationValue]? {
        let notification = progress.command.run.notification
        guard notification?.type == "Invocation", isWanted(invocation.state.status, by: notification) else {
            return nil
        }
        return [
            "commandId": .text(progress.command.id.rawValue), "documentName": .text(progress.command.documentName),
            "instanceId": .text(invocation.key.nodeID.rawValue),
            "requestedDateTime": .text(time(progress.requestedAt)), "status": .text(invocation.state.status),
            "eventTime": .text(time(moment)),
        ]
    }

    private static func isWanted(_ status: String, by request: NotificationRequest?) -> Bool {
        guard let request, request.topicARN != nil, let events = request.events else { return false }
        // Pending and Cancelling are never told.
        guard ["InProgress", "Success", "TimedOut", "Cancelled", "Failed"].contains(status) else { return false }
        return events.contains("All") || events.contains(status)
    }

    /// UTC, milliseconds with trailing zeros dropped: `2019-04-25T17:57:09.17Z`.
    static func time(_ date: Date) -> String {
        let full = Moment(date).rfc3339()
        guard let dot = full.firstIndex(of: ".") else { return full }
        let fraction = full[full.index(after: dot)...].dropLast()
        let kept = String(fraction.reversed().drop { $0 == "0" }.reversed())
        return full[..<dot] + (kept.isEmpty ? "" : ".\(kept)") + "Z"
    }
}

/// A member of a notification's body.
package enum NotificationValue: Encodable, Hashable, Sendable {
    case text(String)
    case list([String])

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .list(let list): try container.encode(list)
        }
    }
}
