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
        // Not by guessing through a decoder: every wrong guess costs an error with the whole path in it, and a hostile text of
        // 100 KB then takes minutes.
        guard let value = try? JSONSerialization.jsonObject(with: Data(json.utf8), options: .fragmentsAllowed) else {
            return nil
        }
        self.init(value)
    }

    /// The types are compared before anything is cast: a cast that fails takes its time, and there are up to as many as characters.
    private init?(_ value: Any) {
        let kind = type(of: value)
        if kind == String.self, let text = value as? String {
            self = .text(text)
        } else if kind == [Any].self, let list = value as? [Any] {
            var values: [BodyValue] = []
            values.reserveCapacity(list.count)
            for element in list {
                guard let value = BodyValue(element) else { return nil }
                values.append(value)
            }
            self = .list(values)
        } else if kind == [String: Any].self, let members = value as? [String: Any] {
            var values: [String: BodyValue] = [:]
            for (name, member) in members {
                guard let value = BodyValue(member) else { return nil }
                values[name] = value
            }
            self = .members(values)
        } else if let number = value as? NSNumber {
            // Booleans are numbers of their own kind.
            self = String(cString: number.objCType) == "c" ? .flag(number.boolValue) : .number(number.doubleValue)
        } else {
            self = .null
        }
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
