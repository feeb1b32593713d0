extension PatchBaseline {
    private static let mostFilters = 4
    private static let mostRules = 10
    private static let mostListed = 50
    private static let mostSources = 20

    /// Whether the baseline keeps all rules (reference: patching 4.1, 4.2, 4.6): judged as a whole, so that an update
    /// cannot make two members contradict each other.
    package func check() throws(BaselineProblem) {
        try check(globalFilters, in: "GlobalFilters")
        guard rules.count <= Self.mostRules else {
            throw BaselineProblem("A baseline has at most \(Self.mostRules) approval rules; \(rules.count) were given.")
        }
        for (index, rule) in rules.enumerated() { try check(rule, number: index + 1) }
        try check(approvedPatches, in: "ApprovedPatches")
        try check(rejectedPatches, in: "RejectedPatches")
        try checkLinux()
        try checkWindows()
    }

    private func check(_ rule: ApprovalRule, number: Int) throws(BaselineProblem) {
        try check(rule.filters, in: "Approval rule \(number)")
        switch rule.time {
        case .afterDays(let days):
            guard (0...360).contains(days) else {
                throw BaselineProblem(
                    "Approval rule \(number): ApproveAfterDays is \(days); it must lie between 0 and 360.")
            }
        case .untilDate(let text):
            guard CivilDay(text) != nil else {
                throw BaselineProblem(
                    "Approval rule \(number): ApproveUntilDate “\(text.prefix(20))” is not a day in the form YYYY-MM-DD.",
                    hint: "Write it like 2026-11-16.")
            }
        case nil: break
        }
        if rule.includesNonSecurity, !operatingSystem.isLinux {
            throw BaselineProblem(
                "Approval rule \(number): EnableNonSecurity is for Linux only, and this baseline is for "
                    + "\(operatingSystem.rawValue).")
        }
    }

    private func check(_ filters: [PatchFilter], in place: String) throws(BaselineProblem) {
        guard filters.count <= Self.mostFilters else {
            throw BaselineProblem("\(place): there may be at most \(Self.mostFilters) filters.")
        }
        let keys = operatingSystem.filterKeys
        for filter in filters {
            guard keys.contains(filter.key) else {
                throw BaselineProblem(
                    "\(place): \(filter.key.rawValue) is not a filter key for \(operatingSystem.rawValue). It has "
                        + keys.map(\.rawValue).joined(separator: ", ") + ".")
            }
            guard (1...20).contains(filter.values.count), filter.values.allSatisfy({ (1...64).contains($0.count) })
            else {
                throw BaselineProblem(
                    "\(place): the filter \(filter.key.rawValue) takes 1 to 20 values of 1 to 64 characters.")
            }
        }
    }

    private func check(_ entries: [String], in place: String) throws(BaselineProblem) {
        guard entries.count <= Self.mostListed else {
            throw BaselineProblem("\(place) takes at most \(Self.mostListed) entries; \(entries.count) were given.")
        }
        for entry in entries {
            guard (1...100).contains(entry.count) else {
                throw BaselineProblem("\(place): an entry has 1 to 100 characters.")
            }
            // No name, version or notice has one; a list that was joined with blanks would silently match nothing.
            guard !entry.contains(where: { $0.isWhitespace || $0.isControl }) else {
                throw BaselineProblem(
                    "\(place): “\(entry)” contains a blank, and no patch does.", hint: "Give each patch on its own.")
            }
        }
    }

    private func checkLinux() throws(BaselineProblem) {
        guard sources.count <= Self.mostSources else {
            throw BaselineProblem("A baseline has at most \(Self.mostSources) sources; \(sources.count) were given.")
        }
        if !operatingSystem.isLinux {
            guard sources.isEmpty else {
                throw BaselineProblem(
                    "Sources are for Linux only, and this baseline is for \(operatingSystem.rawValue).")
            }
            guard !approvedPatchesIncludeNonSecurity else {
                throw BaselineProblem(
                    "ApprovedPatchesEnableNonSecurity is for Linux only, and this baseline is for "
                        + "\(operatingSystem.rawValue).")
            }
        }
        var names: Set<String> = []
        for source in sources {
            guard names.insert(source.name).inserted else {
                throw BaselineProblem("The source “\(source.name)” is given twice.")
            }
            try source.check(for: operatingSystem)
        }
    }

    private func checkWindows() throws(BaselineProblem) {
        if availableSecurityUpdatesStatus != nil, operatingSystem != .windows {
            throw BaselineProblem(
                "AvailableSecurityUpdatesComplianceStatus is for Windows only, and this baseline is for "
                    + "\(operatingSystem.rawValue).")
        }
    }
}

extension PatchSource {
    /// The sentences do not repeat the configuration: it may hold secrets.
    fileprivate func check(for system: OperatingSystem) throws(BaselineProblem) {
        guard (1...20).contains(products.count) else {
            throw BaselineProblem("The source “\(name)” takes 1 to 20 products.")
        }
        let lines = configuration.split(whereSeparator: \.isNewline)
            .map { $0.drop(while: \.isWhitespace) }.filter { !$0.isEmpty && !$0.hasPrefix("#") }
        switch system.packageFamily {
        case .dpkg:
            guard lines.count == 1,
                lines[0].hasPrefix("deb ") || lines[0].hasPrefix("deb\t") || lines[0].hasPrefix("deb[")
            else {
                throw BaselineProblem(
                    "The configuration of the source “\(name)” is not one line that begins with deb.",
                    hint: "Write it as in sources.list: deb http://mirror.example/debian bookworm main")
            }
        case .rpm:
            guard let first = lines.first, first.hasPrefix("["), first.contains("]") else {
                throw BaselineProblem(
                    "The configuration of the source “\(name)” does not begin with the name of a section.",
                    hint: "Write it as in a repository file: [name], then lines such as baseurl=…")
            }
        case nil: break
        }
    }
}

extension Character {
    fileprivate var isControl: Bool { unicodeScalars.allSatisfy { $0.properties.generalCategory == .control } }
}
