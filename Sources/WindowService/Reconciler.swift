package import Foundation
package import Logging
import ServiceLifecycle

/// The shape of every part of the service: look at the store, do what is due, wait for a nudge or for the next moment.
///
/// A pass reads all it needs and remembers nothing, so starting after a crash is a pass like any other. A pass that
/// fails is logged and tried again; it never ends the service.
package struct Reconciler: Sendable {
    package let name: String
    package let nudge: Nudge
    package let clock: any WallClock
    package let logger: Logger

    /// Nothing may be due for longer than this without somebody looking.
    private static let longestWaitSeconds = 30.0
    private static let waitAfterFailureSeconds = 1.0

    package init(name: String, nudge: Nudge, clock: any WallClock, logger: Logger) {
        self.name = name
        self.nudge = nudge
        self.clock = clock
        self.logger = logger
    }

    /// Runs until the task is cancelled.
    /// - Parameter pass: does what is due and returns when it wants to be called again at the latest; `nil` leaves that
    ///   to the nudges.
    package func run(_ pass: () async throws -> Date?) async {
        while !Task.isCancelled {
            var wakeAt = Date.distantFuture
            var longest = Self.longestWaitSeconds
            do {
                if let due = try await pass() { wakeAt = due }
            } catch is CancellationError {
                return
            } catch {
                if Task.isCancelled { return }
                logger.error(
                    "A pass failed; it will be tried again.", metadata: ["part": "\(name)", "error": "\(error)"])
                longest = Self.waitAfterFailureSeconds
            }
            do { try await nudge.wait(until: wakeAt, atMost: longest, clock: clock) } catch { return }
        }
    }
}
