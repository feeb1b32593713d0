import Foundation

/// What `ssh`, `sudo` or a shell printed on standard error, line by line.
struct ErrorText {
    let lines: [String]

    init(_ text: String) {
        lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
            .filter { !$0.isEmpty && !$0.hasPrefix("Warning: Permanently added") }
    }

    /// The last line, which is where programs say what ended them.
    var last: String? { lines.last }

    /// The last line that contains one of these, whatever the case.
    func line(containing phrases: String...) -> String? {
        lines.last { line in
            let line = line.lowercased()
            return phrases.contains { line.contains($0) }
        }
    }

    var sudoLine: String? {
        lines.last {
            $0.hasPrefix("sudo:") || $0.hasPrefix("Sorry, user ") || ($0.contains("sudo") && $0.contains("not found"))
        }
    }
}

extension NodeAccessError.Circumstance {
    func saying(_ detail: String) -> Self {
        Self(node: node, destination: destination, detail: detail)
    }
}
