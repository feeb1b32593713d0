/// Starts a script below the command's download directory (reference: documents 4.1). If that is not there or not safe,
/// the script starts where it would without: the field's rule for a directory that cannot be used.
enum RelativeWorkingDirectory {
    static func script(_ text: String, in directory: String, root: String = DownloadDirectory.root) -> String {
        let entering = entering(directory, root: root)
        guard text.hasPrefix("#!") else { return entering + text }
        // The interpreter reads the script from a file beside this one, which is cleared with it.
        return """
            \(entering)printf %s \(shellWord(text)) >"$0.program" || exit 1
            exec \(interpreter(of: text).map(shellWord).joined(separator: " ")) "$0.program"

            """
    }

    /// One line, so that a shell's complaints name a line number that is off by one only.
    private static func entering(_ directory: String, root: String) -> String {
        let parts = [
            "mwd_d=$(d=\(shellWord(root))",
            "case ${SSM_COMMAND_ID:-} in ('' | *[!0-9A-Za-z-]*) exit 1 ;; esac",
            "for p in \"$d\" \"$d/$SSM_COMMAND_ID\"",
            "do [ -d \"$p\" ] && [ ! -h \"$p\" ] || exit 1",
            "set -- $(ls -ldn \"$p\")",
            "case $1 in (drwx------*) [ \"$3\" = \"$(id -u)\" ] || exit 1 ;; (*) exit 1 ;; esac",
            "done",
            "printf %s \"$p\") && cd \"$mwd_d\"/\(shellWord(directory)) 2>/dev/null",
            "unset mwd_d",
        ]
        return parts.joined(separator: "; ") + "\n"
    }

    /// As the system reads a first line `#!`: a program, and what follows it as one argument.
    private static func interpreter(of text: String) -> [String] {
        let line = text.prefix { $0 != "\n" }.dropFirst(2).drop { $0 == " " || $0 == "\t" }
        let program = line.prefix { $0 != " " && $0 != "\t" }
        var argument = line.dropFirst(program.count).drop { $0 == " " || $0 == "\t" }
        while let last = argument.last, last == " " || last == "\t" { argument.removeLast() }
        guard !program.isEmpty else { return ["/bin/sh"] }
        return [String(program)] + (argument.isEmpty ? [] : [String(argument)])
    }
}
