import AWSWire
import Foundation
import ScheduleEngine

/// How values are put into cells.
enum Wording {
    /// `2026-12-17T02:00:00Z`: seconds suffice for people.
    static func instant(_ date: Date?) -> String {
        date.map { Moment(secondsSince1970: Int64($0.timeIntervalSince1970.rounded(.down))).rfc3339() } ?? ""
    }

    /// `12 s`, `3 min 05 s`, `2 h 10 min`, `3 d 4 h`.
    static func span(seconds: Double) -> String {
        let total = Int(max(0, seconds.isFinite ? seconds : 0).rounded())
        if total < 60 { return "\(total) s" }
        if total < 3600 { return "\(total / 60) min \(two(total % 60)) s" }
        if total < 86400 { return "\(total / 3600) h \(two(total / 60 % 60)) min" }
        return "\(total / 86400) d \(total / 3600 % 24) h"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }

    /// How long something took, or has taken so far.
    static func elapsed(from start: Date?, to end: Date?, now: Date) -> String {
        guard let start else { return "" }
        return span(seconds: (end ?? now).timeIntervalSince(start))
    }

    /// `2026-12-17T05:00:00Z, in 2 h 10 min`
    static func deadline(_ date: Date?, now: Date) -> String? {
        date.map { "\(instant($0)), \(remaining(until: $0, now: now))" }
    }

    /// `in 12 s`, or `passed`.
    static func remaining(until date: Date, now: Date) -> String {
        let rest = date.timeIntervalSince(now)
        return rest >= 0 ? "in \(span(seconds: rest))" : "passed"
    }

    /// `1 node`, `2 nodes`
    static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

    static func yesNo(_ value: Bool?) -> String? { value.map { $0 ? "yes" : "no" } }

    static func tags(_ tags: [Wire.Tag]?) -> String {
        (tags ?? []).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    }

    /// `tag:Role=web,db tag-key=Patch`
    static func criteria(_ targets: [Wire.Target]?) -> String {
        (targets ?? []).map { "\($0.key ?? "")=\(($0.values ?? []).joined(separator: ","))" }.joined(separator: " ")
    }

    /// `4 h, cutoff 1 h before the end`
    static func duration(_ hours: Int?, cutoff: Int?) -> String {
        guard let hours else { return "" }
        return "\(hours) h" + (cutoff.map { $0 == 0 ? "" : ", no starts in the last \($0) h" } ?? "")
    }

    /// A status in the colour of what it means.
    static func status(_ status: String?, details: String? = nil) -> Cell {
        let shown = details.flatMap { $0.isEmpty || $0 == status ? nil : $0 }
        // The finer word alone, when it is one word: Terminated says more than Cancelled.
        let text = shown.map { $0.contains(" ") ? status ?? $0 : $0 } ?? status ?? ""
        return Cell(text, tone(status ?? ""))
    }

    private static func tone(_ status: String) -> Tone {
        switch status.uppercased() {
        case "SUCCESS", "ONLINE", "ACTIVE": .good
        case "FAILED", "TIMED_OUT", "TIMEDOUT", "CONNECTIONLOST": .bad
        case "IN_PROGRESS", "INPROGRESS", "CANCELLING", "DELAYED": .busy
        case "PENDING": .faint
        default: .plain
        }
    }
}
