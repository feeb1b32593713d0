import AWSWire
import ArgumentParser

/// A document's parameters on the command line.
struct ParameterOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A document parameter; repeat it, also with the same name to make a list. @FILE reads the value from a file, @- from standard input, @@ stands for one @.",
            valueName: "name=value"))
    var parameter: [Pair] = []

    @Option(
        help: ArgumentHelp(
            "All parameters as one JSON object of lists, as the aws CLI takes them; @FILE reads it from a file.",
            valueName: "json"))
    var parameters: String?

    /// The API's map of lists; `nil` when none is given.
    func values() throws(Complaint) -> [String: [String]]? {
        var values: [String: [String]] = [:]
        if let parameters {
            let text = try TextFile.value(parameters)
            guard let read = try? WireCoding.decode([String: [String]].self, from: Array(text.utf8)) else {
                throw Complaint(
                    .usage, "The value of --parameters is not a JSON object of lists of strings.",
                    hint: "Write it as {\"commands\": [\"uptime\"]}, or use --parameter commands=uptime.")
            }
            values = read
        }
        for pair in parameter { values[pair.key, default: []].append(try TextFile.value(pair.value)) }
        return values.isEmpty ? nil : values
    }
}
