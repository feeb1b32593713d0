package import Foundation
package import WindowCore

/// A window and what is known of it besides its definition.
package struct WindowListing: Hashable, Sendable {
    package let window: Window
    package let nextOpeningAt: Date?

    package init(window: Window, nextOpeningAt: Date?) {
        self.window = window
        self.nextOpeningAt = nextOpeningAt
    }
}

/// A window whose opening is due, with all that opening it takes.
package struct DueWindow: Hashable, Sendable {
    package let window: Window
    package let dueAt: Date
    package let isRunning: Bool
    package let targets: [WindowTarget]
    package let tasks: [WindowTask]

    package init(window: Window, dueAt: Date, isRunning: Bool, targets: [WindowTarget], tasks: [WindowTask]) {
        self.window = window
        self.dueAt = dueAt
        self.isRunning = isRunning
        self.targets = targets
        self.tasks = tasks
    }
}

/// Which windows to list: all conditions hold.
package struct WindowFilter: Hashable, Sendable {
    /// Beginnings of names, any of which may match.
    package var namePrefixes: [String]
    package var isEnabled: Bool?

    package init(namePrefixes: [String] = [], isEnabled: Bool? = nil) {
        self.namePrefixes = namePrefixes
        self.isEnabled = isEnabled
    }
}

/// Windows, their targets and their tasks.
package protocol WindowStoring: Sendable {
    /// - Returns: the new window's ID, or the earlier one's if the token says that this request was made before.
    /// - Throws: `limitExceeded`, `tokenReused`.
    func create(
        _ window: Window, tags: [String: String], nextOpeningAt: Date?, token: ClientToken?
    ) async throws(StoreError) -> WindowID
    /// - Throws: `notFound`.
    func window(_ id: WindowID) async throws(StoreError) -> WindowListing
    /// In order of ID.
    func windows(_ filter: WindowFilter, page: PageRequest) async throws(StoreError) -> Page<WindowListing>
    /// Replaces the definition and the next opening.
    /// - Throws: `notFound`.
    func update(_ window: Window, nextOpeningAt: Date?) async throws(StoreError)
    /// Its targets and tasks go too; its executions stay until they are pruned. An unknown window is no error.
    func deleteWindow(_ id: WindowID) async throws(StoreError)
    /// Moves openings without touching definitions, after the time zone data have changed.
    func reschedule(_ openings: [(id: WindowID, nextOpeningAt: Date?)]) async throws(StoreError)

    /// Lets a window that is due alone until `moment`; its next opening stays what it is.
    func postponeOpening(of id: WindowID, until moment: Date) async throws(StoreError)

    /// - Throws: `notFound`, `limitExceeded`, `tokenReused`.
    func register(_ target: WindowTarget, token: ClientToken?) async throws(StoreError) -> WindowTargetID
    func targets(of window: WindowID) async throws(StoreError) -> [WindowTarget]
    func update(_ target: WindowTarget, at now: Date) async throws(StoreError)
    /// - Parameter safely: refuse while a task refers to the target.
    func deregisterTarget(
        _ id: WindowTargetID, of window: WindowID, safely: Bool, at now: Date
    ) async throws(StoreError)

    /// - Throws: `notFound`, `limitExceeded`, `tokenReused`.
    func register(_ task: WindowTask, token: ClientToken?) async throws(StoreError) -> WindowTaskID
    func tasks(of window: WindowID) async throws(StoreError) -> [WindowTask]
    func update(_ task: WindowTask, at now: Date) async throws(StoreError)
    func deregisterTask(_ id: WindowTaskID, of window: WindowID, at now: Date) async throws(StoreError)

    /// Enabled windows whose next opening is at or before `now`, earliest first.
    func dueWindows(at now: Date, limit: Int) async throws(StoreError) -> [DueWindow]
    /// A window as it would open now.
    func openable(_ id: WindowID) async throws(StoreError) -> DueWindow
    /// The earliest next opening of all windows.
    func nextOpening() async throws(StoreError) -> Date?

    /// When the next window wants to be told of ahead, of those that open after `now`; in the past when that is due.
    func nextNotice(after now: Date) async throws(StoreError) -> Date?
    /// Tells of windows that open after `now` and want to be told of by then: of each opening once, the longest due
    /// first.
    /// - Returns: of how many; `limit` when there may be more.
    func giveNotices(at now: Date, limit: Int) async throws(StoreError) -> Int

    /// Tags of a resource, such as (`MaintenanceWindow`, `mw-…`).
    func tags(of type: String, id: String) async throws(StoreError) -> [String: String]
    func tag(_ type: String, id: String, set: [String: String], remove: [String]) async throws(StoreError)
}
