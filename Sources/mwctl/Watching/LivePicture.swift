import Foundation

/// Draws progress over what it drew before.
struct LivePicture {
    let terminal: Terminal
    private var drawnLines = 0

    init(terminal: Terminal) { self.terminal = terminal }

    /// What to write to the terminal now.
    mutating func redrawn(_ progress: RunProgress, now: Date) -> String {
        let lines = Self.lines(progress, now: now, terminal: terminal)
        // Up to where the last picture began, then clear what is below.
        let back = drawnLines > 0 ? "\u{1B}[\(drawnLines)A\r\u{1B}[J" : ""
        drawnLines = lines.count
        return back + lines.map { $0 + "\n" }.joined()
    }

    static func lines(_ progress: RunProgress, now: Date, terminal: Terminal) -> [String] {
        let colours = terminal.showsColours
        var lines = [
            cut(Cell.harmless(progress.title), terminal.width),
            Wording.status(progress.status).rendered(colours: colours) + times(progress, now: now),
            cut(bar(progress), terminal.width),
        ]
        // A picture taller than the terminal could not be drawn over; the rest is counted above.
        let room = max(3, terminal.height - lines.count - 4)
        let ranked = progress.nodes.enumerated().sorted {
            ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset)
        }.map(\.element)
        let shown = progress.nodes.count <= room ? progress.nodes : Array(ranked.prefix(room))
        if !shown.isEmpty { lines += [""] + table(shown, now: now).rendered(width: terminal.width, colours: colours) }
        if shown.count < progress.nodes.count { lines.append("and \(progress.nodes.count - shown.count) more") }
        if progress.isFinal, let details = progress.details, !details.isEmpty, details != progress.status {
            lines.append(cut(Cell.harmless(details), terminal.width))
        }
        return lines
    }

    private static func times(_ progress: RunProgress, now: Date) -> String {
        var parts: [String] = []
        let elapsed = Wording.elapsed(from: progress.startedAt, to: progress.endedAt, now: now)
        if !elapsed.isEmpty { parts.append("\(progress.isFinal ? "took" : "for") \(elapsed)") }
        if !progress.isFinal {
            parts += [("cutoff", progress.cutoffAt), (progress.endLabel, progress.endsAt)].compactMap { name, date in
                date.map { "\(name) \(Wording.remaining(until: $0, now: now))" }
            }
        }
        return parts.map { "  \($0)" }.joined()
    }

    private static func bar(_ progress: RunProgress) -> String {
        let width = 24
        let done = progress.nodes.filter { $0.rank == 1 || $0.rank == 3 }.count
        let filled = progress.nodes.isEmpty ? 0 : width * done / progress.nodes.count
        return "[" + String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled) + "] "
            + progress.summary
    }

    private static func table(_ nodes: [NodeProgress], now: Date) -> Table {
        Table(
            "NODE", "DOCUMENT", "STATUS", "TIME", "REASON",
            rows: nodes.map { node in
                [
                    Cell(node.node), Cell(node.work), Wording.status(node.status, details: node.details),
                    Cell(Wording.elapsed(from: node.startedAt, to: node.endedAt, now: now)), Cell(node.reason),
                ]
            })
    }

    private static func cut(_ line: String, _ width: Int) -> String { String(line.prefix(width)) }
}

extension Table {
    /// The lines, none wider than a terminal: a line that wraps could not be drawn over. A table that fits keeps its
    /// colours.
    func rendered(width: Int, colours: Bool) -> [String] {
        let plain = rendered().split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
        if plain.allSatisfy({ $0.count <= width }) {
            return rendered(colours: colours).split(separator: "\n", omittingEmptySubsequences: false).dropLast()
                .map(String.init)
        }
        return plain.map { String($0.prefix(width)) }
    }
}
