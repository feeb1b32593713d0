import AWSWire
import Foundation
import Patching
import WindowCore
import WindowService
import WindowStore

extension Operation {
    static let describeInstancePatches = Operation(DescribeInstancePatchesRequest.self, for: .reader) {
        request, call in
        let search = try PatchSearch(request.filters ?? [])
        let id = NodeID(rawValue: request.instanceId)
        _ = try await call.control.node(id)
        let items = try await call.control.store.patchReport(of: id)?.items ?? []
        let page = try call.page(of: items.filter(search.accepts), request.maxResults, request.nextToken) {
            "\($0.title) \($0.state.rawValue)"
        }
        return DescribeInstancePatchesResult(
            patches: page.items.map(Wire.PatchComplianceData.init), nextToken: page.token)
    }
}

/// Which patches of a node are listed: keys are ANDed, the values of one ORed (reference: patching 6.5).
private struct PatchSearch {
    private var texts: [(read: @Sendable (PatchItem) -> String, values: Set<String>)] = []
    private var states: Set<PatchState>?

    init(_ filters: [Wire.PatchOrchestratorFilter]) throws(WireError) {
        for filter in filters {
            let (key, values) = (filter.key ?? "", filter.values ?? [])
            guard !values.isEmpty else { throw WireError(.invalidFilter, "The filter \(key) has no values.") }
            let lowercased = Set(values.map { $0.lowercased() })
            switch key.lowercased() {
            case "classification": texts.append(({ $0.classification }, lowercased))
            case "kbid": texts.append(({ "\($0.key)" }, lowercased))
            case "severity": texts.append(({ $0.severity }, lowercased))
            case "state": states = try (states ?? Set(PatchState.allCases)).intersection(Self.states(values))
            default:
                throw WireError(
                    .invalidFilter,
                    "“\(key)” is not a filter of this operation. It has Classification, KBId, Severity and State.")
            }
        }
    }

    private static func states(_ words: [String]) throws(WireError) -> Set<PatchState> {
        var states: Set<PatchState> = []
        for word in words {
            if let state = PatchState(named: word) {
                states.insert(state)
            } else if !word.uppercased().filter({ $0 != "_" }).hasPrefix("AVAILABLESECURITYUPDATE") {
                // That one is a state of patches of Windows alone.
                throw WireError(.invalidFilter, "“\(word.prefix(64))” is not a state of a patch.")
            }
        }
        return states
    }

    func accepts(_ item: PatchItem) -> Bool {
        (states?.contains(item.state) ?? true)
            && texts.allSatisfy { $0.values.contains($0.read(item).lowercased()) }
    }
}

extension Wire.PatchComplianceData {
    init(_ item: PatchItem) {
        self.init(
            title: item.title, kbId: "\(item.key)", classification: item.classification, severity: item.severity,
            state: item.state.rawValue, installedTime: item.installedAt ?? Date(timeIntervalSince1970: 0),
            cveIds: item.cves.isEmpty ? nil : item.cves.joined(separator: ","), note: item.note)
    }
}
