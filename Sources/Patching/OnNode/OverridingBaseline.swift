import Foundation

/// One baseline as the API writes it.
struct OverridingBaseline: Decodable {
    let id: BaselineID
    let operatingSystem: OperatingSystem
    let definition: BaselineDefinition

    /// Those of `GetPatchBaseline`; the ones that say nothing about what is approved are read over.
    private enum Member: String, CodingKey, CaseIterable {
        case baselineID = "BaselineId"
        case name = "Name"
        case operatingSystem = "OperatingSystem"
        case globalFilters = "GlobalFilters"
        case approvalRules = "ApprovalRules"
        case approvedPatches = "ApprovedPatches"
        case approvedPatchesLevel = "ApprovedPatchesComplianceLevel"
        case approvedPatchesIncludeNonSecurity = "ApprovedPatchesEnableNonSecurity"
        case rejectedPatches = "RejectedPatches"
        case rejectedAction = "RejectedPatchesAction"
        case availableSecurityUpdatesStatus = "AvailableSecurityUpdatesComplianceStatus"
        case sources = "Sources"
        case description = "Description"
        case patchGroups = "PatchGroups"
        case createdAt = "CreatedDate"
        case modifiedAt = "ModifiedDate"
        case isDefault = "DefaultBaseline"
    }

    init(from decoder: any Decoder) throws {
        try decoder.refuseUnknown(Member.allCases.map(\.rawValue), of: "a baseline")
        let members = try decoder.container(keyedBy: Member.self)
        operatingSystem = try members.decode(Word<OperatingSystem>.self, forKey: .operatingSystem).value
        let given = try members.decodeIfPresent(String.self, forKey: .baselineID)
        id = BaselineID(rawValue: given ?? "pb-00000000000000000")
        definition = BaselineDefinition(
            name: try members.decodeIfPresent(String.self, forKey: .name) ?? "BaselineOverride",
            description: try members.decodeIfPresent(String.self, forKey: .description),
            globalFilters: try members.decodeIfPresent(FilterGroup.self, forKey: .globalFilters)?.filters,
            rules: try members.decodeIfPresent(RuleGroup.self, forKey: .approvalRules)?.rules,
            approvedPatches: try members.decodeIfPresent([String].self, forKey: .approvedPatches),
            approvedPatchesLevel: try members.decodeIfPresent(
                Word<ComplianceLevel>.self, forKey: .approvedPatchesLevel)?.value,
            approvedPatchesIncludeNonSecurity: try members.decodeIfPresent(
                Bool.self, forKey: .approvedPatchesIncludeNonSecurity),
            rejectedPatches: try members.decodeIfPresent([String].self, forKey: .rejectedPatches),
            rejectedAction: try members.decodeIfPresent(Word<RejectedAction>.self, forKey: .rejectedAction)?.value,
            availableSecurityUpdatesStatus: try members.decodeIfPresent(
                String.self, forKey: .availableSecurityUpdatesStatus),
            sources: try members.decodeIfPresent([Source].self, forKey: .sources)?.map(\.source))
    }
}

private struct FilterGroup: Decodable {
    let filters: [PatchFilter]

    private enum Member: String, CodingKey, CaseIterable { case filters = "PatchFilters" }

    private struct Filter: Decodable {
        let filter: PatchFilter

        private enum Member: String, CodingKey, CaseIterable {
            case key = "Key"
            case values = "Values"
        }

        init(from decoder: any Decoder) throws {
            try decoder.refuseUnknown(Member.allCases.map(\.rawValue), of: "a filter")
            let members = try decoder.container(keyedBy: Member.self)
            filter = PatchFilter(
                key: try members.decode(Word<PatchFilterKey>.self, forKey: .key).value,
                values: try members.decode([String].self, forKey: .values))
        }
    }

    init(from decoder: any Decoder) throws {
        try decoder.refuseUnknown(Member.allCases.map(\.rawValue), of: "a filter group")
        filters = try decoder.container(keyedBy: Member.self).decode([Filter].self, forKey: .filters).map(\.filter)
    }
}

private struct RuleGroup: Decodable {
    let rules: [RuleDefinition]

    private enum Member: String, CodingKey, CaseIterable { case rules = "PatchRules" }

    private struct Rule: Decodable {
        let rule: RuleDefinition

        private enum Member: String, CodingKey, CaseIterable {
            case filters = "PatchFilterGroup"
            case level = "ComplianceLevel"
            case days = "ApproveAfterDays"
            case date = "ApproveUntilDate"
            case includesNonSecurity = "EnableNonSecurity"
        }

        init(from decoder: any Decoder) throws {
            try decoder.refuseUnknown(Member.allCases.map(\.rawValue), of: "an approval rule")
            let members = try decoder.container(keyedBy: Member.self)
            rule = RuleDefinition(
                filters: try members.decode(FilterGroup.self, forKey: .filters).filters,
                level: try members.decodeIfPresent(Word<ComplianceLevel>.self, forKey: .level)?.value,
                approveAfterDays: try members.decodeIfPresent(Int.self, forKey: .days),
                approveUntilDate: try members.decodeIfPresent(String.self, forKey: .date),
                includesNonSecurity: try members.decodeIfPresent(Bool.self, forKey: .includesNonSecurity))
        }
    }

    init(from decoder: any Decoder) throws {
        try decoder.refuseUnknown(Member.allCases.map(\.rawValue), of: "a rule group")
        rules = try decoder.container(keyedBy: Member.self).decode([Rule].self, forKey: .rules).map(\.rule)
    }
}

private struct Source: Decodable {
    let source: PatchSource

    private enum Member: String, CodingKey, CaseIterable {
        case name = "Name"
        case products = "Products"
        case configuration = "Configuration"
    }

    init(from decoder: any Decoder) throws {
        try decoder.refuseUnknown(Member.allCases.map(\.rawValue), of: "a source")
        let members = try decoder.container(keyedBy: Member.self)
        source = PatchSource(
            name: try members.decode(String.self, forKey: .name),
            products: try members.decode([String].self, forKey: .products),
            configuration: try members.decode(String.self, forKey: .configuration))
    }
}

/// One of a closed list of words, with the list in the error.
private struct Word<Value: RawRepresentable & CaseIterable & Sendable>: Decodable where Value.RawValue == String {
    let value: Value

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Value(rawValue: text) else {
            let words = Value.allCases.map(\.rawValue).joined(separator: ", ")
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "“\(text.prefix(60))” is none of \(words).")
        }
        self.value = value
    }
}

/// Any member's name.
private struct AnyMember: CodingKey {
    let stringValue: String
    let intValue: Int? = nil

    init?(stringValue: String) { self.stringValue = stringValue }

    init?(intValue: Int) { nil }
}

extension Decoder {
    fileprivate func refuseUnknown(_ names: [String], of what: String) throws {
        for key in try container(keyedBy: AnyMember.self).allKeys where !names.contains(key.stringValue) {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(
                    codingPath: codingPath, debugDescription: "“\(key.stringValue.prefix(60))” is no member of \(what)."
                ))
        }
    }
}
