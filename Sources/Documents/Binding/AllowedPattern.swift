import Foundation

/// A parameter's `allowedPattern`, searched for anywhere in a value.
///
/// The engine is ICU's, by way of Foundation, since its syntax is the closest to the service's. It backtracks, so a pattern
/// like `(a+)+$` could search for ever. ICU reports its progress every few thousand steps and at every new position;
/// ``Budget`` counts the reports and ends the search, so that the bound is one of work and not of time.
struct AllowedPattern {
    static let maximumPatternLength = 4_096

    /// What may still be spent on the values of one binding. A report stands for at most half a millisecond of work.
    struct Budget {
        fileprivate var reports = 5_000
    }

    enum Outcome: Hashable {
        case found, notFound
        /// The search was ended.
        case undecided
    }

    private let expression: NSRegularExpression

    init(_ pattern: String, at path: String) throws(DocumentError) {
        guard pattern.utf16.count <= Self.maximumPatternLength else {
            throw .content(path, "the pattern has more than \(Self.maximumPatternLength) characters.")
        }
        do {
            _ = try NSRegularExpression(pattern: pattern)
            expression = try NSRegularExpression(pattern: Self.withStrictEnd(pattern))
        } catch {
            throw .content(path, "this is not a regular expression.", hint: "Keep to syntax that all engines share.")
        }
    }

    func search(_ value: String, _ budget: inout Budget) -> Outcome {
        // One report for each position the search moves on to, and some for the work at them.
        var reportsLeft = min(budget.reports, value.utf16.count + 64)
        let reportsBefore = reportsLeft
        var outcome = Outcome.notFound
        expression.enumerateMatches(
            in: value, options: .reportProgress, range: NSRange(value.startIndex..., in: value)
        ) { match, _, stop in
            if match != nil {
                outcome = .found
                stop.pointee = true
            } else if reportsLeft == 0 {
                outcome = .undecided
                stop.pointee = true
            } else {
                reportsLeft -= 1
            }
        }
        budget.reports -= reportsBefore - reportsLeft
        return outcome
    }

    /// The pattern with every `$` that means the end written as `\z`.
    ///
    /// In ICU and Java `$` also stands before a last line break, in the agent's engine it does not. A value that ends in
    /// one would pass `^[a-z]+$` and cut a script's line in two, so the stricter reading wins. In multi-line mode `$` is
    /// the end of a line in every engine and is left alone.
    static func withStrictEnd(_ pattern: String) -> String {
        guard !pattern.contains(/\(\?[a-z]*m/) else { return pattern }
        var result = String.UnicodeScalarView()
        var isEscaped = false
        var isQuoted = false
        var classDepth = 0
        for scalar in pattern.unicodeScalars {
            if isEscaped {
                isEscaped = false
                if scalar == "Q" { isQuoted = true }
                if scalar == "E" { isQuoted = false }
                result.append(scalar)
                continue
            }
            switch scalar {
            case "\\": isEscaped = true
            case "[" where !isQuoted: classDepth += 1
            case "]" where !isQuoted && classDepth > 0: classDepth -= 1
            case "$" where !isQuoted && classDepth == 0:
                result.append(contentsOf: #"\z"#.unicodeScalars)
                continue
            default: break
            }
            result.append(scalar)
        }
        return String(result)
    }
}
