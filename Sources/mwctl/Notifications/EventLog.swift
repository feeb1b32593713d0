import AWSWire
import Foundation
import Notifications

/// The service's events, which it numbers as they happen; numbers may be missing.
struct EventLog {
    let session: Session

    private static let page = 50
    /// Pages to look back through for events between what else is recorded there.
    private static let mostPages = 40

    func events(after sequence: Int) async throws(Complaint) -> [Wire.ServiceEvent] {
        try await session.call(ListEventsRequest(after: sequence, maxResults: Self.page)).value.events ?? []
    }

    /// The highest number so far, or 0. The API tells what follows a number and nothing of the end, so this asks about forty
    /// times where a million events are.
    func end() async throws(Complaint) -> Int {
        var known = 0
        var beyond = 1
        while let next = try await first(after: beyond - 1) {
            known = next
            beyond = known * 2
        }
        // Something is at `known`, nothing at or after `beyond`.
        while beyond - known > 1 {
            let middle = known + (beyond - known) / 2
            if let next = try await first(after: middle - 1) { known = next } else { beyond = middle }
        }
        return known
    }

    private func first(after sequence: Int) async throws(Complaint) -> Int? {
        try await session.call(ListEventsRequest(after: sequence, maxResults: 1)).value.events?.first?.sequence
    }

    /// The newest, oldest of them first.
    func latest(_ count: Int) async throws(Complaint) -> [Wire.ServiceEvent] {
        var start = try await end()
        var found: [Wire.ServiceEvent] = []
        for _ in 0..<Self.mostPages where found.count < count && start > 0 {
            let from = max(0, start - Self.page)
            found =
                try await events(after: from).filter { ($0.sequence ?? 0) <= start && $0.eventJson != nil } + found
            start = from
        }
        return found.suffix(count)
    }
}

/// Which events are wanted: all, or those that a pattern matches.
struct EventSelection {
    private let pattern: EventPattern?

    init(pattern text: String?) throws(Complaint) {
        do throws(InvalidEventPattern) {
            pattern = try text.map { text throws(InvalidEventPattern) in try EventPattern(parsing: text) }
        } catch {
            throw Complaint(.usage, error.message, hint: "See `mwctl rule create --help` for a pattern to begin with.")
        }
    }

    func accepts(_ event: Wire.ServiceEvent) -> Bool {
        guard let pattern else { return true }
        return event.eventJson.flatMap { pattern.accepts(eventJSON: $0) } ?? false
    }
}

extension Wire.ServiceEvent {
    /// The envelope.
    var json: JSONValue? {
        eventJson.flatMap { try? JSONValue(parsing: Array($0.utf8), maximumBytes: 1 << 20) }
    }

    /// `4711 2026-11-22T02:15:00Z Window mw-0123456789abcdef0 opened`
    var line: String {
        let content = eventJson.flatMap { try? JSONDecoder().decode(EventEnvelope.self, from: Data($0.utf8)).content }
        let words = [sequence.map(String.init) ?? "", Wording.instant(at), content?.subject() ?? kind ?? ""]
        return Cell.harmless(words.filter { !$0.isEmpty }.joined(separator: " "))
    }
}

/// The event bus's envelope, as far as its subject needs it.
private struct EventEnvelope: Decodable {
    let detailType: String
    let resources: [String]
    let detail: [String: BodyValue]

    enum CodingKeys: String, CodingKey {
        case detailType = "detail-type"
        case resources, detail
    }

    var content: EventContent {
        EventContent(
            id: "", detailType: detailType, account: "", region: "", at: .distantPast, resources: resources,
            detail: detail)
    }
}
