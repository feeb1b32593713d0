import Glibc
import ScheduleEngine
import Testing

/// Our reading of the zone files against that of `zdump`, for every zone of this machine.
@Suite(.tags(.golden)) struct ZoneComparisonTests {
    @Test(.enabled(if: zdump != nil, "zdump is not installed"), arguments: [(1969, 1980), (2020, 2040), (2099, 2101)])
    func `every change of every zone is where zdump sees it`(years: (Int, Int)) throws {
        let names = TimeZoneDatabase.system.names
        #expect(names.count > 300)
        var lines = 0
        var last = ""
        var zone = TimeZoneRules.utc
        try forEachLine(of: "\(Self.zdump!) -V -c \(years.0),\(years.1) \(names.joined(separator: " ")) 2>/dev/null") {
            line in
            // Name  Sun Mar 29 00:59:59 2026 UT = Sun Mar 29 01:59:59 2026 CET isdst=0 gmtoff=3600
            let words = line.split(separator: " ")
            guard words.count == 16, let moment = Self.moment(words[2...5]), let offset = Int(words[15].dropFirst(7))
            else {
                return
            }
            if words[0] != last {
                last = String(words[0])
                zone = try TimeZoneRules.named(last)
            }
            lines += 1
            if zone.offsetSeconds(at: moment) != offset {
                Issue.record("\(line): we say \(zone.offsetSeconds(at: moment))")
            }
        }
        #expect(lines > 1000)
    }

    private static let zdump: String? = ["/usr/bin/zdump", "/usr/sbin/zdump"].first { (path: String) in
        access(path, X_OK) == 0
    }

    private static func moment(_ words: ArraySlice<Substring>) -> Moment? {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let parts = Array(words)
        let clock = parts[2].split(separator: ":").compactMap { Int($0) }
        guard let month = months.firstIndex(of: String(parts[0])), let day = Int(parts[1]), let year = Int(parts[3]),
            clock.count == 3,
            let civil = CivilDateTime(
                year: year, month: month + 1, day: day, hour: clock[0], minute: clock[1], second: clock[2]),
            case .once(let moment) = TimeZoneRules.utc.moments(of: civil)
        else { return nil }
        return moment
    }

    private func forEachLine(of command: String, _ visit: (String) throws -> Void) throws {
        let stream = try #require(popen(command, "r"))
        defer { pclose(stream) }
        var buffer = [CChar](repeating: 0, count: 512)
        while fgets(&buffer, Int32(buffer.count), stream) != nil {
            try visit(
                String(decoding: buffer.prefix { $0 != 10 && $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
        }
    }
}
