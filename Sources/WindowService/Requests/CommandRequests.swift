import Documents
import Notifications
package import WindowCore
import WindowStore

extension Control {
    /// Sends a command, or refuses it and sends nothing to anyone. The checks come in the field's order
    /// (reference: run command 6.1).
    ///
    /// Targets resolve now; a node that comes later waits for the next command.
    /// - Returns: the command as it was accepted: pending, nothing counted yet.
    package func sendCommand(_ order: CommandOrder) async throws(RequestError) -> CommandProgress {
        let nodes = try await nodes(for: order)
        let factory = CommandFactory(store: store)
        let document: Document
        let content: DocumentContent
        do throws(CommandRefusal) {
            document = try await factory.resolve(order)
            content = try CommandFactory.content(of: document)
        } catch {
            throw .command(error)
        }
        // Nodes that targets chose and the document cannot run on become InvalidPlatform one by one.
        if !order.requestedNodes.isEmpty { try check(nodes, run: document, content) }
        let id = CommandID.random()
        let share = CommandShare(commandID: id, nodes: nodes.map { ($0.id, $0.name) })
        let made: (commands: [NewCommand], rate: RateControl)
        do throws(CommandRefusal) {
            made = try await factory.commands(for: order, budget: BudgetID(rawValue: id.rawValue), shares: [share])
        } catch {
            throw .command(error)
        }
        try order.run.check(in: settings)
        guard let command = made.commands.first else { throw .noNodesNamed }
        let now = clock.now
        try await stored { () async throws(StoreError) in
            try await store.send(command, rate: made.rate, at: now)
        }
        nudges.dispatch()
        return CommandProgress(
            command: command.command, state: .pending, targetCount: nodes.count, requestedAt: now, rate: made.rate)
    }

    /// Asks a command to stop on some nodes, or on all of them; a final one is left alone.
    package func cancelCommand(_ id: CommandID, on nodes: [NodeID]) async throws(RequestError) {
        try checkDistinct(nodes)
        let now = clock.now
        try await stored { () async throws(StoreError) in
            try await store.cancelCommand(id, nodes: nodes.isEmpty ? nil : nodes, at: now)
        }
        nudges.dispatch()
        nudges.errands()
    }

    private func nodes(for order: CommandOrder) async throws(RequestError) -> [Node] {
        guard !order.requestedNodes.isEmpty || !order.criteria.isEmpty else { throw .noNodesNamed }
        guard order.requestedNodes.isEmpty || order.criteria.isEmpty else {
            throw .invalid("InstanceIds and Targets cannot be given together.", hint: "Use one of them.")
        }
        if order.requestedNodes.isEmpty {
            let selector: TargetSelector
            do { selector = try TargetSelector(order.criteria) } catch { throw .target(error) }
            return try await stored { () async throws(StoreError) in try await store.nodes(matching: selector) }
        }
        try checkDistinct(order.requestedNodes)
        let found = try await stored { () async throws(StoreError) in try await store.nodes(order.requestedNodes) }
        let known = Dictionary(found.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        for id in order.requestedNodes where known[id] == nil { throw .unknownNode(id) }
        return found
    }

    private func checkDistinct(_ nodes: [NodeID]) throws(RequestError) {
        var seen: Set<NodeID> = []
        for id in nodes where !seen.insert(id).inserted { throw .duplicateNode(id) }
    }

    /// A node that was never contacted has no platform yet and is given the benefit of the doubt.
    private func check(_ nodes: [Node], run document: Document, _ content: DocumentContent) throws(RequestError) {
        let platforms = content.platformTypes.map(\.rawValue)
        for node in nodes {
            guard let platform = node.facts?.platformType, !platforms.contains(platform) else { continue }
            throw .unsupportedPlatform(node: node.id, platform: platform, document: document.name)
        }
    }
}

extension RunCommandParameters {
    /// The members that only steer other services, as far as they can be judged here.
    package func check(in settings: ControlSettings) throws(RequestError) {
        try notification?.check(in: settings)
        if let serviceRoleARN, !serviceRoleARN.isEmpty, !serviceRoleARN.hasPrefix("arn:") {
            throw .role("“\(serviceRoleARN.prefix(100))” is not the ARN of a role.")
        }
    }
}

extension NotificationRequest {
    /// What can be said without knowing which topics there are: one may be created later (reference: run command 7.1).
    package func check(in settings: ControlSettings) throws(RequestError) {
        guard let topicARN, !topicARN.isEmpty else {
            guard events?.isEmpty ?? true, type == nil else {
                throw .notification("NotificationConfig names no NotificationArn.")
            }
            return
        }
        guard let topic = try? TopicARN(parsing: topicARN) else {
            throw .notification("“\(topicARN.prefix(100))” is not the ARN of a topic.")
        }
        guard topic == TopicARN(region: settings.region, account: settings.accountID, name: topic.name) else {
            throw .notification(
                "The topic “\(topicARN.prefix(100))” is elsewhere; here are those that begin with "
                    + "arn:aws:sns:\(settings.region):\(settings.accountID): only.")
        }
        guard let events, !events.isEmpty else {
            throw .notification("NotificationConfig has no NotificationEvents; nothing would ever be told.")
        }
        if events.contains("All"), Set(events).count > 1 {
            throw .notification("NotificationEvents has All beside others; All includes them and is given alone.")
        }
    }
}
