/// A pattern over fields: every named field must pass one of its tests, and one pattern of each `$or` must pass as a whole.
struct FieldPattern: Hashable, Sendable {
    indirect enum Field: Hashable, Sendable {
        case tests([ValueTest])
        case nested(FieldPattern)
    }

    let fields: [String: Field]
    let alternatives: [FieldPattern]

    var isEmpty: Bool { fields.isEmpty && alternatives.isEmpty }

    /// - Parameter members: what the message says; an absent object is one without members, so that `exists: false` deep
    ///   inside it holds.
    func accepts(_ members: [String: BodyValue]) -> Bool {
        for (name, field) in fields {
            switch field {
            case .tests(let tests):
                let leaves = Self.leaves(of: members[name])
                guard tests.contains(where: { $0.accepts(leaves) }) else { return false }
            case .nested(let pattern):
                let objects = Self.objects(in: members[name])
                let passes = objects.isEmpty ? pattern.accepts([:]) : objects.contains { pattern.accepts($0) }
                guard passes else { return false }
            }
        }
        return alternatives.isEmpty || alternatives.contains { $0.accepts(members) }
    }

    /// What a field says in the end: lists are opened, objects are no values.
    private static func leaves(of value: BodyValue?) -> [BodyValue] {
        switch value {
        case nil, .members?: []
        case .list(let list)?: list.flatMap { leaves(of: $0) }
        case let leaf?: [leaf]
        }
    }

    private static func objects(in value: BodyValue?) -> [[String: BodyValue]] {
        switch value {
        case .members(let members)?: [members]
        case .list(let list)?: list.flatMap { objects(in: $0) }
        case nil, .null?, .flag?, .number?, .text?: []
        }
    }
}

extension FieldPattern {
    init(reading members: [String: BodyValue], in dialect: PatternDialect) throws(PatternError) {
        var fields: [String: Field] = [:]
        var alternatives: [FieldPattern] = []
        // Sorted, so that of two mistakes the same one is told every time.
        for (name, value) in members.sorted(by: { $0.key < $1.key }) {
            switch value {
            case .members(let inner):
                guard !inner.isEmpty else { throw PatternError("Empty objects are not allowed") }
                fields[name] = .nested(try FieldPattern(reading: inner, in: dialect))
            case .list(let list):
                guard !list.isEmpty else { throw PatternError("Empty arrays are not allowed") }
                if name == "$or" {
                    alternatives = try Self.alternatives(list, in: dialect)
                } else {
                    var tests: [ValueTest] = []
                    for element in list { tests.append(try ValueTest(reading: element, in: dialect)) }
                    fields[name] = .tests(tests)
                }
            case .null, .flag, .number, .text: throw PatternError("\"\(name)\" must be an object or an array")
            }
        }
        self.init(fields: fields, alternatives: alternatives)
    }

    private static func alternatives(
        _ list: [BodyValue], in dialect: PatternDialect
    ) throws(PatternError) -> [FieldPattern] {
        let choices = list.compactMap(\.members)
        guard choices.count == list.count, choices.count > 1, !choices.contains(where: \.isEmpty) else {
            throw PatternError("\"$or\" must be an array of two or more objects")
        }
        var patterns: [FieldPattern] = []
        for choice in choices { patterns.append(try FieldPattern(reading: choice, in: dialect)) }
        return patterns
    }
}
