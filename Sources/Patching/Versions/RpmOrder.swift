/// The order of rpm versions: rpm-version(7), and rpm's `rpmvercmp` and `rpmverCmp` where that is silent.
///
/// Epochs as numbers, then versions, then releases. These two are cut into segments of letters or of digits; whatever
/// stands between only separates. Segment by segment: `~` before the end, the end before `^`, `^` before letters, letters
/// before numbers; letters by their bytes, numbers by their value.
enum RpmOrder {
    /// - Parameter skippingAbsentRelease: compare releases only if both have one, as rpm does for dependencies;
    ///   otherwise a version without release comes first.
    static func compare(
        _ left: Span<UInt8>, _ right: Span<UInt8>, skippingAbsentRelease: Bool = false
    ) -> VersionOrder {
        let mine = VersionParts(left)
        let theirs = VersionParts(right)
        let epochs = DigitRun.compare(
            left.extracting(mine.epoch ?? 0..<0), right.extracting(theirs.epoch ?? 0..<0))
        guard epochs == .same else { return epochs }
        let versions = compareParts(left.extracting(mine.version), right.extracting(theirs.version))
        guard versions == .same else { return versions }
        switch (mine.release, theirs.release) {
        case (let mine?, let theirs?): return compareParts(left.extracting(mine), right.extracting(theirs))
        case (nil, nil): return .same
        case (nil, _?): return skippingAbsentRelease ? .same : .older
        case (_?, nil): return skippingAbsentRelease ? .same : .newer
        }
    }

    /// What comes next in a version; the raw values are the order.
    private enum Segment: Int {
        case tilde, end, caret, letters, digits
    }

    private static func compareParts(_ left: Span<UInt8>, _ right: Span<UInt8>) -> VersionOrder {
        var mine = 0
        var theirs = 0
        while true {
            let segment = nextSegment(left, from: &mine)
            let other = nextSegment(right, from: &theirs)
            guard segment == other else { return segment.rawValue < other.rawValue ? .older : .newer }
            switch segment {
            case .end: return .same
            case .tilde, .caret:
                mine += 1
                theirs += 1
            case .letters:
                let words = compareLetters(left, from: &mine, right, from: &theirs)
                if words != .same { return words }
            case .digits:
                let numbers = DigitRun.compare(left, from: &mine, right, from: &theirs)
                if numbers != .same { return numbers }
            }
        }
    }

    /// Skips separators; bytes outside ASCII are separators, too.
    private static func nextSegment(_ text: Span<UInt8>, from index: inout Int) -> Segment {
        while index < text.count {
            let byte = text[index]
            if byte.isDigit { return .digits }
            if byte.isLetter { return .letters }
            if byte == UInt8(ascii: "~") { return .tilde }
            if byte == UInt8(ascii: "^") { return .caret }
            index += 1
        }
        return .end
    }

    private static func compareLetters(
        _ left: Span<UInt8>, from mine: inout Int, _ right: Span<UInt8>, from theirs: inout Int
    ) -> VersionOrder {
        while true {
            let mineIsLetter = mine < left.count && left[mine].isLetter
            let theirsIsLetter = theirs < right.count && right[theirs].isLetter
            guard mineIsLetter, theirsIsLetter else {
                return mineIsLetter ? .newer : theirsIsLetter ? .older : .same
            }
            if left[mine] != right[theirs] { return left[mine] < right[theirs] ? .older : .newer }
            mine += 1
            theirs += 1
        }
    }
}
