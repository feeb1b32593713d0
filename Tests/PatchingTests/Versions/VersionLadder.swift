import Patching
import Testing

/// Versions in ascending order, each rung with all its ways of writing; every pair of a ladder is a case.
struct VersionLadder: CustomTestStringConvertible {
    let family: PackageFamily
    let claim: String
    let rungs: [[String]]

    var testDescription: String { "\(family): \(claim)" }

    var pairs: [(String, String, VersionOrder)] {
        let flat = rungs.enumerated().flatMap { level, texts in texts.map { (level, $0) } }
        return flat.flatMap { level, text in
            flat.map { other, otherText in
                (text, otherText, level < other ? .older : level == other ? .same : .newer)
            }
        }
    }

    static func all(of family: PackageFamily) -> [VersionLadder] {
        (family == .dpkg ? dpkg : rpm).map { VersionLadder(family: family, claim: $0.0, rungs: $0.1) }
    }

    private static let longDigits = String(repeating: "9", count: 80)

    private static let dpkg: [(String, [[String]])] = [
        (
            "numbers are numbers",
            [["1.2", "1.02", "1.002"], ["1.9"], ["1.10"], ["1.19"], ["1.21"], ["1.30"], ["1.100"]]
        ),
        ("no digits are 0", [["1.a", "1.a0", "1.a00"], ["1.a1"]]),
        (
            "a tilde sorts before the end, the end before letters, letters before the rest",
            [["1.0~~"], ["1.0~~a"], ["1.0~"], ["1.0~rc1"], ["1.0"], ["1.0A"], ["1.0a"], ["1.0+b1"], ["1.0.1"]]
        ),
        ("letters rank as bytes", [["1Z"], ["1a"], ["1aa"], ["1b"]]),
        (
            "a missing epoch is 0 and beats nothing",
            [["1.0", "0:1.0", "00:1.0"], ["9999"], ["1:0"], ["2:0"], ["10:0"]]
        ),
        ("a missing revision is 0", [["1.0-0~1"], ["1.0", "1.0-0", "1.0-00"], ["1.0-0a"], ["1.0-1"], ["1.0-1.1"]]),
        ("the last hyphen begins the revision", [["1-1-1"], ["1-1-2"], ["1-2-1"], ["1.1-1"]]),
        ("stable updates and backports", [["2.36-9~bpo11+1"], ["2.36-9"], ["2.36-9+deb12u4"], ["2.36-9+deb12u10"]]),
        ("binary rebuilds", [["1.2-3"], ["1.2-3+b1"], ["1.2-3+b10"], ["1.2-3.1"]]),
        ("with an epoch, colons belong to the version", [["1:2-1"], ["1:2:3-1"], ["1:2:10-1"]]),
        ("digits outgrow every integer", [[longDigits, "000" + longDigits], [longDigits + "0"], ["1:1"]]),
        ("the epoch comes first, then the version", [["9.9-9"], ["1:0~-0"], ["1:0-0"], ["1:0.1-0"]]),
        ("kernels", [["6.1.9-1"], ["6.1.76-1"], ["6.1.129-1"], ["6.10.4-1~bpo12+1"], ["6.10.4-1"]]),
    ]

    private static let rpm: [(String, [[String]])] = [
        ("numbers are numbers", [["1.2-1", "1.02-1"], ["1.9-1"], ["1.10-1"], ["1.19-1"], ["1.21-1"], ["1.100-1"]]),
        (
            "tilde, end, caret, letters, numbers",
            [
                ["1.0~~-1"], ["1.0~-1", "1.0.~-1"], ["1.0~rc1-1"], ["1.0~rc1^git1-1"], ["1.0-1", "1.0.-1", "1.0_-1"],
                ["1.0^-1"], ["1.0^git1-1"], ["1.0^20240101-1"], ["1.0a-1", "1.0.a-1"], ["1.0.0-1"], ["1.0.1-1"],
            ]
        ),
        ("separators only separate", [["1.0.1-1", "1_0+1-1", "1..0__1-1", "1.0.1--1", "1.0.1.-.1"], ["1.0.2-1"]]),
        ("letters rank as bytes, and end where digits begin", [["1A-1"], ["1a-1"], ["1aa-1"], ["1b-1"], ["1b1-1"]]),
        ("the epoch comes first; none is 0", [["1-1", "0:1-1", ":1-1", "00:1-1"], ["9-9"], ["1:0-1"], ["10:0-1"]]),
        ("no release comes before any", [["1.0"], ["1.0-"], ["1.0-0"], ["1.0-1", "1.0-01"], ["1.0-1.el9"]]),
        ("streams of a distribution", [["5.14.0-70.el9"], ["5.14.0-70.13.1.el9_0"], ["5.14.0-362.8.1.el9_3"]]),
        ("Amazon Linux", [["1.12.20-8.amzn2023.0.1"], ["1.12.28-1.amzn2023.0.1"], ["1.12.28-1.amzn2023.0.2"]]),
        ("digits outgrow every integer", [[longDigits + "-1", "0" + longDigits + "-1"], [longDigits + "0-1"]]),
        ("zeros are a number, the end is none", [["1-1"], ["1.0-1", "1.000-1"], ["1.0.0-1"], ["1.1-1"]]),
    ]
}
