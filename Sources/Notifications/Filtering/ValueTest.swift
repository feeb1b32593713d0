import Foundation

/// One of the alternatives a pattern lists for a field.
indirect enum ValueTest: Hashable, Sendable {
    /// A text, a number, true, false or null, exactly.
    case equals(BodyValue)
    case hasPrefix(String)
    case hasSuffix(String)
    case hasPrefixIgnoringCase(String)
    case hasSuffixIgnoringCase(String)
    case equalsIgnoringCase(String)
    case matches(Wildcard)
    case isWithin(NumericRange)
    case isAddressIn(AddressBlock)
    /// Whether the field is there at all; the one test that an absent field can pass.
    case exists(Bool)
    /// None of the listed tests passes.
    case anythingBut([ValueTest])
}

extension ValueTest {
    /// Whether a field with these values passes: one value that does is enough, as in a list.
    func accepts(_ leaves: [BodyValue]) -> Bool {
        if case .exists(let isWanted) = self { return leaves.isEmpty != isWanted }
        return leaves.contains { accepts($0) }
    }

    private func accepts(_ leaf: BodyValue) -> Bool {
        switch self {
        case .exists(let isWanted): return isWanted
        case .anythingBut(let tests): return !tests.contains { $0.accepts(leaf) }
        case .equals(let expected): return leaf == expected
        case .isWithin(let range):
            guard case .number(let number) = leaf else { return false }
            return range.contains(number)
        case .hasPrefix, .hasSuffix, .hasPrefixIgnoringCase, .hasSuffixIgnoringCase, .equalsIgnoringCase, .matches,
            .isAddressIn:
            guard case .text(let text) = leaf else { return false }
            return accepts(text)
        }
    }

    /// Texts are compared code point by code point: `é` in one form is not `é` in the other, as in the field.
    private func accepts(_ text: String) -> Bool {
        switch self {
        case .hasPrefix(let start): text.utf8.starts(with: start.utf8)
        case .hasSuffix(let end): text.utf8.reversed().starts(with: end.utf8.reversed())
        case .hasPrefixIgnoringCase(let start): text.lowercased().utf8.starts(with: start.lowercased().utf8)
        case .hasSuffixIgnoringCase(let end):
            text.lowercased().utf8.reversed().starts(with: end.lowercased().utf8.reversed())
        case .equalsIgnoringCase(let other): text.lowercased() == other.lowercased()
        case .matches(let wildcard): wildcard.matches(text)
        case .isAddressIn(let block): IPAddress(text).map { block.contains($0) } ?? false
        case .equals, .isWithin, .exists, .anythingBut: false
        }
    }
}
