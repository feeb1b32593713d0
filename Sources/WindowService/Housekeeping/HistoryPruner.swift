import Foundation
package import Logging
import ServiceLifecycle
import WindowStore

/// Forgets history that is older than the operator wants to keep.
package struct HistoryPruner: Service {
    private static let secondsBetweenPasses = 3600.0
    /// A clock that has moved by more than this beside the time that has really passed is not believed yet.
    private static let tolerableStepSeconds = 300.0

    private let control: Control
    private let logger: Logger

    package init(control: Control, logger: Logger) {
        self.control = control
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                let (wall, uptime) = (control.clock.now, control.clock.uptimeSeconds)
                do { try await control.clock.sleep(seconds: Self.secondsBetweenPasses) } catch { return }
                let passed = control.clock.uptimeSeconds - uptime
                // A clock that was wrong for a minute must not cost the history of years.
                guard abs(control.clock.now.timeIntervalSince(wall) - passed) < Self.tolerableStepSeconds else {
                    logger.warning("The clock was set; history is pruned when it has been steady for an hour.")
                    continue
                }
                do {
                    let before = control.clock.now.addingTimeInterval(-Double(control.settings.retentionDays) * 86_400)
                    let gone = try await control.store.prune(before: before)
                    if gone > 0 { logger.info("Old history was pruned.", metadata: ["records": "\(gone)"]) }
                } catch {
                    logger.error("History could not be pruned.", metadata: ["error": "\(error)"])
                }
            }
        }
    }
}
