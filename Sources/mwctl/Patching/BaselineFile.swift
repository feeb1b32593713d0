import AWSWire
import Yams

/// A baseline as a file: the API's members, in JSON or YAML.
enum BaselineFile {
    /// What `baseline show` prints beside what a baseline can be given.
    private static let known: Set<String> = ["BaselineId", "PatchGroups", "CreatedDate", "ModifiedDate"]

    static func read(_ path: String) throws(Complaint) -> BaselineContent {
        try parse(TextFile.read(path), path)
    }

    /// - Throws: a usage complaint, also for a member that no baseline has: it would be ignored without a word.
    static func parse(_ text: String, _ path: String) throws(Complaint) -> BaselineContent {
        do {
            // JSON may be indented with tabs, which YAML refuses.
            if let json = try? JSONValue(parsing: Array(text.utf8), maximumBytes: TextFile.maximumBytes) {
                var members = json
                for name in known { members[name] = nil }
                return try checked(
                    WireCoding.decode(BaselineContent.self, from: members.bytes()), against: paths(members), path)
            }
            guard var node = try Yams.compose(yaml: text), node.mapping != nil else {
                throw Complaint(.usage, "The file \(path) does not hold the members of a baseline.")
            }
            for name in known { node.mapping?[Node(name)] = nil }
            return try checked(YAMLDecoder().decode(BaselineContent.self, from: node), against: paths(node), path)
        } catch let complaint as Complaint {
            throw complaint
        } catch let DecodingError.keyNotFound(key, context) {
            throw refusal(path, "\(place(context.codingPath)) lacks \(key.stringValue)")
        } catch let DecodingError.typeMismatch(_, context) {
            throw refusal(path, "\(place(context.codingPath)) has a value of another kind than the API's")
        } catch let DecodingError.valueNotFound(_, context) {
            throw refusal(path, "\(place(context.codingPath)) has no value")
        } catch {
            throw refusal(path, "it is neither JSON nor YAML in the API's shape")
        }
    }

    private static func refusal(_ path: String, _ reason: String) -> Complaint {
        Complaint(
            .usage, "The file \(path) cannot be used: \(reason).",
            hint: "`mwctl baseline show BASELINE -o yaml` prints one that can.")
    }

    private static func place(_ path: [any CodingKey]) -> String {
        path.isEmpty
            ? "the baseline" : path.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
    }

    private static func checked(
        _ content: BaselineContent, against given: Set<String>, _ path: String
    ) throws -> BaselineContent {
        let understood = paths(try JSONValue(parsing: WireCoding.encode(content), maximumBytes: TextFile.maximumBytes))
        guard let stray = given.subtracting(understood).min() else { return content }
        throw refusal(path, "a baseline has no member \(stray)")
    }

    /// `ApprovalRules.PatchRules.ApproveAfterDays`; elements of a list have the path of the list.
    private static func paths(_ value: JSONValue, below prefix: String = "") -> Set<String> {
        switch value {
        case .array(let elements): elements.reduce(into: []) { $0.formUnion(paths($1, below: prefix)) }
        case .object(let members):
            members.filter { !$0.value.isNull }.reduce(into: []) { found, member in
                let path = prefix.isEmpty ? member.key : "\(prefix).\(member.key)"
                found.insert(path)
                found.formUnion(paths(member.value, below: path))
            }
        case .null, .bool, .int, .double, .string: []
        }
    }

    private static func paths(_ node: Node, below prefix: String = "") -> Set<String> {
        switch node {
        case .sequence(let elements): elements.reduce(into: []) { $0.formUnion(paths($1, below: prefix)) }
        case .mapping(let members):
            members.filter { $0.value.null == nil }.reduce(into: []) { found, member in
                let name = member.key.string ?? ""
                let path = prefix.isEmpty ? name : "\(prefix).\(name)"
                found.insert(path)
                found.formUnion(paths(member.value, below: path))
            }
        case .scalar, .alias: []
        }
    }
}
