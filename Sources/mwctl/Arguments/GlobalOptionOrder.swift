/// Lets `mwctl --socket PATH window list` mean `mwctl window list --socket PATH`.
///
/// The parser wants a subcommand's options behind its name; people put in a shell alias what is the same every time.
enum GlobalOptionOrder {
    private static let valued: Set<String> = ["--socket", "--endpoint", "--region", "--output", "-o"]

    /// The arguments with the options before the first noun moved to the end, or before `--` when there is one.
    static func hoisted(_ arguments: [String]) -> [String] {
        var moved: [String] = []
        var rest = arguments[...]
        while let first = rest.first {
            let name = first.split(separator: "=", maxSplits: 1).first.map(String.init) ?? first
            guard valued.contains(name) else { break }
            moved.append(rest.removeFirst())
            if name == first, !rest.isEmpty { moved.append(rest.removeFirst()) }
        }
        let end = rest.firstIndex(of: "--") ?? rest.endIndex
        return Array(rest[..<end]) + moved + Array(rest[end...])
    }
}
