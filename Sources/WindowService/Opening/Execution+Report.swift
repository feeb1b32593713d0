import Foundation
import Logging
import WindowCore

extension Execution {
    /// Writes the one line that every opening has in the log, whether a schedule or an operator asked for it.
    func reportOpening(to logger: Logger) {
        var metadata: Logger.Metadata = [
            "window": "\(windowID)", "execution": "\(id)", "status": "\(state.rawValue)",
        ]
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
