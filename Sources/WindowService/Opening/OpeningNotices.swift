package import Foundation
package import Logging
package import WindowStore

/// Tells owners that their windows open soon, each as long ahead as its window says.
///
/// A notice that could not be given in time is given late, but not once its window has opened.
package struct OpeningNotices: Sendable {
    /// How many notices one transaction gives.
    private static let batch = 500

    private let control: Control
    private let logger: Logger

    package init(control: Control, logger: Logger) {
        self.control = control
        self.logger = logger
    }

    /// Gives what is due now.
    /// - Returns: when the next is due.
    package func pass() async throws(StoreError) -> Date? {
        while true {
            let now = control.clock.now
            let next = try await control.store.nextNotice(after: now)
            guard let next, next <= now, !Task.isCancelled else { return next }
            let count = try await control.store.giveNotices(at: now, limit: Self.batch)
            logger.info("Windows that open soon were told of.", metadata: ["windows": "\(count)"])
        }
    }
}
