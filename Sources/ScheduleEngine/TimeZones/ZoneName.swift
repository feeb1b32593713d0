/// The names of zones: which may be looked up at all, and which are meant by one that does not exist.
enum ZoneName {
    /// Letters, digits, `_`, `+` and `-` between slashes; so no name ever leaves the database's directory.
    ///
    /// `posix/` and `right/` are other editions of the database (the latter counts leap seconds), `posixrules` and
    /// `localtime` are settings of the machine: none of them names a zone.
    static func isPlausible(_ name: String) -> Bool {
        guard (1...64).contains(name.utf8.count) else { return false }
        let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty }) else { return false }
        guard !notZones.contains(String(decoding: Array(parts[0]), as: UTF8.self).asciiLowercased) else { return false }
        return name.utf8.allSatisfy {
            $0.isDigit || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0.uppercased)
                || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-")
                || $0 == UInt8(ascii: "/")
        }
    }

    private static let notZones: Set<String> = ["posix", "right", "posixrules", "localtime", "leapseconds"]

    /// What people write where a zone is wanted. An abbreviation names several zones; these are the ones meant most.
    private static let nicknames: [String: [String]] = [
        "pst": ["America/Los_Angeles"], "pdt": ["America/Los_Angeles"], "pt": ["America/Los_Angeles"],
        "mdt": ["America/Denver"], "cst": ["America/Chicago", "Asia/Shanghai"], "cdt": ["America/Chicago"],
        "ct": ["America/Chicago"], "edt": ["America/New_York"], "et": ["America/New_York"],
        "bst": ["Europe/London"], "cest": ["Europe/Berlin", "Europe/Paris"], "eest": ["Europe/Helsinki"],
        "jst": ["Asia/Tokyo"], "kst": ["Asia/Seoul"], "ist": ["Asia/Kolkata", "Europe/Dublin"],
        "aest": ["Australia/Sydney", "Australia/Brisbane"], "aedt": ["Australia/Sydney"], "nzst": ["Pacific/Auckland"],
        "z": ["UTC"], "utc0": ["UTC"], "gmt0bst": ["Europe/London"], "local": ["UTC"],
    ]

    static func nearest(to name: String, among names: [String]) -> [String] {
        let known = Set(names)
        let wanted = normalised(name)
        guard !wanted.isEmpty, wanted.count <= 64 else { return [] }
        if let meant = nicknames[name.asciiLowercased] { return meant.filter { known.contains($0) || $0 == "UTC" } }
        if let zone = fixedOffset(name), known.contains(zone) { return [zone] }
        var ranked: [(distance: Int, name: String)] = []
        for candidate in names {
            let whole = normalised(candidate)
            let bound = max(1, min(wanted.count, whole.count) / 3)
            // A city alone is a common way to name a zone.
            let city = whole.lastIndex(of: UInt8(ascii: "/")).map { Array(whole[($0 + 1)...]) }
            let distances = [
                editDistance(wanted, whole, atMost: bound),
                city.flatMap { editDistance(wanted, $0, atMost: bound) }.map { $0 + 1 },
            ]
            if let distance = distances.compactMap(\.self).min(), distance <= bound {
                ranked.append((distance, candidate))
            }
        }
        ranked.sort { ($0.distance, $0.name) < ($1.distance, $1.name) }
        let best = ranked.first?.distance ?? 0
        return ranked.prefix(3).filter { $0.distance <= best + 1 }.map(\.name)
    }

    /// `UTC+9`, `GMT+09:00`, `+09:00`: the POSIX names of fixed offsets have the opposite sign.
    private static func fixedOffset(_ name: String) -> String? {
        var rest = Substring(name.asciiLowercased)
        for prefix in ["utc", "gmt"] where rest.hasPrefix(prefix) { rest = rest.dropFirst(3) }
        guard let sign = rest.first, sign == "+" || sign == "-" else { return nil }
        let hours = rest.dropFirst().prefix { $0 != ":" }
        let minutes = rest.dropFirst(1 + hours.count)
        guard (1...2).contains(hours.utf8.count), let value = Int(hours), value <= 14,
            minutes.isEmpty || minutes == ":00"
        else { return nil }
        return value == 0 ? "Etc/UTC" : "Etc/GMT\(sign == "+" ? "-" : "+")\(value)"
    }

    private static func normalised(_ name: String) -> [UInt8] {
        name.asciiLowercased.utf8.prefix(80).map { $0 == UInt8(ascii: " ") ? UInt8(ascii: "_") : $0 }
    }
}

/// How many letters must be inserted, deleted, replaced or swapped with their neighbour to make one word the other.
/// - Returns: `nil` when more than `bound`.
func editDistance(_ left: [UInt8], _ right: [UInt8], atMost bound: Int) -> Int? {
    guard abs(left.count - right.count) <= bound else { return nil }
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for row in 0..<left.count {
        var current = [row + 1]
        current.reserveCapacity(right.count + 1)
        for column in 0..<right.count {
            var best = min(last[column + 1], current[column]) + 1
            best = min(best, last[column] + (left[row] == right[column] ? 0 : 1))
            if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                best = min(best, beforeLast[column - 1] + 1)
            }
            current.append(best)
        }
        // Later rows are never below the least of the last two.
        if current.min()! > bound, last.min()! > bound { return nil }
        beforeLast = last
        last = current
    }
    return last[right.count] <= bound ? last[right.count] : nil
}

extension String {
    /// Only ASCII letters change: names of zones and keywords have no others.
    var asciiLowercased: String {
        var bytes = Array(utf8)
        for index in bytes.indices where (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(bytes[index]) {
            bytes[index] += 32
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
