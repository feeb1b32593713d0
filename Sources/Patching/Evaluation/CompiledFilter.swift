/// A filter, ready to be asked thousands of times: values in lower case, any of them will do, `*` is all.
struct CompiledFilter: Sendable {
    let source: PatchFilter
    let matchesAll: Bool
    private let values: [FoldedText]

    init(_ filter: PatchFilter, operatingSystem: OperatingSystem) {
        source = filter
        matchesAll = filter.values.contains("*")
        var values = filter.values.map { FoldedText($0) }
        // There Medium also stands for what the publisher calls Moderate (reference: patching 4.2).
        if filter.key == .severity, operatingSystem == .amazonLinux2022 || operatingSystem == .amazonLinux2023,
            values.contains(where: { $0.matches("medium") })
        {
            values.append(FoldedText("moderate"))
        }
        self.values = values
    }

    /// Whether it is about what a notice says, so that all such filters of a group must agree on one notice.
    func isAboutNotice(in family: PackageFamily) -> Bool {
        guard family == .rpm else { return false }
        return switch source.key {
        case .classification, .severity, .advisoryID, .bugzillaID, .cveID: true
        default: false
        }
    }

    func matches(_ facts: PatchFacts) -> Bool {
        if matchesAll { return true }
        return switch source.key {
        case .product: holds(facts.product)
        case .architecture: holds(facts.key.architecture)
        case .name: holds(facts.key.name)
        case .patchID: holds(facts.key.description) || holds("\(facts.key):\(facts.version)")
        case .epoch: holds(String(facts.version.epoch))
        case .version: holds(String(facts.version.upstream))
        case .release: holds(String(facts.version.release ?? ""))
        case .repository: facts.origins.contains { holds($0.archive) }
        case .section: holds(facts.section ?? "")
        case .priority: holds(facts.priority ?? "")
        case .security: holds(facts.isSecurity ? "true" : "false")
        case .classification, .severity, .advisoryID, .bugzillaID, .cveID:
            switch facts.version.family {
            case .dpkg: source.key == .classification && facts.isSecurity && holds("security")
            case .rpm: facts.notices.contains(where: matches)
            }
        // Other systems' keys.
        case .patchSet, .productFamily, .msrcSeverity: false
        }
    }

    func matches(_ notice: UpdateNotice) -> Bool {
        if matchesAll { return true }
        return switch source.key {
        case .classification: holds(notice.classification)
        // `None` is among the values that the API names.
        case .severity: holds(notice.severity.isEmpty ? "none" : notice.severity)
        case .advisoryID: holds(notice.id)
        case .bugzillaID: notice.bugzillas.contains(where: holds)
        case .cveID: notice.cves.contains(where: holds)
        default: false
        }
    }

    /// What a version says where the filter looks, for people; empty when it says nothing.
    static func told(_ key: PatchFilterKey, by facts: PatchFacts) -> [String] {
        let told: [String] =
            switch key {
            case .product: [facts.product]
            case .architecture: [facts.key.architecture]
            case .name: [facts.key.name]
            case .patchID: [facts.key.description]
            case .epoch: [String(facts.version.epoch)]
            case .version: [String(facts.version.upstream)]
            case .release: [String(facts.version.release ?? "")]
            case .repository: facts.origins.map(\.archive)
            case .section: [facts.section ?? ""]
            case .priority: [facts.priority ?? ""]
            case .security: [facts.isSecurity ? "true" : "false"]
            case .classification where facts.version.family == .dpkg: [facts.publisher.classification]
            case .classification: facts.notices.map(\.classification)
            case .severity: facts.notices.map(\.severity)
            case .advisoryID: facts.notices.map(\.id)
            case .bugzillaID: facts.notices.flatMap(\.bugzillas)
            case .cveID: facts.cves
            case .patchSet, .productFamily, .msrcSeverity: []
            }
        return Set(told).subtracting([""]).sorted()
    }

    private func holds(_ value: String) -> Bool { values.contains { $0.matches(value) } }
}

/// A text without regard to ASCII case, compared byte by byte: a baseline asks this a hundred thousand times a node.
private struct FoldedText: Sendable {
    private let bytes: [UInt8]

    init(_ text: String) { bytes = text.utf8.map(\.lowercased) }

    func matches(_ text: String) -> Bool {
        let other = text.utf8
        guard other.count == bytes.count else { return false }
        var index = 0
        for byte in other {
            if byte.lowercased != bytes[index] { return false }
            index += 1
        }
        return true
    }
}
