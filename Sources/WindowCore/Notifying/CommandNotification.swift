package import Foundation
import ScheduleEngine

/// The messages that a command's `NotificationConfig` asks for (reference: run command 7.1).
package enum CommandNotification {
    /// What a topic is sent.
    package struct Message: Hashable, Sendable {
        /// One line for people: 1 to 100 characters of printable ASCII.
        package let subject: String
        /// A JSON object on one line, its members in the documented order.
        package let body: String

        package init(subject: String, body: String) {
            self.subject = subject
            self.body = body
        }
    }

    /// The summary of a command that changed its status, or `nil` if nobody asked for it.
    package static func message(for progress: CommandProgress, at moment: Date) -> Message? {
        let (command, status) = (progress.command, progress.state.status)
        guard command.run.notification?.type != "Invocation", isWanted(status, by: command.run.notification) else {
            return nil
        }
        let nodes = progress.targetCount == 1 ? "1 node" : "\(progress.targetCount) nodes"
        return Message(
            subject: SubjectText.fitting("Command \(command.documentName) \(status) on \(nodes)"),
            body: OrderedJSON.object([
                ("commandId", .text(command.id.rawValue)), ("documentName", .text(command.documentName)),
                ("instanceIds", .list(command.requestedNodes.map(\.rawValue))),
                ("requestedDateTime", .text(time(progress.requestedAt))),
                ("expiresAfter", .text(time(progress.expiresAt))),
                ("outputS3BucketName", .text(command.run.outputBucketName ?? "")),
                ("outputS3KeyPrefix", .text(command.run.outputKeyPrefix ?? "")), ("status", .text(status)),
                ("eventTime", .text(time(moment))),
            ]))
    }

    /// The message about one node, or `nil` if nobody asked for it.
    package static func message(
        for invocation: Invocation, of progress: CommandProgress, at moment: Date
    ) -> Message? {
        let (command, status) = (progress.command, invocation.state.status)
        guard command.run.notification?.type == "Invocation", isWanted(status, by: command.run.notification) else {
            return nil
        }
        return Message(
            subject: SubjectText.fitting("\(command.documentName) on \(invocation.nodeName) \(status)"),
            body: OrderedJSON.object([
                ("commandId", .text(command.id.rawValue)), ("documentName", .text(command.documentName)),
                ("instanceId", .text(invocation.key.nodeID.rawValue)),
                ("requestedDateTime", .text(time(progress.requestedAt))), ("status", .text(status)),
                ("eventTime", .text(time(moment))),
            ]))
    }

    private static func isWanted(_ status: String, by request: NotificationRequest?) -> Bool {
        guard let request, request.topicARN?.isEmpty == false, let events = request.events else { return false }
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

/// A subject may only be printable ASCII; names of nodes may be anything.
enum SubjectText {
    private static let mostCharacters = 100

    /// Letters lose their accents, what has no ASCII letter becomes `?`, and what is too long ends in dots.
    static func fitting(_ text: String) -> String {
        let folded = text.folding(options: .diacriticInsensitive, locale: nil).map { letter -> Character in
            letter.asciiValue.map { (0x20..<0x7F).contains($0) } == true ? letter : "?"
        }
        return folded.count <= mostCharacters ? String(folded) : String(folded.prefix(mostCharacters - 3)) + "..."
    }
}

/// JSON whose members keep the order in which they are said, which no encoder does.
enum OrderedJSON {
    enum Value {
        case text(String)
        case list([String])
    }

    static func object(_ members: [(name: String, value: Value)]) -> String {
        let texts = members.map { member in
            switch member.value {
            case .text(let text): "\(quoted(member.name)):\(quoted(text))"
            case .list(let list): "\(quoted(member.name)):[\(list.map(quoted).joined(separator: ","))]"
            }
        }
        return "{\(texts.joined(separator: ","))}"
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\0"..<" ":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
