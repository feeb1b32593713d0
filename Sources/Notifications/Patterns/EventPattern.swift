/// Which events a rule wants, in the grammar of the field's event bus: fields as in the event, each with a list of values or
/// tests (user guide, “comparison operators for use in event patterns”).
package struct EventPattern: Hashable, Sendable {
    private let pattern: FieldPattern

    private static let mostCharacters = 4096

    /// - Throws: with the event bus's text; its code is `InvalidEventPatternException`.
    package init(parsing json: String) throws(InvalidEventPattern) {
        guard json.count <= Self.mostCharacters else {
            throw InvalidEventPattern(reason: "It has \(json.count) characters; at most 4096 are allowed.")
        }
        guard let value = BodyValue(parsing: json) else { throw InvalidEventPattern(reason: "It is not valid JSON.") }
        guard let members = value.members else { throw InvalidEventPattern(reason: "Filter is not an object") }
        guard !members.isEmpty else { throw InvalidEventPattern(reason: "Empty objects are not allowed") }
        do throws(PatternError) {
            pattern = try FieldPattern(reading: members, in: .eventBus)
        } catch {
            throw InvalidEventPattern(reason: error.reason)
        }
    }

    package func accepts(_ event: EventContent) -> Bool { pattern.accepts(event.members) }

    /// For trying a pattern on an event somebody wrote down.
    /// - Returns: `nil` if the text is no JSON object.
    package func accepts(eventJSON: String) -> Bool? {
        BodyValue(parsing: eventJSON)?.members.map { pattern.accepts($0) }
    }
}

/// Why a rule's pattern is refused.
package struct InvalidEventPattern: Error, Hashable, Sendable {
    package let reason: String

    package static let code = "InvalidEventPatternException"

    package var message: String { "Event pattern is not valid. Reason: \(reason)" }
}
