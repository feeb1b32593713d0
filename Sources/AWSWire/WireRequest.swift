/// A request that has a shape of its own: what a client sends and what a handler reads.
///
/// Properties are the wire's members with a small first letter (`WindowId` is `windowId`). A member that the model
/// requires is not optional. Enumerations are their wire strings; the validator has checked them.
package protocol WireRequest: Codable, Equatable, Sendable {
    associatedtype Response: Codable, Equatable, Sendable

    /// What `X-Amz-Target` says: prefix, dot, operation, such as `AmazonSSM.CreateMaintenanceWindow`.
    static var target: String { get }
}

/// The structures inside requests and results, under a roof of their own: the field calls them `Command`, `Target` and
/// `Tag`, and so do other rooms.
package enum Wire {}

/// The requests, results and structures of SNS, under the names of its model: its `Tag` is not that of Systems Manager.
/// A binary value is base64 in a string.
package enum SNS {}
