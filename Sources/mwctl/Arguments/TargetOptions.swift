import AWSWire
import ArgumentParser

/// Which nodes: by tag, by name or ID, or as the aws CLI writes it.
struct TargetOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Nodes with this tag. Several values, with commas or by repeating the key, mean any of them; several keys must all match.",
            valueName: "key=value[,value]"))
    var tag: [Pair] = []

    @Option(help: ArgumentHelp("Nodes that carry this tag, whatever its value.", valueName: "key"))
    var tagKey: [String] = []

    @Option(help: ArgumentHelp("This node, by name or ID.", valueName: "node"))
    var node: [String] = []

    @Option(
        name: .customLong("instance-ids"), parsing: .upToNextOption,
        help: ArgumentHelp("The same as --node, for several.", valueName: "node", visibility: .hidden))
    var instanceIDs: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("A criterion as the aws CLI writes it.", valueName: "Key=…,Values=…"))
    var targets: [Criterion] = []

    /// Nodes named one by one.
    var namedNodes: [String] { node + instanceIDs }

    var isEmpty: Bool { tag.isEmpty && tagKey.isEmpty && namedNodes.isEmpty && targets.isEmpty }

    /// The API's criteria, with nodes' names replaced by their IDs.
    func criteria(_ session: Session) async throws(Complaint) -> [Wire.Target] {
        var criteria = targets.map { Wire.Target(key: $0.key, values: $0.values) }
        for pair in tag {
            let key = "tag:\(pair.key)"
            let values = pair.value.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            if let known = criteria.firstIndex(where: { $0.key == key }) {
                criteria[known].values = (criteria[known].values ?? []) + values
            } else {
                criteria.append(Wire.Target(key: key, values: values))
            }
        }
        if !tagKey.isEmpty { criteria.append(Wire.Target(key: "tag-key", values: tagKey)) }
        if !namedNodes.isEmpty {
            criteria.append(Wire.Target(key: "InstanceIds", values: try await session.nodeIDs(namedNodes)))
        }
        return criteria
    }
}

/// `Key=tag:Role,Values=web,db`
struct Criterion: ExpressibleByArgument, Equatable, Sendable {
    let key: String
    let values: [String]

    init?(argument: String) {
        guard argument.hasPrefix("Key="), let (key, values) = argument.components(around: ",Values="), key.count > 4
        else { return nil }
        self.key = String(key.dropFirst(4))
        self.values = values.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
}
