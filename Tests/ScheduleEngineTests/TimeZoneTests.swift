import Glibc
import ScheduleEngine
import Testing

@Suite struct TimeZoneTests {
    @Test func `names are found in any case and keep the database's spelling`() throws {
        #expect(try TimeZoneRules.named("etc/utc").name == "Etc/UTC")
        #expect(try TimeZoneRules.named("EUROPE/paris").name == "Europe/Paris")
        #expect(try TimeZoneRules.named("US/Eastern").name == "US/Eastern")
        #expect(try TimeZoneRules.named("Europe/Paris") === TimeZoneRules.named("europe/paris"))
    }

    @Test(arguments: [
        "../../etc/passwd", "/etc/localtime", "Europe/../Europe/Paris", "./UTC", "", "Europe", "Europe/", "/UTC",
        "Europe//Paris", "posix/Europe/Paris", "right/UTC", "localtime", "posixrules", "tzdata.zi", "zone.tab",
        "Mars/Olympus",
        "Europe/Paris\0", "Europe/Pari\u{301}s", String(repeating: "A", count: 5000), "leapseconds",
    ])
    func `what names no zone is refused`(name: String) {
        let error = #expect(throws: ScheduleError.self) { try TimeZoneRules.named(name) }
        #expect(error?.code == "UnknownTimeZone")
        #expect(error?.message.utf8.count ?? 0 < 400)
    }

    @Test(arguments: [
        ("Europe/Pariss", "Did you mean “Europe/Paris”?"), ("Tokyo", "Did you mean “Asia/Tokyo”?"),
        ("America/NewYork", "Did you mean “America/New_York”?"), ("JST", "Did you mean “Asia/Tokyo”?"),
        ("America/New York", "Did you mean “America/New_York”?"), ("UTC+9", "Did you mean “Etc/GMT-9”?"),
        ("+09:00", "Did you mean “Etc/GMT-9”?"),
    ])
    func `the nearest name is offered`(name: String, hint: String) {
        let error = #expect(throws: ScheduleError.self) { try TimeZoneRules.named(name) }
        #expect(error?.hint == hint)
    }

    @Test func `a name like no other gets an example`() {
        let error = #expect(throws: ScheduleError.self) { try TimeZoneRules.named("Xyzzy/Plugh") }
        #expect(error?.hint == "Use an IANA name such as “Europe/Paris” or “UTC”.")
    }

    @Test func `skipped, repeated and plain local times are told apart`() throws {
        let newYork = try TimeZoneRules.named("America/New_York")
        func civil(_ month: Int, _ day: Int, _ hour: Int, _ minute: Int) throws -> CivilDateTime {
            try #require(CivilDateTime(year: 2027, month: month, day: day, hour: hour, minute: minute))
        }
        #expect(
            try newYork.moments(of: civil(3, 14, 2, 30)) == .skipped(shifted: Moment(parsing: "2027-03-14T07:30:00Z")))
        #expect(
            try newYork.moments(of: civil(11, 7, 1, 30))
                == .twice(
                    first: Moment(parsing: "2027-11-07T05:30:00Z"), second: Moment(parsing: "2027-11-07T06:30:00Z")))
        #expect(try newYork.moments(of: civil(11, 7, 2, 0)) == .once(Moment(parsing: "2027-11-07T07:00:00Z")))
        #expect(try newYork.moments(of: civil(3, 14, 3, 0)) == .once(Moment(parsing: "2027-03-14T07:00:00Z")))
        #expect(try newYork.moments(of: civil(3, 14, 1, 59)) == .once(Moment(parsing: "2027-03-14T06:59:00Z")))
    }

    @Test func `rules go on for ever, also after the expanded table`() throws {
        let berlin = try TimeZoneRules.named("Europe/Berlin")
        for year in [2038, 2199, 2200, 2201, 2202, 2500, 9998] {
            #expect(try berlin.offsetSeconds(at: Moment(parsing: "\(year)-01-15T00:00:00Z")) == 3600)
            #expect(try berlin.offsetSeconds(at: Moment(parsing: "\(year)-07-15T00:00:00Z")) == 7200)
            #expect(try berlin.offsetSeconds(at: Moment(parsing: "\(year)-12-31T23:59:59Z")) == 3600)
        }
        let change = try #require(berlin.nextChange(after: Moment(parsing: "2500-01-01T00:00:00Z")))
        #expect(change.at.rfc3339() == "2500-03-28T01:00:00Z")
        #expect(change.seconds == 3600)
        #expect(berlin.offsetSeconds(at: Moment(millisecondsSince1970: .max)) == 3600)
        #expect(berlin.offsetSeconds(at: Moment(millisecondsSince1970: .min)) == 3208)
    }
}

/// Databases made by the test, in a directory of its own.
@Suite struct TimeZoneDatabaseTests {
    @Test func `a changed file is read again, but only when asked`() throws {
        let database = try TemporaryDatabase()
        try database.write("Test/Zone", footer: "<+01>-1")
        let zones = TimeZoneDatabase(directory: database.path)
        let first = try zones.rules(named: "test/zone")
        #expect(first.offsetSeconds(at: .earliest) == 3600)
        #expect(zones.reloadChanged() == [])

        try database.write("Test/Zone", footer: "<+02>-2:00:01")
        #expect(try zones.rules(named: "Test/Zone") === first)
        #expect(zones.reloadChanged() == ["Test/Zone"])
        let second = try zones.rules(named: "Test/Zone")
        #expect(second.offsetSeconds(at: .earliest) == 7201)
        #expect(second != first)
    }

    @Test func `UTC needs no database`() throws {
        let zones = TimeZoneDatabase(directory: "/nonexistent")
        #expect(try zones.rules(named: "utc").name == "UTC")
        #expect(zones.version == nil)
        #expect(throws: ScheduleError.unknownTimeZone("Europe/Paris", nearest: [])) {
            try zones.rules(named: "Europe/Paris")
        }
    }

    @Test(arguments: [
        ("EST5EDT,M3.2.0,M11.1.0", "2027-03-14T07:00:00Z", -14400),
        ("EST5EDT,M3.2.0,M11.1.0", "2027-03-14T06:59:59Z", -18000),
        ("IST-1GMT0,M10.5.0,M3.5.0/1", "2027-07-01T00:00:00Z", 3600),
        ("IST-1GMT0,M10.5.0,M3.5.0/1", "2027-01-01T00:00:00Z", 0),
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2027-03-28T01:00:00Z", -3600),
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2027-03-28T00:59:59Z", -7200),
        ("XXX3EDT4,0/0,J365/23", "2027-01-01T00:00:00Z", -14400),
        ("XXX3EDT4,0/0,J365/23", "2027-12-31T23:00:00Z", -14400),
        ("<+0330>-3:30<+0430>,J79/24,J263/24", "2028-03-20T20:30:00Z", 16200),
        ("<+0330>-3:30<+0430>,J79/24,J263/24", "2028-03-20T20:29:59Z", 12600),
    ])
    func `a rule in the footer means what POSIX says`(footer: String, at: String, offset: Int) throws {
        let database = try TemporaryDatabase()
        try database.write("Zone", footer: footer)
        let zone = try TimeZoneDatabase(directory: database.path).rules(named: "Zone")
        #expect(try zone.offsetSeconds(at: Moment(parsing: at)) == offset)
    }

    @Test(arguments: [
        "EST", "5", "EST5EDT", "EST5EDT,M13.1.0,M11.1.0", "EST5EDT,M3.2.0", "EST99", "<+01-1",
        "EST5EDT,M3.2.0/168,M11.1.0", "EST5EDT,M3.2.0,M3.2.0",
    ])
    func `a footer that makes no sense makes the zone unreadable`(footer: String) throws {
        let database = try TemporaryDatabase()
        try database.write("Zone", footer: footer)
        let error = #expect(throws: ScheduleError.self) {
            try TimeZoneDatabase(directory: database.path).rules(named: "Zone")
        }
        #expect(error?.code == "UnreadableTimeZone")
    }

    @Test func `a damaged file is refused wherever it is cut`() throws {
        let database = try TemporaryDatabase()
        let whole = TemporaryDatabase.zoneFile(footer: "EST5EDT,M3.2.0,M11.1.0")
        for length in 0..<whole.count {
            try database.write("Zone", bytes: Array(whole[..<length]))
            #expect(throws: ScheduleError.self) { try TimeZoneDatabase(directory: database.path).rules(named: "Zone") }
        }
    }

    @Test func `a damaged byte never crashes the reader`() throws {
        let database = try TemporaryDatabase()
        let paris = try #require(TemporaryDatabase.systemFile("Europe/Dublin"))
        var random = SeededGenerator(seed: 7)
        for _ in 0..<300 {
            var bytes = paris
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(in: 0...255, using: &random)
            }
            try database.write("Zone", bytes: bytes)
            let zone = try? TimeZoneDatabase(directory: database.path).rules(named: "Zone")
            _ = zone?.offsetSeconds(at: .earliest)
        }
    }
}

/// A directory that goes away with the value.
final class TemporaryDatabase {
    let path: String
    /// In the order of their making.
    private var made: [String] = []

    init() throws {
        var template = Array("/tmp/zones-XXXXXX".utf8CString)
        path = try #require(mkdtemp(&template).map { String(cString: $0) })
    }

    deinit {
        for path in made.reversed() { remove(path) }
        remove(path)
    }

    func write(_ name: String, footer: String) throws { try write(name, bytes: Self.zoneFile(footer: footer)) }

    func write(_ name: String, bytes: [UInt8]) throws {
        if let slash = name.firstIndex(of: "/") {
            let folder = "\(path)/\(name[..<slash])"
            if mkdir(folder, 0o755) == 0 { made.append(folder) }
        }
        if !made.contains("\(path)/\(name)") { made.append("\(path)/\(name)") }
        // Another inode every time: the clock of a file system may be too coarse to tell two writes apart.
        let file = try #require(fopen("\(path)/new", "w"))
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
        #expect(rename("\(path)/new", "\(path)/\(name)") == 0)
    }

    /// A version 2 file with no changes in its table.
    static func zoneFile(footer: String) -> [UInt8] {
        let header = Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15)
        let counts: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 4]
        let block: [UInt8] = [0, 0, 0, 0, 0, 0] + Array("LMT\0".utf8)
        return header + counts + block + header + counts + block + Array("\n\(footer)\n".utf8)
    }

    static func systemFile(_ name: String) -> [UInt8]? {
        let directory = getenv("TZDIR").map { String(cString: $0) } ?? "/usr/share/zoneinfo"
        guard let file = fopen("\(directory)/\(name)", "r") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        return Array(bytes[..<fread(&bytes, 1, bytes.count, file)])
    }
}
