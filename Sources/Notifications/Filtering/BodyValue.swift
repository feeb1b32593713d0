import Foundation

/// A value of a message's body or an event's detail: what JSON can say.
package enum BodyValue: Hashable, Sendable {
    case null
    case flag(Bool)
    case number(Double)
    case text(String)
    case list([BodyValue])
    case members([String: BodyValue])

    /// Reads JSON text; the value of a member that occurs twice is one of the two.
    /// - Returns: `nil` for anything that is no JSON, and for JSON deeper than 512 levels.
    package init?(parsing json: String) {
        guard let value = try? JSONDecoder().decode(BodyValue.self, from: Data(json.utf8)) else { return nil }
        self = value
    }

    var members: [String: BodyValue]? {
        if case .members(let members) = self { members } else { nil }
    }

    /// The value in the words of an error message.
    var inWords: String {
        switch self {
        case .null: "null"
        case .flag(let flag): String(flag)
        case .number(let number): JSONText.number(number)
        case .text(let text): text
        case .list: "["
        case .members: "{"
        }
    }
}

extension BodyValue: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        // The order matters only for time: every wrong guess costs a thrown error, and texts and numbers are the most.
        if container.decodeNil() {
            self = .null
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let members = try? container.decode([String: BodyValue].self) {
            self = .members(members)
        } else if let list = try? container.decode([BodyValue].self) {
            self = .list(list)
        } else {
            self = .flag(try container.decode(Bool.self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .flag(let flag): try container.encode(flag)
        case .number(let number): try container.encode(number)
        case .text(let text): try container.encode(text)
        case .list(let list): try container.encode(list)
        case .members(let members): try container.encode(members)
        }
    }
}
