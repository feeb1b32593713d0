/// The order of Debian versions: deb-version(7), and `verrevcmp` in dpkg's lib/dpkg/version.c where that is silent.
///
/// Epochs as numbers, then upstream versions, then revisions. These two are read in turns: a run of non-digits, byte by
/// byte (`~` before the end, the end before letters, letters before the rest), then a run of digits as a number, where
/// no digits mean 0. So an absent revision is the same as `0`.
enum DpkgOrder {
    static func compare(_ left: Span<UInt8>, _ right: Span<UInt8>) -> VersionOrder {
        let mine = VersionParts(left)
        let theirs = VersionParts(right)
        let epochs = DigitRun.compare(
            left.extracting(mine.epoch ?? 0..<0), right.extracting(theirs.epoch ?? 0..<0))
        guard epochs == .same else { return epochs }
        let versions = compareParts(left.extracting(mine.version), right.extracting(theirs.version))
        guard versions == .same else { return versions }
        return compareParts(left.extracting(mine.release ?? 0..<0), right.extracting(theirs.release ?? 0..<0))
    }

    private static func compareParts(_ left: Span<UInt8>, _ right: Span<UInt8>) -> VersionOrder {
        var mine = 0
        var theirs = 0
        while mine < left.count || theirs < right.count {
            while mine < left.count && !left[mine].isDigit || theirs < right.count && !right[theirs].isDigit {
                let myRank = rank(left, at: mine)
                let theirRank = rank(right, at: theirs)
                if myRank != theirRank { return myRank < theirRank ? .older : .newer }
                // Equal ranks here are equal bytes: no non-digit has the rank of a digit or of the end.
                mine += 1
                theirs += 1
            }
            let numbers = DigitRun.compare(left, from: &mine, right, from: &theirs)
            if numbers != .same { return numbers }
        }
        return .same
    }

    /// A digit ranks as the end does: either ends the run of non-digits.
    private static func rank(_ text: Span<UInt8>, at index: Int) -> Int {
        guard index < text.count else { return 0 }
        let byte = text[index]
        if byte.isDigit { return 0 }
        if byte.isLetter { return Int(byte) }
        return byte == UInt8(ascii: "~") ? -1 : Int(byte) + 256
    }
}
