/// A script under construction: the shipped parts, then the values of one run, then the call.
struct ScriptText {
    private(set) var text: String

    /// Without the lines that are comments, which are for the readers of this repository.
    init(parts: [[UInt8]]) {
        text = "#!/bin/sh\n"
        for part in parts {
            for line in part.split(separator: UInt8(ascii: "\n")) {
                let content = line.drop { $0 == UInt8(ascii: " ") }
                if content.isEmpty || content.first == UInt8(ascii: "#") { continue }
                text += String(decoding: line, as: UTF8.self)
                text += "\n"
            }
        }
    }

    mutating func assign(_ name: String, _ value: Int) { text += "\(name)=\(value)\n" }

    mutating func call(_ function: String) { text += "\(function)\n" }

    mutating func configure(
        refreshes: Bool, sources: [PatchSource], lockWaitSeconds: Int
    ) throws(PatchScriptError) {
        assign("p_refresh", refreshes ? 1 : 0)
        assign("p_lock", min(max(0, lockWaitSeconds), 86_400))
        guard !sources.isEmpty else {
            text += "put_sources() { return 1; }\n"
            return
        }
        var lines: [String] = []
        for source in sources {
            for line in source.configuration.split(whereSeparator: \.isNewline) {
                guard line.utf8.allSatisfy({ $0 >= 0x20 || $0 == 0x09 }) else {
                    throw .inexpressible(what: "The configuration of the source \(source.name)")
                }
                lines.append(String(line))
            }
        }
        try define("put_sources", printing: lines)
    }

    /// - Throws: ``PatchScriptError/inexpressible(what:)`` for what a package manager could take for something else than a
    ///   name, an architecture and a version; see ``isExpressible(_:)``.
    mutating func want(_ wanted: [WantedPatch]) throws(PatchScriptError) {
        var lines: Set<String> = []
        for patch in wanted {
            guard Self.isExpressible(patch) else {
                throw .inexpressible(what: "The patch “\(patch.key):\(patch.version)”")
            }
            lines.insert("\(patch.key.name)\t\(patch.key.architecture)\t\(patch.version.text)")
        }
        // Sorted, so that what belongs together stays together when a failing transaction is halved.
        try define("put_wanted", printing: lines.sorted())
    }

    /// Letters, digits and the few marks that names and versions have: nothing that a shell, a glob or a package manager
    /// would read as more, and no option, since the first character is a letter or a digit.
    static func isExpressible(_ patch: WantedPatch) -> Bool {
        isWord(patch.key.name, marks: "+._-") && isWord(patch.key.architecture, marks: "_-")
            && isWord(patch.version.text, marks: "+._-~^:")
    }

    private static func isWord(_ text: String, marks: StaticString) -> Bool {
        guard let first = text.utf8.first, isAlphanumeric(first), text.utf8.count <= 256 else { return false }
        return marks.withUTF8Buffer { marks in text.utf8.allSatisfy { isAlphanumeric($0) || marks.contains($0) } }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }

    /// A function that prints the lines as they are.
    mutating func define(_ function: String, printing lines: [String]) throws(PatchScriptError) {
        guard lines.allSatisfy({ !$0.utf8.contains(0) && !$0.utf8.contains(0x0a) }) else {
            throw .inexpressible(what: "A line with a NUL byte or a line break")
        }
        // The end of a here-document is a line, so no line may look like it.
        var end = "mwd_end"
        while lines.contains(end) { end += "_" }
        text += "\(function)() {\ncat <<'\(end)'\n"
        for line in lines {
            text += line
            text += "\n"
        }
        text += "\(end)\n}\n"
    }
}
