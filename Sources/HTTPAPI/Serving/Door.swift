/// Through which door a request came.
enum Door: Hashable, Sendable {
    /// Requests must be signed.
    case tcp
    /// Requests come from the local administrator.
    case socket
}
