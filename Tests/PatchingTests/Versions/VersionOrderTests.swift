import Patching
import Testing

@Suite struct VersionOrderTests {
    @Test(arguments: PackageFamily.allCases.flatMap(VersionLadder.all))
    func `a ladder ascends`(ladder: VersionLadder) {
        for (left, right, order) in ladder.pairs {
            let first = PackageVersion(left, family: ladder.family)
            let second = PackageVersion(right, family: ladder.family)
            #expect(first.compare(to: second) == order, "\(left) and \(right)")
        }
    }

    @Test(.tags(.property), arguments: PackageFamily.allCases)
    func `the order is total`(family: PackageFamily) {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<5_000 {
            let (left, middle) = generator.pair(family)
            let texts = [left, middle, generator.happens(50) ? generator.version(family) : generator.pair(family).0]
            let three = texts.map { PackageVersion($0, family: family) }
            for first in three {
                #expect(first.isSame(as: first))
                for second in three {
                    #expect(first.isOlder(than: second) == second.isNewer(than: first), "\(texts)")
                    #expect(first.isSame(as: second) == second.isSame(as: first), "\(texts)")
                    for third in three where !first.isNewer(than: second) && !second.isNewer(than: third) {
                        #expect(!first.isNewer(than: third), "\(texts)")
                        let same = first.isSame(as: second) && second.isSame(as: third)
                        #expect(first.isSame(as: third) == same, "\(texts)")
                    }
                }
            }
        }
    }

    @Test(.tags(.property), arguments: PackageFamily.allCases)
    func `any text at all is a version`(family: PackageFamily) {
        var generator = SeededGenerator(seed: 4)
        let alphabet = [
            "", ":", "-", "~", "^", ".", "0", "9", "a", "Z", " ", "\0", "\n", "é", "e\u{301}", "👩‍👧", "\u{FFFD}",
        ]
        for _ in 0..<20_000 {
            let texts = (0..<2).map { _ in (0..<(generator.next() % 6)).map { _ in generator.one(alphabet) }.joined() }
            let pair = texts.map { PackageVersion($0, family: family) }
            #expect(pair[0].isOlder(than: pair[1]) == pair[1].isNewer(than: pair[0]), "\(texts)")
            #expect(pair[0].satisfies(pair[1]) == pair[1].satisfies(pair[0]), "\(texts)")
            #expect(pair[0].compare(to: pair[0]) == .same)
            let end = pair[0].upstream + (pair[0].release.map { "-" + $0 } ?? "")
            let endsWithParts = pair[0].text.utf8.reversed().starts(with: end.utf8.reversed())
            #expect(endsWithParts, "\(texts)")
            #expect(Int(pair[0].epoch) != nil, "\(texts)")
        }
    }

    @Test func `versions of two families are in no order`() {
        let debian = PackageVersion("1.0-1", family: .dpkg)
        let fedora = PackageVersion("1.0-1", family: .rpm)
        #expect(debian.compare(to: fedora) == nil)
        #expect(!debian.isOlder(than: fedora) && !debian.isNewer(than: fedora) && !debian.isSame(as: fedora))
        #expect(!debian.satisfies(fedora) && !fedora.satisfies(debian))
    }
}
