import AWSWire
import ArgumentParser

/// `classification=Security|Bugfix`: a filter, whose values are alternatives.
struct FilterPhrase: Equatable, Sendable {
    let filter: Wire.PatchFilter

    @Sendable init(parsing text: String) throws {
        guard let (key, values) = text.components(around: "="), !key.isEmpty, !values.isEmpty else {
            throw ValidationError("write it as KEY=VALUE or KEY=VALUE|VALUE.")
        }
        filter = Wire.PatchFilter(
            key: key.uppercased().replacing("-", with: "_"),
            values: values.split(separator: "|", omittingEmptySubsequences: false).map(String.init))
        if filter.values.contains("") { throw ValidationError("one of the values of \(key) is empty.") }
    }
}

/// `classification=Security,severity=Critical|Important,days=7,level=HIGH,non-security`: an approval rule.
///
/// Parts that are no filters: `days` (to wait), `until` (a date), `level`, and the word `non-security`. A comma ends a
/// part; a value that holds one needs a file.
struct RulePhrase: Equatable, Sendable {
    let rule: Wire.PatchRule

    @Sendable init(parsing text: String) throws {
        var rule = Wire.PatchRule(patchFilterGroup: .init(patchFilters: []))
        for part in text.split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
            let (key, value) = part.components(around: "=") ?? (part, "")
            switch key.lowercased() {
            case "days":
                guard let days = Int(value) else { throw ValidationError("days is a number, as in days=7.") }
                rule.approveAfterDays = days
            case "until": rule.approveUntilDate = value
            case "level": rule.complianceLevel = value.uppercased()
            case "non-security":
                guard let truth = value.isEmpty ? true : value.truthValue else {
                    throw ValidationError("non-security stands alone.")
                }
                rule.enableNonSecurity = truth
            default:
                guard part.contains("=") else {
                    throw ValidationError(
                        "“\(part)” is neither KEY=VALUE nor non-security. A value that holds a comma needs --from.")
                }
                Self.add(try FilterPhrase(parsing: part).filter, to: &rule.patchFilterGroup.patchFilters)
            }
        }
        self.rule = rule
    }

    /// A key that is given twice has the values of both: a package has one classification and would match neither.
    private static func add(_ filter: Wire.PatchFilter, to filters: inout [Wire.PatchFilter]) {
        if let known = filters.firstIndex(where: { $0.key == filter.key }) {
            filters[known].values += filter.values
        } else {
            filters.append(filter)
        }
    }
}

/// `NAME:PRODUCT|PRODUCT=CONFIGURATION`: a repository for the time of a patch run; without products, for every one.
struct SourcePhrase: Equatable, Sendable {
    let name: String
    let products: [String]
    /// The text, or `@` and the file that holds it.
    let configuration: String

    @Sendable init(parsing text: String) throws {
        guard let (head, configuration) = text.components(around: "="), !head.isEmpty, !configuration.isEmpty else {
            throw ValidationError("write it as NAME:PRODUCT=CONFIGURATION, or NAME=@FILE for every product.")
        }
        let (name, products) = head.components(around: ":") ?? (head, "*")
        self.name = name
        self.products = products.split(separator: "|").map(String.init)
        self.configuration = configuration
    }

    func source() throws(Complaint) -> Wire.PatchSource {
        var text = configuration
        if text.hasPrefix("@") { text = try TextFile.read(String(text.dropFirst())) }
        return Wire.PatchSource(name: name, products: products, configuration: text)
    }
}

extension Wording {
    /// `CLASSIFICATION=Security|Bugfix`
    static func filters(_ group: Wire.PatchFilterGroup?) -> String {
        (group?.patchFilters ?? []).map { "\($0.key)=\($0.values.joined(separator: "|"))" }.joined(separator: " and ")
    }

    /// `CLASSIFICATION=Security, 7 days after release, level HIGH, non-security too`
    static func rule(_ rule: Wire.PatchRule) -> String {
        let covered = filters(rule.patchFilterGroup)
        var parts = [covered.isEmpty ? "everything" : covered]
        if let days = rule.approveAfterDays, days > 0 { parts.append("\(count(days, "day")) after release") }
        if let date = rule.approveUntilDate { parts.append("released until \(date)") }
        if let level = rule.complianceLevel, level != "UNSPECIFIED" { parts.append("level \(level)") }
        parts.append(rule.enableNonSecurity == true ? "non-security too" : "security only")
        return parts.joined(separator: ", ")
    }
}
