import AWSWire
import WindowCore
import WindowService
import WindowStore

/// Finds the windows that would touch a node or a tag (reference: windows 8.1).
struct WindowSearch {
    let criteria: [TargetCriterion]
    private let nodes: [Node]
    private let named: [NodeID]

    init(_ targets: [Wire.Target], resourceType: String?, call: CallContext) async throws {
        if let resourceType, try ResourceType(wire: resourceType) == .resourceGroup {
            throw WireError(
                .validationException,
                "ResourceType RESOURCE_GROUP needs resource groups, which this service does not have.")
        }
        criteria = targets.map(TargetCriterion.init)
        do { _ = try TargetSelector(criteria) } catch { throw RequestError.target(error) }
        named = criteria.nodeIDs
        nodes = try await call.control.store.nodes(named)
    }

    /// Whether a registered target has an identical criterion or selects one of the nodes, or a task names one of them.
    func matches(_ window: DueWindow) -> Bool {
        let tags = Dictionary(nodes.map { ($0.id, $0.tags) }, uniquingKeysWith: { first, _ in first })
        let wanted = criteria.filter { $0.key.lowercased() != "instanceids" }
        return window.targets.contains { target in
            if target.criteria.contains(where: { registered in wanted.contains { $0.means(registered) } }) {
                return true
            }
            guard let selector = try? TargetSelector(target.criteria) else { return false }
            return named.contains { selector.matches(id: $0, tags: tags[$0] ?? [:]) }
        } || window.tasks.contains { task in task.criteria.nodeIDs.contains(where: named.contains) }
    }

    /// Every matching window, in order of ID.
    func windows(_ call: CallContext) async throws -> [DueWindow] {
        var found: [DueWindow] = []
        for listing in try await call.allWindows(WindowFilter()) {
            // Gone between two looks: not found any more.
            guard let window = try? await call.control.store.openable(listing.window.id) else { continue }
            if matches(window) { found.append(window) }
        }
        return found
    }
}

extension TargetCriterion {
    fileprivate func means(_ other: Self) -> Bool { key == other.key && Set(values) == Set(other.values) }
}

extension CallContext {
    func allWindows(_ filter: WindowFilter) async throws -> [WindowListing] {
        var listings: [WindowListing] = []
        var cursor: String?
        repeat {
            let page = try await control.store.windows(filter, page: PageRequest(limit: 1000, cursor: cursor))
            listings += page.items
            cursor = page.next
        } while cursor != nil
        return listings
    }
}
