import AWSWire
import Foundation
import Notifications

/// One POST as it is shown.
struct Reception: Equatable, Sendable {
    enum Trust: Equatable, Sendable {
        case verified
        /// A raw delivery is the message and nothing else, so there is no signature.
        case unsigned
        /// A sentence that says why.
        case notVerified(String)
    }

    enum Confirmation: Equatable, Sendable {
        case done
        /// A sentence that says why not.
        case notDone(String)
    }

    let at: Date
    /// What the message calls itself; empty if it is none.
    var type = ""
    var trust: Trust
    /// Members of the document, or of the headers of a raw delivery, by the document's names.
    var members: [String: String] = [:]
    var attributes: [String: MessageAttribute] = [:]
    var text = ""
    var confirmation: Confirmation?
    /// Whether a message with this ID was here before.
    var isRepeated = false

    var isNotification: Bool { type == Envelope.Kind.notification.rawValue }
}

extension Reception {
    private static let mostCharacters = 200

    /// `2026-11-22T02:15:00Z Notification verified Test: Hello World!`
    var line: String {
        var words = [Wording.instant(at), type.isEmpty ? "POST" : type]
        switch trust {
        case .verified: words.append("verified")
        case .unsigned: words.append("raw, not signed")
        case .notVerified(let why): words.append("NOT VERIFIED: \(why)")
        }
        if isRepeated { words[words.count - 1] += ", again" }
        let firstLine = String((text.split(whereSeparator: \.isNewline).first ?? "").prefix(Self.mostCharacters))
        switch confirmation {
        case nil: words.append([members["Subject"] ?? "", firstLine].filter { !$0.isEmpty }.joined(separator: ": "))
        case .done: words.append("confirmed \(members["TopicArn"] ?? "")")
        case .notDone(let why): words.append("not confirmed: \(why)")
        }
        return words.filter { !$0.isEmpty }.map(Cell.harmless).joined(separator: " ")
    }

    /// The document's members with what was found out about them.
    var json: JSONValue {
        var json: JSONValue = ["ReceivedAt": .string(Wording.instant(at)), "Verified": .bool(trust == .verified)]
        for (name, value) in members { json[name] = .string(value) }
        if !type.isEmpty { json["Type"] = .string(type) }
        if !text.isEmpty { json["Message"] = .string(text) }
        if case .notVerified(let why) = trust { json["Reason"] = .string(why) }
        if trust == .unsigned { json["Raw"] = true }
        if isRepeated { json["Repeated"] = true }
        if !attributes.isEmpty {
            json["MessageAttributes"] = .object(
                attributes.mapValues { ["Type": .string($0.type), "Value": .string($0.value)] })
        }
        switch confirmation {
        case nil: break
        case .done: json["Confirmed"] = true
        case .notDone(let why):
            json["Confirmed"] = false
            json["ConfirmationReason"] = .string(why)
        }
        return json
    }
}
