/// The services that are spoken, by the names that signatures are scoped to.
package enum WireService: String, CaseIterable, Sendable {
    /// Systems Manager, and the operations of our own beside it: JSON.
    case ssm
    /// Simple Notification Service: forms and XML for its own clients, JSON for ours.
    case sns
}
