import Foundation
import Logging
import ScheduleEngine
import WindowCore

extension Execution {
    /// Writes the one line that every opening has in the log, whether a schedule or an operator asked for it, and whether it came to be.
    func reportOpening(to logger: Logger) {
        var metadata: Logger.Metadata = [
            "window": "\(windowID)", "execution": "\(id)", "status": "\(state.rawValue)",
        ]
        if let details { metadata["details"] = "\(details)" }
        guard !isMissed else {
            metadata["scheduled"] = "\(Moment(scheduledAt).rfc3339())"
            return logger.warning("A window missed its opening.", metadata: metadata)
        }
        guard !state.isFinal else { return logger.warning("A window was not opened.", metadata: metadata) }
        switch reason {
        case .schedule:
            metadata["late"] = "\(Int((openedAt.timeIntervalSince(scheduledAt) * 1000).rounded()))ms"
        case .manual: metadata["reason"] = "\(reason.rawValue)"
        }
        logger.info("A window opened.", metadata: metadata)
    }

    /// Writes how it ended.
    /// - Parameter end: what its tasks came to.
    func reportEnd(_ end: ExecutionRollUp.Outcome, to logger: Logger) {
        guard let state = try? state.after(end.event) else { return }
        var metadata: Logger.Metadata = [
            "window": "\(windowID)", "execution": "\(id)", "status": "\(state.rawValue)",
        ]
        if let details = end.details { metadata["details"] = "\(details)" }
        logger.info("A window's execution ended.", metadata: metadata)
    }
}
