extension InstallResult {
    /// Reads what ``PatchScript/install(_:refreshes:sources:lockWaitSeconds:)`` wrote.
    ///
    ///     change NAME ARCH FROM TO, note NAME ARCH TEXT, problem TEXT
    package init(parsing output: String) throws(PatchScriptError) {
        let records = try NodeRecords(output).records
        let family = try NodeSystem(records).operatingSystem.packageFamily ?? .rpm
        var changes: [PackageChange] = []
        var notes: [PackageKey: String] = [:]
        var problem: String?
        for record in records {
            switch record.kind {
            case "system", "boot", "manager": break
            case "change":
                let (from, to) = (record.text(2), record.text(3))
                guard !from.isEmpty || !to.isEmpty else { throw record.malformed("a change of nothing") }
                changes.append(
                    PackageChange(
                        key: try record.key(0), from: from.isEmpty ? nil : PackageVersion(from, family: family),
                        to: to.isEmpty ? nil : PackageVersion(to, family: family)))
            case "note":
                let key = try record.key(0)
                notes[key] = Self.joined(notes[key], record.text(2))
            case "problem": problem = Self.joined(problem, record.text(0))
            default: throw record.malformed("“\(record.kind.prefix(40))” is no record")
            }
        }
        self.init(changes: changes, notes: notes, problem: problem)
    }

    private static func joined(_ earlier: String?, _ text: String) -> String {
        guard let earlier, earlier != text else { return text }
        return "\(earlier) \(text)"
    }
}
