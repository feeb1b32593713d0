import Patching
import Testing

extension Tag {
    /// Compares with a second opinion on many random cases.
    @Tag static var property: Self
    /// Takes seconds.
    @Tag static var slow: Self
}

/// SplitMix64: small, and the same on every machine.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func one<Element>(_ choices: [Element]) -> Element {
        choices[Int(next() % UInt64(choices.count))]
    }

    mutating func happens(_ percent: UInt64) -> Bool { next() % 100 < percent }
}

/// Versions that the tools read, most of them in pairs that differ little: that is where orders go wrong.
extension SeededGenerator {
    mutating func pair(_ family: PackageFamily) -> (String, String) {
        let first = fields(family)
        var second = happens(10) ? fields(family) : first
        for _ in 0..<(1 + next() % 2) { second.mutate(family, using: &self) }
        return happens(50) ? (first.text, second.text) : (second.text, first.text)
    }

    mutating func version(_ family: PackageFamily) -> String { fields(family).text }

    fileprivate mutating func fields(_ family: PackageFamily) -> VersionFields {
        VersionFields(
            epoch: happens(70) ? nil : epoch(), version: pieces(family, upTo: 7),
            release: happens(25) ? nil : pieces(family, upTo: 4))
    }

    /// dpkg refuses epochs beyond 31 bits.
    fileprivate mutating func epoch() -> String {
        one(["0", "1", "2", "9", "10", "00", "01", "0002", "2147483647", "\(next() % 30)"])
    }

    fileprivate mutating func pieces(_ family: PackageFamily, upTo count: UInt64) -> [String] {
        [number()] + (0..<(next() % count)).map { _ in piece(family) }
    }

    fileprivate mutating func number() -> String {
        switch next() % 8 {
        case 0: "0"
        case 1: String(repeating: "0", count: Int(1 + next() % 4)) + "\(next() % 20)"
        // Longer than any integer.
        case 2: String((0..<(15 + next() % 30)).map { _ in one(Array("0123456789")) })
        default: "\(next() % (happens(50) ? 12 : 3000))"
        }
    }

    fileprivate mutating func piece(_ family: PackageFamily) -> String {
        switch next() % 10 {
        case 0...3: number()
        case 4, 5: one([".", ".", ".", "..", "+", "~", "~~", "+~", ".~"])
        case 6:
            one(["a", "b", "z", "A", "Z", "rc", "rc1", "beta", "alpha", "git", "el9", "deb12u1", "dfsg", "ab", "aB"])
        case 7: one(["~rc1", "~beta2", "~bpo12+1", "+b1", "+deb12u1", ".el9_2", "+dfsg", "~~", "a~", "~a", "0~0"])
        case 8: family == .rpm ? one(["^", "^^", "^20240101git", "^1", "^~", "~^", "^a", ".^"]) : one([".", "+", "~"])
        // dpkg warns about what it does not allow, and compares it all the same.
        default:
            family == .rpm ? one(["_", "+", ".", "..", "._", "%", ",", "é"]) : one(["_", "^", "+", "..", "%", "="])
        }
    }
}

private struct VersionFields {
    var epoch: String?
    var version: [String]
    var release: [String]?

    var text: String {
        (epoch.map { $0 + ":" } ?? "") + version.joined() + (release.map { "-" + $0.joined() } ?? "")
    }

    mutating func mutate(_ family: PackageFamily, using generator: inout SeededGenerator) {
        switch generator.next() % 12 {
        case 0: epoch = generator.happens(40) ? nil : generator.epoch()
        // The same, written differently.
        case 1: epoch = epoch == nil ? "0" : "00" + epoch!
        case 2: release = generator.happens(50) ? nil : ["0"]
        case 3 where release != nil: Self.mutate(&release!, family, using: &generator)
        case 4: version = version.map { $0.allSatisfy(\.isNumber) ? "00" + $0 : $0 }
        case 5 where family == .rpm: version = version.map { $0 == "." ? "_" : $0 == "_" ? "+" : $0 }
        default: Self.mutate(&version, family, using: &generator)
        }
        if version.isEmpty { version = ["0"] }
        if release?.isEmpty == true { release = ["0"] }
    }

    private static func mutate(
        _ pieces: inout [String], _ family: PackageFamily, using generator: inout SeededGenerator
    ) {
        guard !pieces.isEmpty else { return }
        let index = Int(generator.next() % UInt64(pieces.count))
        switch generator.next() % 6 {
        case 0: pieces[index] = generator.piece(family)
        // As many digits, others.
        case 5 where pieces[index].allSatisfy(\.isNumber):
            pieces[index] = String(pieces[index].map { _ in generator.one(Array("0123456789")) })
        case 1: pieces.insert(generator.piece(family), at: index + 1)
        case 2: pieces.remove(at: index)
        case 3: pieces[index] = pieces[index].allSatisfy(\.isNumber) ? "0" + pieces[index] : pieces[index] + "~"
        default: pieces.append(generator.piece(family))
        }
    }
}
