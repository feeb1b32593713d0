import AWSWire
import WindowCore
import WindowService

extension Operation {
    static let addNode = Operation(AddNodeRequest.self, for: .operator) { request, call in
        let node = try await call.control.addNode(
            NodeDefinition(
                name: request.name, transport: try transport(request), usesSudo: request.sudo ?? false,
                spoolDirectory: request.spoolDirectory, tags: try (request.tags ?? []).dictionary()))
        return AddNodeResult(instanceId: node.id.rawValue)
    }

    private static func transport(_ request: AddNodeRequest) throws(WireError) -> NodeTransportKind {
        if request.transport == "local" {
            guard request.host == nil, request.port == nil, request.user == nil, request.identityFile == nil else {
                throw WireError(
                    .validationException, "Host, Port, User and IdentityFile belong to nodes with the transport ssh.")
            }
            return .local
        }
        guard let host = request.host else {
            throw WireError(.validationException, "A node with the transport ssh needs a Host.")
        }
        return .ssh(
            SSHDestination(
                host: host, port: request.port, user: request.user, identityFile: request.identityFile,
                acceptsNewHostKey: request.acceptNewHostKey ?? false))
    }

    static let removeNode = Operation(RemoveNodeRequest.self, for: .operator) { request, call in
        try await call.control.removeNode(NodeID(rawValue: request.instanceId))
        return RemoveNodeResult(instanceId: request.instanceId)
    }

    static let updateNodeTags = Operation(UpdateNodeTagsRequest.self, for: .operator) { request, call in
        let tags = try await call.control.tag(
            .node(NodeID(rawValue: request.instanceId)), set: (request.tagsToAdd ?? []).dictionary(),
            remove: request.tagKeysToRemove ?? [])
        return UpdateNodeTagsResult(instanceId: request.instanceId, tags: [Wire.Tag](tags))
    }
}
