import AWSWire
import Foundation
import WindowCore
import WindowService
import WindowStore

extension Operation {
    static let listNodes = Operation(ListRegisteredNodesRequest.self, for: .reader) { request, call in
        let search = try NodeSearch(
            (request.filters ?? []).map { ($0.key, $0.values) }, unknownKey: .validationException)
        let now = call.now
        let page = try await call.nodes(search, request.maxResults, request.nextToken)
        return ListRegisteredNodesResult(
            nodes: page.items.map { .init($0, at: now) }, nextToken: call.token(page.next))
    }

    static let getNode = Operation(GetRegisteredNodeRequest.self, for: .reader) { request, call in
        let node: Node
        switch (request.instanceId, request.name) {
        case (let id?, nil): node = try await call.control.node(NodeID(rawValue: id))
        case (nil, let name?): node = try await call.control.node(named: name)
        case (_?, _?), (nil, nil):
            throw WireError(.validationException, "Give either InstanceId or Name.")
        }
        return GetRegisteredNodeResult(node: .init(node, at: call.now))
    }

    static let describeInstanceInformation = Operation(DescribeInstanceInformationRequest.self, for: .reader) {
        request, call in
        let old = (request.instanceInformationFilterList ?? []).map { ($0.key, $0.valueSet) }
        let new = (request.filters ?? []).map { ($0.key, $0.values) }
        guard old.isEmpty || new.isEmpty else {
            throw WireError(
                .validationException, "InstanceInformationFilterList and Filters cannot be given together.")
        }
        let search = try NodeSearch(old + new, unknownKey: .invalidFilterKey)
        let now = call.now
        let page = try await call.nodes(search, request.maxResults, request.nextToken)
        return DescribeInstanceInformationResult(
            instanceInformationList: page.items.map { .init($0, at: now) }, nextToken: call.token(page.next))
    }
}

extension CallContext {
    /// Nodes that pass a search, in order of name; read until a page is full.
    fileprivate func nodes(
        _ search: NodeSearch, _ maxResults: Int?, _ nextToken: String?
    ) async throws -> Page<Node> {
        let request = try page(maxResults, nextToken)
        let now = now
        var found: [Node] = []
        var cursor = request.cursor
        repeat {
            let part = try await control.store.nodes(page: PageRequest(limit: max(200, request.limit), cursor: cursor))
            for node in part.items where search.accepts(node, at: now) {
                if found.count == request.limit { return Page(items: found, next: found.last?.name) }
                found.append(node)
            }
            cursor = part.next
        } while cursor != nil
        return Page(items: found, next: nil)
    }
}

/// Which nodes are listed: keys are ANDed, the values of one key ORed.
struct NodeSearch {
    private enum Test {
        case namePrefix([String])
        case id([String])
        case pingStatus([String])
        case platform([String])
        case transport([String])
        case tag(String, [String])
        case tagKey([String])
        /// A property that nodes here do not have.
        case never
    }

    private var tests: [Test] = []

    init(_ filters: [(key: String, values: [String])], unknownKey: WireErrorCode) throws(WireError) {
        for (key, values) in filters {
            switch key {
            case "Name": tests.append(.namePrefix(values))
            case "InstanceIds", "InstanceId": tests.append(.id(values))
            case "PingStatus": tests.append(.pingStatus(values))
            case "PlatformTypes", "PlatformType": tests.append(.platform(values))
            case "Transport": tests.append(.transport(values))
            case "tag-key": tests.append(.tagKey(values))
            case "ResourceType":
                if !values.contains("ManagedInstance") { tests.append(.never) }
            case "AgentVersion", "ActivationIds", "IamRole", "AssociationStatus", "SourceIds", "SourceTypes":
                tests.append(.never)
            case _ where key.hasPrefix("tag:") && key.count > 4: tests.append(.tag(String(key.dropFirst(4)), values))
            default:
                throw WireError(
                    unknownKey,
                    "“\(key.prefix(128))” is not a filter of nodes. There are Name, InstanceIds, PingStatus, "
                        + "PlatformTypes, Transport, tag-key and tag:NAME.")
            }
        }
    }

    func accepts(_ node: Node, at now: Date) -> Bool {
        tests.allSatisfy { test in
            switch test {
            case .namePrefix(let prefixes): prefixes.contains(where: node.name.hasPrefix)
            case .id(let ids): ids.contains(node.id.rawValue)
            case .pingStatus(let words): words.contains(node.pingStatus(at: now))
            case .platform(let words): node.facts.map { words.contains($0.platformType) } ?? false
            case .transport(let words): words.contains(node.transport == .local ? "local" : "ssh")
            case .tag(let key, let values): node.tags[key].map(values.contains) ?? false
            case .tagKey(let keys): keys.contains { node.tags[$0] != nil }
            case .never: false
            }
        }
    }
}
