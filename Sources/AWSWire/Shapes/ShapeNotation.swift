/// Reads shapes from lines of text, one shape or operation each.
///
///     string NAME [LOWER..UPPER] [sensitive] [enum VALUE…] [~ PATTERN to the end of the line]
///     integer|long|boolean|timestamp|blob|any NAME [LOWER..UPPER] [sensitive]
///     list NAME [LOWER..UPPER] [sensitive] of SHAPE
///     map NAME [LOWER..UPPER] [sensitive] of KEYSHAPE VALUESHAPE [as KEYNAME VALUENAME]
///     structure|union NAME [sensitive] MEMBER[*]:SHAPE…        a star marks a required member
///     operation PREFIX.NAME INPUT OUTPUT ERROR…                an output `-` is none
///     extend NAME MEMBER[*]:SHAPE…                             more members for a structure
///     replace KIND NAME …                                      restates a shape
///
/// Either bound may be left out. A line that begins with a blank continues the one before; one with `#` is a comment.
/// `string`, `integer`, `long`, `boolean`, `timestamp`, `blob` and `any` are shapes without limits. Text, not code:
/// a thousand shapes as Swift literals would cost the compiler minutes.
struct ShapeNotation {
    private(set) var shapes: [String: Shape] = [:]
    private(set) var operations: [String: OperationShape] = [:]
    private var patterns: [String: ShapePattern] = [:]

    init(_ texts: [String]) throws(ShapeNotationError) {
        for (name, kind) in Self.scalars {
            shapes[name] = Shape(
                name: name, kind: kind, range: ShapeRange(), isSensitive: false, enumeration: nil, pattern: nil)
        }
        shapes[OperationShape.nothing] = Shape(
            name: OperationShape.nothing, kind: .structure([]), range: ShapeRange(), isSensitive: false,
            enumeration: nil, pattern: nil)
        for line in texts.flatMap(Self.logicalLines) { try read(line) }
        try checkReferences()
    }

    private static let scalars: [String: Shape.Kind] = [
        "string": .string, "integer": .integer, "long": .long, "boolean": .boolean, "timestamp": .timestamp,
        "blob": .blob, "any": .any,
    ]

    private static func logicalLines(_ text: String) -> [String] {
        var lines: [String] = []
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            if line.hasPrefix(" "), !lines.isEmpty {
                lines[lines.count - 1] += " " + line.drop { $0 == " " }
            } else {
                lines.append(String(line))
            }
        }
        return lines
    }

    private mutating func read(_ line: String) throws(ShapeNotationError) {
        var words = Words(line: line)
        let verb = try words.next()
        switch verb {
        case "operation":
            let target = try words.next()
            operations[target] = OperationShape(
                target: target, input: try words.next(), output: try words.next(), errors: words.rest.map(String.init))
        case "extend":
            let name = try words.next()
            guard let shape = shapes[name], case .structure(let members) = shape.kind else {
                throw ShapeNotationError(line: line, reason: "\(name) is no structure")
            }
            let added = try Self.members(words)
            shapes[name] = Shape(
                name: name, kind: .structure(members + added), range: shape.range, isSensitive: shape.isSensitive,
                enumeration: nil, pattern: nil)
        case "replace":
            try define(kind: try words.next(), replaces: true, &words)
        default:
            try define(kind: verb, replaces: false, &words)
        }
    }

    private mutating func define(kind: String, replaces: Bool, _ words: inout Words) throws(ShapeNotationError) {
        let name = try words.next()
        guard (shapes[name] != nil) == replaces else {
            throw ShapeNotationError(
                line: words.line, reason: replaces ? "there is nothing to replace" : "\(name) is defined twice")
        }
        let pattern = try pattern(words.takePattern(), line: words.line)
        let range = try words.takeRange()
        let isSensitive = words.take("sensitive")
        var enumeration: [String]?
        var entryNames = Shape.EntryNames(key: "key", value: "value")
        let shapeKind: Shape.Kind
        switch kind {
        case "list":
            guard words.take("of") else { throw ShapeNotationError(line: words.line, reason: "`of` is missing") }
            shapeKind = .list(of: try words.next())
        case "map":
            guard words.take("of") else { throw ShapeNotationError(line: words.line, reason: "`of` is missing") }
            shapeKind = .map(key: try words.next(), value: try words.next())
            if words.take("as") { entryNames = .init(key: try words.next(), value: try words.next()) }
        case "structure": shapeKind = .structure(try Self.members(words))
        case "union": shapeKind = .union(try Self.members(words))
        default:
            guard let scalar = Self.scalars[kind] else {
                throw ShapeNotationError(line: words.line, reason: "“\(kind)” is no kind of shape")
            }
            shapeKind = scalar
            if words.take("enum") { enumeration = words.rest.map(String.init) }
        }
        shapes[name] = Shape(
            name: name, kind: shapeKind, range: range, isSensitive: isSensitive, enumeration: enumeration,
            pattern: pattern, entryNames: entryNames)
    }

    /// Many shapes share a pattern, so each is compiled once.
    private mutating func pattern(_ source: String?, line: String) throws(ShapeNotationError) -> ShapePattern? {
        guard let source else { return nil }
        if let known = patterns[source] { return known }
        do {
            let pattern = try ShapePattern(source)
            patterns[source] = pattern
            return pattern
        } catch {
            throw ShapeNotationError(line: line, reason: "the pattern does not compile: \(error)")
        }
    }

    private static func members(_ words: Words) throws(ShapeNotationError) -> [ShapeMember] {
        var members: [ShapeMember] = []
        for word in words.rest {
            let halves = word.split(separator: ":")
            guard halves.count == 2 else {
                throw ShapeNotationError(line: words.line, reason: "“\(word)” is not MEMBER:SHAPE")
            }
            let isRequired = halves[0].hasSuffix("*")
            members.append(
                ShapeMember(
                    name: String(isRequired ? halves[0].dropLast() : halves[0]), isRequired: isRequired,
                    shape: String(halves[1])))
        }
        return members
    }

    private func checkReferences() throws(ShapeNotationError) {
        for shape in shapes.values {
            for part in shape.parts where shapes[part] == nil {
                throw ShapeNotationError(line: shape.name, reason: "\(part) is not defined")
            }
        }
        for operation in operations.values {
            for name in [operation.input, operation.output] where shapes[name] == nil {
                throw ShapeNotationError(line: operation.target, reason: "\(name) is not defined")
            }
        }
    }
}

/// A line of the notation that cannot be read: a mistake in our own text.
struct ShapeNotationError: Error, Equatable {
    let line: String
    let reason: String
}

/// What is left of a line.
private struct Words {
    let line: String
    private(set) var rest: ArraySlice<Substring>
    private var patternSource: String?

    init(line: String) {
        self.line = line
        var text = line[...]
        if let mark = line.firstRange(of: " ~ ") {
            patternSource = String(line[mark.upperBound...])
            text = line[..<mark.lowerBound]
        }
        rest = text.split(separator: " ")[...]
    }

    mutating func next() throws(ShapeNotationError) -> String {
        guard let word = rest.popFirst() else { throw ShapeNotationError(line: line, reason: "the line is too short") }
        return String(word)
    }

    mutating func take(_ word: String) -> Bool {
        guard let first = rest.first, first == word else { return false }
        rest.removeFirst()
        return true
    }

    func takePattern() -> String? { patternSource }

    mutating func takeRange() throws(ShapeNotationError) -> ShapeRange {
        guard let word = rest.first, let dots = word.firstRange(of: ".."), !word.contains(":") else {
            return ShapeRange()
        }
        rest.removeFirst()
        return ShapeRange(lower: try bound(word[..<dots.lowerBound]), upper: try bound(word[dots.upperBound...]))
    }

    private func bound(_ text: Substring) throws(ShapeNotationError) -> Int? {
        if text.isEmpty { return nil }
        guard let number = Int(text) else { throw ShapeNotationError(line: line, reason: "“\(text)” is no bound") }
        return number
    }
}
