import AWSWire
import WindowCore
import WindowService

/// Keys are the administrator's alone: whoever makes one decides who may do what.
extension Operation {
    static let createAccessKey = Operation(CreateAccessKeyRequest.self, for: .admin) { request, call in
        guard let role = AccessRole(rawValue: request.role) else {
            throw WireError(.validationException, "“\(request.role)” is not a role.")
        }
        let key = try await call.control.createKey(role: role, description: request.description)
        return CreateAccessKeyResult(
            accessKeyId: key.id, secretAccessKey: key.secret, role: key.role.rawValue, createdAt: key.createdAt)
    }

    static let listAccessKeys = Operation(ListAccessKeysRequest.self, for: .admin) { request, call in
        let keys = try await call.control.keys()
        let page = try call.page(of: keys, request.maxResults, request.nextToken) { $0.id }
        return ListAccessKeysResult(
            accessKeys: page.items.map {
                .init(
                    accessKeyId: $0.id, role: $0.role.rawValue, description: $0.description, createdAt: $0.createdAt)
            }, nextToken: page.token)
    }

    static let revokeAccessKey = Operation(RevokeAccessKeyRequest.self, for: .admin) { request, call in
        try await call.control.revokeKey(request.accessKeyId)
        return RevokeAccessKeyResult(accessKeyId: request.accessKeyId)
    }
}
