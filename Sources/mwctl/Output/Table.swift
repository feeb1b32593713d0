/// What a cell means; a terminal shows it as a colour, a pipe not at all.
enum Tone: Sendable {
    case plain, good, bad, busy, faint

    fileprivate var escape: String {
        switch self {
        case .plain: ""
        case .good: "\u{1B}[32m"
        case .bad: "\u{1B}[31m"
        case .busy: "\u{1B}[33m"
        case .faint: "\u{1B}[2m"
        }
    }
}

/// One piece of text in a table.
struct Cell: Equatable, ExpressibleByStringLiteral, Sendable {
    /// One line: what would break the table or steer the terminal is replaced.
    let text: String
    let tone: Tone

    init(_ text: String?, _ tone: Tone = .plain) {
        self.text = Self.harmless(text ?? "")
        self.tone = tone
    }

    init(stringLiteral value: String) { self.init(value) }

    /// Names and messages come from the network and from nodes: control characters do not reach the terminal.
    static func harmless(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }) else {
            return text
        }
        var shown = ""
        for scalar in text.unicodeScalars {
            let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
            shown.unicodeScalars.append(isControl ? (scalar == "\n" || scalar == "\t" ? " " : "\u{FFFD}") : scalar)
        }
        return shown
    }

    func rendered(colours: Bool) -> String {
        colours && tone != .plain ? tone.escape + text + "\u{1B}[0m" : text
    }
}

/// Columns that are as wide as their widest cell, two blanks apart.
struct Table: Equatable {
    let headings: [String]
    var rows: [[Cell]] = []

    init(_ headings: String..., rows: [[Cell]] = []) {
        self.headings = headings
        self.rows = rows
    }

    /// Columns without a single filled cell are left out.
    func rendered(colours: Bool = false) -> String {
        let used = headings.indices.filter { column in rows.contains { !$0[column].text.isEmpty } || rows.isEmpty }
        let lines = [headings.map { Cell($0, .faint) }] + rows
        let widths = used.map { column in lines.map { $0[column].text.count }.max() ?? 0 }
        var text = ""
        for line in lines {
            for (place, column) in used.enumerated() {
                text += line[column].rendered(colours: colours)
                // Nothing but the end of the line follows the last column.
                if place < used.count - 1 {
                    text += String(repeating: " ", count: widths[place] - line[column].text.count + 2)
                }
            }
            while text.last == " " { text.removeLast() }
            text += "\n"
        }
        return text
    }
}

/// Names and values below each other, for one thing; values that are absent are left out.
struct Sheet: Equatable {
    private(set) var lines: [(name: String, value: Cell)] = []

    mutating func add(_ name: String, _ value: Cell) {
        if !value.text.isEmpty { lines.append((name, value)) }
    }

    mutating func add(_ name: String, _ value: String?) { add(name, Cell(value)) }

    mutating func remove(_ name: String) { lines.removeAll { $0.name == name } }

    func rendered(colours: Bool = false) -> String {
        let width = lines.map(\.name.count).max() ?? 0
        return lines.map { line in
            line.name + String(repeating: " ", count: width - line.name.count + 2)
                + line.value.rendered(colours: colours) + "\n"
        }.joined()
    }

    static func == (left: Self, right: Self) -> Bool {
        left.lines.map(\.name) == right.lines.map(\.name) && left.lines.map(\.value) == right.lines.map(\.value)
    }
}
