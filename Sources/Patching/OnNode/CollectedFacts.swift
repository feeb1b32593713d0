import Foundation

/// The records of a collecting run, gathered; they refer to each other by number to stay small.
///
///     system KEY VALUE                of os-release
///     boot ID, manager NAME
///     installed NAME ARCH VERSION BROKEN HELD INSTALLED SECTION PRIORITY BUILT
///     archive NUMBER NAME LABEL
///     offer NAME ARCH VERSION ARCHIVES SECTION PRIORITY BUILT
///     notice NUMBER ID TYPE SEVERITY ISSUED UPDATED CVES BUGS
///     covers NUMBER NAME ARCH VERSION
///     reboot yes|no, remark TEXT
struct CollectedFacts {
    struct Package {
        let key: PackageKey
        let version: String
        let brokenStatus: String?
        let isHeld: Bool
        let installedAt: Date?
        let builtAt: Date?
        let section: String?
        let priority: String?
    }

    struct Offer {
        let key: PackageKey
        let version: String
        let origins: [PackageOrigin]
        let builtAt: Date?
        let section: String?
        let priority: String?
    }

    private struct Version: Hashable {
        let key: PackageKey
        let version: String
    }

    private struct Covering: Hashable {
        let version: Version
        let notice: Int
    }

    private(set) var system: [String: String] = [:]
    private(set) var bootID: String?
    private(set) var installed: [Package] = []
    private(set) var offers: [Offer] = []
    private(set) var wantsReboot: Bool?
    private(set) var remarks: [String] = []
    private var archives: [Int: PackageOrigin] = [:]
    private var notices: [Int: UpdateNotice] = [:]
    private var covering: [Version: [Int]] = [:]
    private var covered: Set<Covering> = []

    func notices(for patch: WantedPatch) -> [UpdateNotice] {
        (covering[Version(key: patch.key, version: patch.version.text)] ?? []).compactMap { notices[$0] }
    }

    mutating func take(_ record: NodeRecords.Record) throws(PatchScriptError) {
        switch record.kind {
        case "system": system[try record.needed(0, "name")] = record.text(1)
        case "boot": bootID = try record.needed(0, "ID")
        case "manager": break
        case "installed": try takeInstalled(record)
        case "archive":
            let number = try record.number(0, "number")
            archives[number] = PackageOrigin(archive: try record.needed(1, "name"), label: record.text(2))
        case "offer": try takeOffer(record)
        case "notice": try takeNotice(record)
        case "covers":
            let number = try record.number(0, "number")
            guard notices[number] != nil else { throw record.malformed("no notice has the number \(number)") }
            let version = Version(key: try record.key(1), version: try record.needed(3, "version"))
            if covered.insert(Covering(version: version, notice: number)).inserted {
                covering[version, default: []].append(number)
            }
        case "reboot": wantsReboot = record[0] == "yes"
        case "remark": remarks.append(record.text(0))
        default: throw record.malformed("“\(record.kind.prefix(40))” is no record")
        }
    }

    private mutating func takeInstalled(_ record: NodeRecords.Record) throws(PatchScriptError) {
        installed.append(
            Package(
                key: try record.key(0), version: try record.needed(2, "version"), brokenStatus: text(record[3]),
                isHeld: record[4] == "1", installedAt: try date(record, 5), builtAt: try date(record, 8),
                section: text(record[6]), priority: text(record[7])))
    }

    private mutating func takeOffer(_ record: NodeRecords.Record) throws(PatchScriptError) {
        var origins: [PackageOrigin] = []
        for word in record[3].split(separator: ",") {
            guard let number = Int(word), let origin = archives[number] else {
                throw record.malformed("no archive has the number \(word.prefix(20))")
            }
            origins.append(origin)
        }
        guard !origins.isEmpty else { throw record.malformed("an offer of no archive") }
        offers.append(
            Offer(
                key: try record.key(0), version: try record.needed(2, "version"), origins: origins,
                builtAt: try date(record, 6), section: text(record[4]), priority: text(record[5])))
    }

    private mutating func takeNotice(_ record: NodeRecords.Record) throws(PatchScriptError) {
        let number = try record.number(0, "number")
        notices[number] = UpdateNotice(
            id: try record.needed(1, "ID"), classification: capitalised(record[2]), severity: capitalised(record[3]),
            issuedAt: try date(record, 4), updatedAt: try date(record, 5), cves: words(record[6]),
            bugzillas: words(record[7]))
    }

    private func words(_ field: Substring) -> [String] { field.split(separator: ",").map(String.init) }

    private func text(_ field: Substring) -> String? { field.isEmpty ? nil : String(field) }

    /// Publishers differ in it: `security`, `Security`; `None` and `unknown` are no severity.
    private func capitalised(_ field: Substring) -> String {
        let word = field.prefix(1).uppercased() + field.dropFirst()
        return word.lowercased() == "unknown" ? "" : word
    }

    /// Epoch seconds; empty or 0 is not known.
    private func date(_ record: NodeRecords.Record, _ index: Int) throws(PatchScriptError) -> Date? {
        guard !record[index].isEmpty else { return nil }
        let seconds = try record.number(index, "time")
        return seconds > 0 ? Date(timeIntervalSince1970: TimeInterval(seconds)) : nil
    }
}
