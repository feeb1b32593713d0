import AWSWire
import Patching
import WindowService

extension OperatingSystem {
    /// The system that a request names; WINDOWS when it names none, as everywhere in this API.
    init(wire text: String?) throws(WireError) {
        guard let text else {
            self = .windows
            return
        }
        guard let system = Self(rawValue: text) else {
            throw WireError(.validationException, "“\(text)” is not an operating system.")
        }
        self = system
    }
}

extension ComplianceLevel {
    /// The validator has checked the enumeration.
    init?(wire text: String?) throws(WireError) {
        guard let text else { return nil }
        guard let level = Self(rawValue: text) else {
            throw WireError(.validationException, "“\(text)” is not a compliance level.")
        }
        self = level
    }
}

extension RejectedAction {
    init?(wire text: String?) throws(WireError) {
        guard let text else { return nil }
        guard let action = Self(rawValue: text) else {
            throw WireError(.validationException, "“\(text)” is not a RejectedPatchesAction.")
        }
        self = action
    }
}

extension [PatchFilter] {
    init(_ group: Wire.PatchFilterGroup) throws(WireError) {
        var filters: [PatchFilter] = []
        for filter in group.patchFilters {
            guard let key = PatchFilterKey(rawValue: filter.key) else {
                throw WireError(.validationException, "“\(filter.key)” is not a filter key.")
            }
            filters.append(PatchFilter(key: key, values: filter.values))
        }
        self = filters
    }
}

extension [RuleDefinition] {
    init(_ group: Wire.PatchRuleGroup) throws(WireError) {
        var rules: [RuleDefinition] = []
        for rule in group.patchRules {
            rules.append(
                RuleDefinition(
                    filters: try [PatchFilter](rule.patchFilterGroup),
                    level: try ComplianceLevel(wire: rule.complianceLevel), approveAfterDays: rule.approveAfterDays,
                    approveUntilDate: rule.approveUntilDate, includesNonSecurity: rule.enableNonSecurity))
        }
        self = rules
    }
}

extension PatchSource {
    init(_ wire: Wire.PatchSource) {
        self.init(name: wire.name, products: wire.products, configuration: wire.configuration)
    }
}

extension Wire.PatchFilterGroup {
    init(_ filters: [PatchFilter]) {
        self.init(patchFilters: filters.map { Wire.PatchFilter(key: $0.key.rawValue, values: $0.values) })
    }
}

extension Wire.PatchRuleGroup {
    init(_ rules: [ApprovalRule]) {
        self.init(
            patchRules: rules.map { rule in
                Wire.PatchRule(
                    patchFilterGroup: .init(rule.filters), complianceLevel: rule.level.rawValue,
                    approveAfterDays: rule.time?.days, approveUntilDate: rule.time?.lastDay,
                    enableNonSecurity: rule.includesNonSecurity)
            })
    }
}

extension ApprovalTime {
    var days: Int? {
        if case .afterDays(let days) = self { days } else { nil }
    }

    var lastDay: String? {
        if case .untilDate(let text) = self { text } else { nil }
    }
}

extension Wire.PatchSource {
    init(_ source: PatchSource) {
        self.init(name: source.name, products: source.products, configuration: source.configuration)
    }
}

extension Wire.PatchBaselineIdentity {
    init(_ listing: BaselineListing) {
        self.init(
            baselineId: listing.baseline.id.rawValue, baselineName: listing.baseline.name,
            operatingSystem: listing.baseline.operatingSystem.rawValue,
            baselineDescription: listing.baseline.description, defaultBaseline: listing.isDefault)
    }
}
