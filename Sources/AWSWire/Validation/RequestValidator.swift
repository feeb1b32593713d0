import Foundation

/// Checks a JSON value against a shape and hands on what a handler may read.
///
/// A wrong JSON type is a `SerializationException` and ends the check; every broken rule is collected into one
/// `ValidationException`. SNS speaks otherwise: it says `InvalidParameter` to both, and names the first alone. Unknown members and nulls are dropped, whole numbers become integers (`5.0` is 5), names are
/// compared exactly.
package struct RequestValidator {
    private let model: ServiceModel
    private let constraints: ShapeConstraints
    private var path: [String] = []
    private var violations: [ConstraintViolation] = []

    /// Enough for a person; a list of a hundred thousand bad entries is not answered in full.
    private static let mostViolations = 20

    private init(model: ServiceModel) {
        self.model = model
        constraints = ShapeConstraints(model: model)
    }

    /// - Parameters:
    ///   - value: what the client sent.
    ///   - shapeName: a shape of the model; anything else is our mistake and answered as an internal error.
    /// - Returns: the value without unknown and null members.
    package static func validate(
        _ value: JSONValue, as shapeName: String, in model: ServiceModel = .standard
    ) throws(WireError) -> JSONValue {
        var validator = RequestValidator(model: model)
        let checked = try validator.visit(value, shapeName)
        guard let first = validator.violations.first else { return checked }
        switch model.service {
        case .ssm: throw WireError(.validationException, ConstraintViolation.message(validator.violations))
        case .sns:
            throw .invalidParameter(
                first.path, reason: first.subject == .missing ? "no value for required parameter" : first.constraint)
        }
    }

    /// The value in its handed-on form. Only the outermost list or map of plain values reports broken rules, see
    /// ``ShapeConstraints``; `reports` says whether this is one.
    private mutating func visit(
        _ value: JSONValue, _ shapeName: String, reports: Bool = true
    ) throws(WireError) -> JSONValue {
        guard let shape = model.shape(shapeName) else {
            throw WireError(.internalServerError, "The shape \(shapeName) is not known.")
        }
        let typed = try self.typed(value, shape)
        let reportsHere = reports && violations.count < Self.mostViolations
        if reportsHere {
            for failure in constraints.failures(of: typed, in: shape) { violate(failure, typed, shape) }
        }
        return typed
    }

    // MARK: Types

    private mutating func typed(_ value: JSONValue, _ shape: Shape) throws(WireError) -> JSONValue {
        switch (shape.kind, value) {
        case (.any, _), (.string, .string), (.boolean, .bool), (.timestamp, .int), (.timestamp, .double): return value
        case (.blob, .string(let text)):
            guard Data(base64Encoded: text) != nil else { throw mismatch("base64", value) }
            return value
        case (.integer, _):
            guard case .int(let number) = whole(value), let narrow = Int32(exactly: number) else {
                throw mismatch("an integer of 32 bits", value)
            }
            return .int(Int64(narrow))
        case (.long, _):
            guard case .int(let number) = whole(value) else { throw mismatch("an integer of 64 bits", value) }
            return .int(number)
        case (.list(let element), .array(let elements)): return try list(elements, of: element, shape)
        case (.map(_, let entry), .object(let entries)): return try map(entries, of: entry, shape)
        case (.structure(let members), .object(let given)): return try structure(given, members)
        case (.union(let members), .object(let given)):
            let checked = try structure(given, members)
            if checked.objectValue?.count != 1 { violate("Exactly one member must be set", checked, shape) }
            return checked
        case (.string, _): throw mismatch("a string", value)
        case (.boolean, _): throw mismatch("a boolean", value)
        case (.timestamp, _): throw mismatch("a number of seconds", value)
        case (.blob, _): throw mismatch("base64 in a string", value)
        case (.list, _): throw mismatch("a list", value)
        case (.map, _), (.structure, _), (.union, _): throw mismatch("an object", value)
        }
    }

    private func whole(_ value: JSONValue) -> JSONValue {
        guard case .double(let number) = value, let exact = Int64(exactly: number) else { return value }
        return .int(exact)
    }

    private mutating func structure(
        _ given: [String: JSONValue], _ members: [ShapeMember]
    ) throws(WireError) -> JSONValue {
        var checked: [String: JSONValue] = [:]
        for member in members {
            path.append(model.service == .sns ? member.name : member.nameInMessages)
            defer { path.removeLast() }
            if let value = given[member.name], !value.isNull {
                checked[member.name] = try visit(value, member.shape)
            } else if member.isRequired, violations.count < Self.mostViolations {
                violations.append(
                    ConstraintViolation(subject: .missing, path: pathText, constraint: "Member must not be null"))
            }
        }
        return .object(checked)
    }

    private mutating func list(
        _ elements: [JSONValue], of element: String, _ shape: Shape
    ) throws(WireError) -> JSONValue {
        // An overlong list is refused by its length alone, unread.
        guard elements.count <= shape.range.upper ?? .max else { return .array(elements) }
        let reports = holdsStructures(element)
        var checked: [JSONValue] = []
        checked.reserveCapacity(elements.count)
        for (index, value) in elements.enumerated() {
            path += model.service == .sns ? ["member", String(index + 1)] : [String(index + 1), "member"]
            defer { path.removeLast(2) }
            guard !value.isNull else { throw mismatch("a value", value) }
            checked.append(try visit(value, element, reports: reports))
        }
        return .array(checked)
    }

    private mutating func map(
        _ entries: [String: JSONValue], of entry: String, _ shape: Shape
    ) throws(WireError) -> JSONValue {
        guard entries.count <= shape.range.upper ?? .max else { return .object(entries) }
        let reports = holdsStructures(entry)
        var checked: [String: JSONValue] = [:]
        for (name, value) in entries.sorted(by: { $0.key < $1.key }) where !value.isNull {
            let shown = name.shortened(to: 64)
            path += model.service == .sns ? ["entry", shown] : [shown, "member"]
            defer { path.removeLast(2) }
            checked[name] = try visit(value, entry, reports: reports)
        }
        return .object(checked)
    }

    private func holdsStructures(_ name: String) -> Bool {
        guard let kind = model.shape(name)?.kind else { return false }
        return switch kind {
        case .structure, .union: true
        case .list(let element): holdsStructures(element)
        case .map(_, let value): holdsStructures(value)
        case .string, .integer, .long, .boolean, .timestamp, .blob, .any: false
        }
    }

    // MARK: Saying so

    private var pathText: String { path.joined(separator: ".") }

    private mutating func violate(_ constraint: String, _ value: JSONValue, _ shape: Shape) {
        let subject: ConstraintViolation.Subject = holdsSecrets(shape.name) ? .hidden : .echo(value)
        violations.append(ConstraintViolation(subject: subject, path: pathText, constraint: constraint))
    }

    /// Whether anything inside the shape may not be repeated.
    private func holdsSecrets(_ name: String) -> Bool {
        var seen: Set<String> = []
        var waiting = [name]
        while let next = waiting.popLast() {
            guard seen.insert(next).inserted, let shape = model.shape(next) else { continue }
            if shape.isSensitive { return true }
            waiting += shape.parts
        }
        return false
    }

    private func mismatch(_ expected: String, _ value: JSONValue) -> WireError {
        let found =
            switch value {
            case .null: "null"
            case .bool: "a boolean"
            case .int, .double: "a number"
            case .string: "a string"
            case .array: "a list"
            case .object: "an object"
            }
        switch model.service {
        case .ssm:
            let place = path.isEmpty ? "The body" : "The member '\(pathText)'"
            return WireError(.serializationException, "\(place) must be \(expected); \(found) was given.")
        case .sns: return .invalidParameter(pathText, reason: "it must be \(expected); \(found) was given")
        }
    }
}
