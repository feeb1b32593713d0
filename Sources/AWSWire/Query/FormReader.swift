import Foundation

/// Turns a form's names into the value that the same request has in JSON, led by the shape.
///
/// Names of which the shape knows nothing are left out, as unknown members of JSON are. Whether the value keeps the shape's
/// rules is the ``RequestValidator``'s to say.
struct FormReader {
    let model: ServiceModel

    /// What a list's elements and a map's entries are called; the generator of the shapes refuses a model that differs.
    private static let elementName = "member"
    private static let entryName = "entry"

    /// - Throws: `InvalidParameter` for text that cannot be of the shape's type.
    func value(of form: FormBody, as shapeName: String) throws(WireError) -> JSONValue {
        try value(of: FormNode(form), as: shapeName, at: [])
    }

    private func value(of node: FormNode, as shapeName: String, at path: [String]) throws(WireError) -> JSONValue {
        guard let shape = model.shape(shapeName) else {
            throw WireError(.internalServerError, "The shape \(shapeName) is not known.")
        }
        switch shape.kind {
        case .structure(let members), .union(let members): return try structure(node, members, at: path)
        case .list(let element): return try list(node, of: element, at: path)
        case .map(_, let entry): return try map(node, of: entry, shape.entryNames, at: path)
        case .string, .integer, .long, .boolean, .timestamp, .blob, .any: break
        }
        guard let text = node.value, node.children.isEmpty else { throw refusal(path, "it must be one value") }
        switch shape.kind {
        case .integer, .long:
            guard let number = Int64(text) else { throw refusal(path, "it must be a whole number") }
            return .int(number)
        case .boolean:
            switch text {
            case "true": return true
            case "false": return false
            default: throw refusal(path, "it must be true or false")
            }
        case .timestamp:
            guard let date = try? Date(text, strategy: .iso8601) else {
                throw refusal(path, "it must be a moment in ISO 8601")
            }
            return .double(Timestamps.wireNumber(date))
        case .string, .blob, .any, .structure, .union, .list, .map: return .string(text)
        }
    }

    private func structure(
        _ node: FormNode, _ members: [ShapeMember], at path: [String]
    ) throws(WireError) -> JSONValue {
        try refuseText(node, "it has parts", at: path)
        var given: [String: JSONValue] = [:]
        for member in members {
            guard let child = node.children[member.name] else { continue }
            given[member.name] = try value(of: child, as: member.shape, at: path + [member.name])
        }
        return .object(given)
    }

    /// The elements in the order of their numbers. Numbers that are left out cost nothing and mean nothing.
    private func list(_ node: FormNode, of element: String, at path: [String]) throws(WireError) -> JSONValue {
        try refuseText(node, "it is a list", at: path)
        var elements: [JSONValue] = []
        for (name, child) in try numbered(node, Self.elementName, at: path) {
            elements.append(try value(of: child, as: element, at: path + [Self.elementName, name]))
        }
        return .array(elements)
    }

    private func map(
        _ node: FormNode, of entry: String, _ names: Shape.EntryNames, at path: [String]
    ) throws(WireError) -> JSONValue {
        try refuseText(node, "it is a map", at: path)
        var entries: [String: JSONValue] = [:]
        for (name, child) in try numbered(node, Self.entryName, at: path) {
            let place = path + [Self.entryName, name]
            guard let key = child.children[names.key]?.value else {
                throw refusal(place + [names.key], "no value for required parameter")
            }
            guard let value = child.children[names.value] else {
                throw refusal(place + [names.value], "no value for required parameter")
            }
            let read = try self.value(of: value, as: entry, at: place + [names.value])
            guard entries.updateValue(read, forKey: key) == nil else {
                throw refusal(path, "the key “\(key.shortened(to: 100))” stands twice in it")
            }
        }
        return .object(entries)
    }

    /// What stands below `name`, by ascending number.
    private func numbered(
        _ node: FormNode, _ name: String, at path: [String]
    ) throws(WireError) -> [(name: String, node: FormNode)] {
        guard let below = node.children[name] else { return [] }
        var found: [(number: Int, name: String, node: FormNode)] = []
        for (text, child) in below.children {
            // One spelling to a number, so that `1` and `01` cannot both be the first.
            guard let number = Int(text), number > 0, String(number) == text else {
                throw refusal(
                    path, "“\(name).\(text.shortened(to: 32))” must have a number, from 1, after “\(name)”")
            }
            found.append((number, text, child))
        }
        return found.sorted { $0.number < $1.number }.map { ($0.name, $0.node) }
    }

    /// Clients send an empty list as its bare name with an empty value.
    private func refuseText(_ node: FormNode, _ what: String, at path: [String]) throws(WireError) {
        guard let text = node.value, !text.isEmpty || !node.children.isEmpty else { return }
        throw refusal(path, "\(what) and takes no value of its own")
    }

    private func refusal(_ path: [String], _ reason: String) -> WireError {
        .invalidParameter(path.map { $0.shortened(to: 64) }.joined(separator: "."), reason: reason)
    }
}
