import Foundation
import ScheduleEngine

/// The one place that asks the machine for the time and waits for it to pass.
protocol WallClock: Sendable {
    var now: Date { get }
    func sleep(seconds: Double) async throws
}

struct SystemClock: WallClock {
    var now: Date { Date() }
    func sleep(seconds: Double) async throws { try await Task.sleep(for: .seconds(seconds)) }
}

extension WallClock {
    var moment: Moment { Moment(now) }
}

extension Moment {
    init(_ date: Date) { self.init(millisecondsSince1970: Int64((date.timeIntervalSince1970 * 1000).rounded())) }
}
