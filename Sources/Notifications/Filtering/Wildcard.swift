/// A text in which `*` stands for any run of characters, and `\*` and `\\` for themselves.
struct Wildcard: Hashable, Sendable {
    /// The literal runs between the stars, in order.
    private let runs: [[UInt8]]

    /// - Throws: for `**` and for a backslash before anything else, as the field's event bus.
    init(_ pattern: String) throws(PatternError) {
        var runs: [[UInt8]] = [[]]
        var isEscaped = false
        var isAfterStar = false
        for byte in pattern.utf8 {
            if isEscaped {
                guard byte == UInt8(ascii: "*") || byte == UInt8(ascii: "\\") else {
                    throw PatternError("Invalid escape character in wildcard: \(pattern)")
                }
                runs[runs.count - 1].append(byte)
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "*") {
                guard !isAfterStar else { throw PatternError("Consecutive wildcard characters in \(pattern)") }
                runs.append([])
                isAfterStar = true
                continue
            } else {
                runs[runs.count - 1].append(byte)
            }
            isAfterStar = false
        }
        guard !isEscaped else { throw PatternError("Invalid escape character in wildcard: \(pattern)") }
        self.runs = runs
    }

    /// Runs are found from the left, each at its first place: no step is ever taken back, so a hostile text costs no more than
    /// its length.
    func matches(_ text: String) -> Bool {
        var rest = Array(text.utf8)[...]
        guard let first = runs.first, let last = runs.last, rest.starts(with: first) else { return false }
        guard runs.count > 1 else { return rest.count == first.count }
        rest = rest.dropFirst(first.count)
        for run in runs.dropFirst().dropLast() {
            guard let end = Self.end(of: run, in: rest) else { return false }
            rest = rest[end...]
        }
        return rest.count >= last.count && rest.suffix(last.count).elementsEqual(last)
    }

    /// Knuth, Morris and Pratt: a step per byte of both, since text and pattern may both be made to be slow.
    private static func end(of run: [UInt8], in text: ArraySlice<UInt8>) -> Int? {
        guard !run.isEmpty else { return text.startIndex }
        var fallback = [Int](repeating: 0, count: run.count)
        var matched = 0
        for index in run.indices.dropFirst() {
            while matched > 0, run[index] != run[matched] { matched = fallback[matched - 1] }
            if run[index] == run[matched] { matched += 1 }
            fallback[index] = matched
        }
        matched = 0
        for index in text.indices {
            while matched > 0, text[index] != run[matched] { matched = fallback[matched - 1] }
            if text[index] == run[matched] { matched += 1 }
            if matched == run.count { return index + 1 }
        }
        return nil
    }
}
