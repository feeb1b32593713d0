/// Where the parts of `[epoch:]version[-release]` lie in the bytes of a version; both families split alike.
///
/// The epoch is what stands before a colon if that is digits only, possibly none; a colon after anything else belongs to
/// the version. The release (dpkg: revision) is what follows the *last* hyphen.
struct VersionParts {
    /// `nil`: no colon, which means 0. An empty one means 0 too.
    let epoch: Range<Int>?
    /// dpkg calls it the upstream version.
    let version: Range<Int>
    /// `nil`: no hyphen.
    let release: Range<Int>?

    init(_ text: Span<UInt8>) {
        var start = 0
        while start < text.count, text[start].isDigit { start += 1 }
        if start < text.count, text[start] == UInt8(ascii: ":") {
            epoch = 0..<start
            start += 1
        } else {
            epoch = nil
            start = 0
        }
        var end = text.count
        while end > start, text[end - 1] != UInt8(ascii: "-") { end -= 1 }
        if end > start {
            version = start..<(end - 1)
            release = end..<text.count
        } else {
            version = start..<text.count
            release = nil
        }
    }
}

extension PackageVersion {
    /// The epoch's digits; `0` when there is none.
    package var epoch: Substring {
        guard let range = VersionParts(text.utf8.span).epoch, !range.isEmpty else { return "0" }
        return part(range)
    }

    /// Without epoch and release: dpkg's upstream version, rpm's version.
    package var upstream: Substring { part(VersionParts(text.utf8.span).version) }

    /// dpkg's revision, rpm's release; `nil` when there is no hyphen.
    package var release: Substring? { VersionParts(text.utf8.span).release.map(part) }

    private func part(_ bytes: Range<Int>) -> Substring {
        let utf8 = text.utf8
        // The borders are next to ASCII characters, so they are borders of characters.
        return text[
            utf8.index(
                utf8.startIndex, offsetBy: bytes.lowerBound)..<utf8.index(
                    utf8.startIndex, offsetBy: bytes.upperBound)]
    }
}
