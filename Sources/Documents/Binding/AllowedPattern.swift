import Foundation

/// A parameter's `allowedPattern`, searched for anywhere in a value.
///
/// The engine is ICU's, by way of Foundation, since its syntax is the closest to the service's. It backtracks, so a pattern
/// like `(a+)+$` could search for ever. ICU reports its progress every few thousand steps and at every new position;
/// ``Budget`` counts the reports and ends the search, so that the bound is one of work and not of time.
struct AllowedPattern {
    static let maximumPatternLength = 4_096
    /// UTF-16 units; longer values cannot be checked within the budget and are refused.
    static let maximumValueLength = 8_192

    /// What may still be spent on the values of one binding.
    struct Budget {
        fileprivate var reports = 20_000
    }

    enum Outcome: Hashable {
        case found, notFound
        /// The value is too long, or the search was ended.
        case undecided
    }

    private let expression: NSRegularExpression

    init(_ pattern: String, at path: String) throws(DocumentError) {
        guard pattern.utf16.count <= Self.maximumPatternLength else {
            throw .content(path, "the pattern has more than \(Self.maximumPatternLength) characters.")
        }
        do {
            expression = try NSRegularExpression(pattern: pattern)
        } catch {
            throw .content(path, "this is not a regular expression.", hint: "Keep to syntax that all engines share.")
        }
    }

    func search(_ value: String, _ budget: inout Budget) -> Outcome {
        let length = value.utf16.count
        guard length <= Self.maximumValueLength else { return .undecided }
        var reportsLeft = min(budget.reports, length + 64)
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
}
