/// What a compiled zone file (TZif, RFC 9636) says: the table of changes and the rule for the time after it.
struct ZoneFile {
    let initialOffset: Int
    /// Ascending.
    let changes: [(at: Int, offset: Int)]
    let rule: PosixRule?

    struct Malformed: Error {
        let reason: String
        init(_ reason: String) { self.reason = reason }
    }

    init(bytes: [UInt8]) throws(Malformed) {
        let first = try Header(bytes, at: 0)
        if first.version < 2 {
            (initialOffset, changes) = try Self.block(bytes, first, timeSize: 4)
            rule = nil
            return
        }
        // The 32-bit block is for readers of the last century; the 64-bit one follows it.
        let second = try Header(bytes, at: first.end(timeSize: 4))
        (initialOffset, changes) = try Self.block(bytes, second, timeSize: 8)
        let footer = bytes[second.end(timeSize: 8)...]
        guard footer.first == UInt8(ascii: "\n"), let last = footer.dropFirst().firstIndex(of: UInt8(ascii: "\n"))
        else { throw Malformed("the footer is missing") }
        let text = bytes[(footer.startIndex + 1)..<last]
        if text.isEmpty {
            rule = nil
        } else {
            guard let parsed = PosixRule(parsing: text) else { throw Malformed("the footer is not a POSIX rule") }
            rule = parsed
        }
    }

    private struct Header {
        let version: Int
        let start: Int
        let isUTCount, isStandardCount, leapCount, timeCount, typeCount, characterCount: Int

        init(_ bytes: [UInt8], at start: Int) throws(Malformed) {
            guard start + 44 <= bytes.count, Array(bytes[start..<start + 4]) == Array("TZif".utf8) else {
                throw Malformed("it is not a TZif file")
            }
            // "2" and later in ASCII; 0 for the first version.
            version = bytes[start + 4] == 0 ? 1 : Int(bytes[start + 4]) - 0x30
            self.start = start + 44
            func count(_ index: Int) -> Int { bytes.bigEndian(at: start + 20 + 4 * index, size: 4) }
            (isUTCount, isStandardCount, leapCount) = (count(0), count(1), count(2))
            (timeCount, typeCount, characterCount) = (count(3), count(4), count(5))
            let counts = [isUTCount, isStandardCount, leapCount, timeCount, typeCount, characterCount]
            guard counts.allSatisfy({ $0 >= 0 && $0 <= bytes.count }), (1...256).contains(typeCount) else {
                throw Malformed("its counts make no sense")
            }
        }

        func end(timeSize: Int) -> Int {
            start + timeCount * (timeSize + 1) + typeCount * 6 + characterCount + leapCount * (timeSize + 4)
                + isStandardCount + isUTCount
        }
    }

    private static func block(
        _ bytes: [UInt8], _ header: Header, timeSize: Int
    ) throws(Malformed) -> (Int, [(at: Int, offset: Int)]) {
        guard header.end(timeSize: timeSize) <= bytes.count else { throw Malformed("it is cut short") }
        guard header.leapCount == 0 else { throw Malformed("it counts leap seconds") }
        let indices = header.start + header.timeCount * timeSize
        let types = indices + header.timeCount
        let offsets = (0..<header.typeCount).map { bytes.bigEndian(at: types + 6 * $0, size: 4) }
        guard offsets.allSatisfy({ abs($0) < 26 * 3600 }) else { throw Malformed("an offset makes no sense") }
        var changes: [(at: Int, offset: Int)] = []
        for number in 0..<header.timeCount {
            let type = Int(bytes[indices + number])
            let at = bytes.bigEndian(at: header.start + number * timeSize, size: timeSize)
            guard type < offsets.count, at < 1 << 56, changes.last.map({ $0.at < at }) ?? true else {
                throw Malformed("its table is out of order")
            }
            // Some compilers begin with a change at the beginning of time; far from any calendar it says nothing.
            changes.append((max(at, -1 << 56), offsets[type]))
        }
        return (offsets[0], changes)
    }
}

extension [UInt8] {
    /// A signed number in network order.
    fileprivate func bigEndian(at start: Int, size: Int) -> Int {
        var value = Int(Int8(bitPattern: self[start]))
        for index in 1..<size { value = value << 8 | Int(self[start + index]) }
        return value
    }
}
