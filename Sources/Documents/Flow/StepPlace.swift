/// Where a step stands: its number in the document, and for a step of a document that another step runs, that step's
/// number first. Numbers count from 0.
package struct StepPlace: Hashable, Codable, Sendable, ExpressibleByIntegerLiteral, CustomStringConvertible {
    /// At least one.
    package let numbers: [Int]

    package init(integerLiteral number: Int) { numbers = [number] }

    init(_ number: Int, inner: StepPlace? = nil) { numbers = [number] + (inner?.numbers ?? []) }

    /// The number of the command's own step, which is what the API shows.
    package var top: Int { numbers[0] }

    /// It is a step of a document that another step runs.
    package var isInner: Bool { numbers.count > 1 }

    /// The place within the document that the step at ``top`` runs; `nil` for the command's own step.
    var inner: StepPlace? { numbers.count > 1 ? StepPlace(Array(numbers.dropFirst())) : nil }

    /// The places of the steps before this one in the same document, in order.
    var earlierSiblings: [StepPlace] {
        (0..<(numbers.last ?? 0)).map { StepPlace(numbers.dropLast() + [$0]) }
    }

    /// Reads ``description``.
    init?(_ text: String) {
        let numbers = text.split(separator: ".").map { Int($0) }
        guard !numbers.isEmpty, !numbers.contains(nil) else { return nil }
        self.numbers = numbers.compactMap(\.self)
    }

    private init(_ numbers: [Int]) { self.numbers = numbers }

    /// Such as `3.0`; the bare number for the command's own step.
    package var description: String { numbers.map(String.init).joined(separator: ".") }
}
