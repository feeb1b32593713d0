import Glibc
import Synchronization

/// The compiled zones in one directory, each read once and kept until its file changes.
package final class TimeZoneDatabase: Sendable {
    /// The directory named by `TZDIR` when the process started, or `/usr/share/zoneinfo`.
    package static let system = TimeZoneDatabase(directory: environment("TZDIR") ?? "/usr/share/zoneinfo")

    private let directory: String
    private let state = Mutex(State())

    private struct State {
        /// By canonical name.
        var zones: [String: (rules: TimeZoneRules, stamp: FileStamp)] = [:]
        /// Canonical names by lower-case name; listed when first needed.
        var index: [String: String]?
    }

    package init(directory: String) { self.directory = directory }

    /// Looks the name up as it is, then in any case. Files are read on first use only.
    ///
    /// - Throws: ``ScheduleError/unknownTimeZone(_:nearest:)``, ``ScheduleError/unreadableTimeZone(_:reason:)``.
    package func rules(named name: String) throws(ScheduleError) -> TimeZoneRules {
        guard ZoneName.isPlausible(name) else { throw .unknownTimeZone(name, nearest: suggestions(for: name)) }
        let found = try state.withLock { state throws(ScheduleError) -> TimeZoneRules? in
            if let zone = state.zones[name] { return zone.rules }
            // The exact spelling needs no listing of the directory.
            let isExact = FileStamp(path: "\(directory)/\(name)").map { !$0.isDirectory } ?? false
            guard let canonical = isExact ? name : listed(&state)[name.asciiLowercased] else { return nil }
            if let zone = state.zones[canonical] { return zone.rules }
            let (rules, stamp) = try read(canonical)
            state.zones[canonical] = (rules, stamp)
            return rules
        }
        if let found { return found }
        // A machine without the database still knows this one.
        if name.asciiLowercased == "utc" { return .utc }
        throw .unknownTimeZone(name, nearest: suggestions(for: name))
    }

    /// Forgets every zone whose file changed since it was read, and the list of names, so that a package upgrade takes
    /// effect. Costs one `stat` per zone in use; call it now and then, not per lookup.
    /// - Returns: the canonical names of the zones that changed; schedules in them want compiling again.
    package func reloadChanged() -> [String] {
        state.withLock { state in
            state.index = nil
            let changed = state.zones.filter { FileStamp(path: "\(directory)/\($0.key)") != $0.value.stamp }.keys
                .sorted()
            for name in changed { state.zones[name] = nil }
            return changed
        }
    }

    /// Every name of the database, sorted.
    package var names: [String] { state.withLock { listed(&$0).values.sorted() } }

    /// The release, such as `2026f`; `nil` when the database does not carry its text form.
    package var version: String? {
        let prefix = "# version "
        guard let head = readFile("\(directory)/tzdata.zi", limit: 64, truncating: true) else { return nil }
        let line = String(decoding: head.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        return line.hasPrefix(prefix) ? String(line.dropFirst(prefix.count)) : nil
    }

    /// The names most like one that is not there, best first.
    package func suggestions(for name: String) -> [String] { ZoneName.nearest(to: name, among: names) }

    private func read(_ canonical: String) throws(ScheduleError) -> (TimeZoneRules, FileStamp) {
        let path = "\(directory)/\(canonical)"
        guard let stamp = FileStamp(path: path), let bytes = readFile(path, limit: 1 << 20) else {
            throw .unreadableTimeZone(canonical, reason: "its file cannot be opened")
        }
        do throws(ZoneFile.Malformed) {
            return (try TimeZoneRules(name: canonical, file: try ZoneFile(bytes: bytes)), stamp)
        } catch {
            throw .unreadableTimeZone(canonical, reason: error.reason)
        }
    }

    private func listed(_ state: inout State) -> [String: String] {
        if let index = state.index { return index }
        var index: [String: String] = [:]
        list("", depth: 0) { index[$0.asciiLowercased] = $0 }
        state.index = index
        return index
    }

    /// Visits the names below a folder of the database.
    private func list(_ folder: String, depth: Int, _ visit: (String) -> Void) {
        guard depth < 4 else { return }
        for entry in directoryEntries("\(directory)/\(folder)") {
            let name = folder.isEmpty ? entry : "\(folder)/\(entry)"
            guard ZoneName.isPlausible(name) else { continue }
            guard let stamp = FileStamp(path: "\(directory)/\(name)") else { continue }
            if stamp.isDirectory { list(name, depth: depth + 1, visit) } else { visit(name) }
        }
    }
}
