import AWSWire
import ArgumentParser
import Yams

/// How a command prints what it read.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument, Sendable {
    /// For people: columns, times in UTC.
    case table
    /// The API's own shapes.
    case json
    /// The same members as `json`.
    case yaml
}

/// How a command prints what never ends: line by line.
enum LineFormat: String, CaseIterable, ExpressibleByArgument, Sendable {
    /// A line that people read.
    case table
    /// An object.
    case json
}

struct OutputOptions: ParsableArguments {
    @Option(name: [.short, .long], help: "table, json or yaml; json prints the API's own shapes.")
    var output: OutputFormat = .table
}

extension JSONValue {
    /// The value as YAML, members sorted by name, closed by a newline.
    var yaml: String {
        get throws { try serialize(node: try node) }
    }

    private var node: Yams.Node {
        get throws {
            switch self {
            case .null: Node("null", Tag(.null))
            case .bool(let value): try value.represented()
            case .int(let value): try value.represented()
            // As in JSON: Yams would write an instant as 1.79543806925e+9.
            case .double(let value): Node(JSONValue.double(value).text(), Tag(.float))
            // Quoted where a reader would take it for a number, a date or a truth value.
            case .string(let value): try value.represented()
            case .array(let elements): Node(try elements.map { try $0.node })
            case .object(let members):
                Node(try members.sorted { $0.key < $1.key }.map { (Node($0.key), try $0.value.node) })
            }
        }
    }
}
