import Glibc

/// What standard output is connected to.
struct Terminal: Sendable {
    let isTerminal: Bool
    /// Columns.
    let width: Int
    /// Lines.
    let height: Int
    /// On a terminal, unless `NO_COLOR` is set (no-color.org) or the terminal is dumb.
    let showsColours: Bool

    static var standard: Terminal {
        let isTerminal = isatty(STDOUT_FILENO) == 1
        var size = winsize()
        let hasSize = isTerminal && ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        return Terminal(
            isTerminal: isTerminal, width: hasSize ? Int(size.ws_col) : 80,
            height: hasSize && size.ws_row > 0 ? Int(size.ws_row) : 24,
            showsColours: isTerminal && (Environment["NO_COLOR"] ?? "").isEmpty && Environment["TERM"] != "dumb")
    }

    static let pipe = Terminal(isTerminal: false, width: 80, height: 24, showsColours: false)
}

/// The process's environment; an empty variable counts as unset.
enum Environment {
    static subscript(name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        let text = String(cString: value)
        return text.isEmpty ? nil : text
    }
}
