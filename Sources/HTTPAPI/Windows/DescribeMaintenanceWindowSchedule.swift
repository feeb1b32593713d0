import AWSWire
import Foundation
import ScheduleEngine
import WindowCore
import WindowService
import WindowStore

extension Operation {
    /// Lists openings to come, in ascending order of time. A schedule has no end, so every window shows at most its next
    /// ``OpeningList/mostPerWindow``: clients that fetch every page must come to the last one.
    static let describeMaintenanceWindowSchedule = Operation(
        DescribeMaintenanceWindowScheduleRequest.self, for: .reader
    ) { request, call in
        let filters = try FilterReader(
            (request.filters ?? []).map { ($0.key, $0.values) }, keys: ["ScheduledBefore", "ScheduledAfter"])
        let page = try call.page(request.maxResults, request.nextToken)
        var list = try OpeningList(now: call.now, filters: filters, page: page)
        for window in try await windows(request, call) where window.isEnabled { list.add(window) }
        let (openings, next) = try list.page()
        return DescribeMaintenanceWindowScheduleResult(
            scheduledWindowExecutions: openings.map {
                .init(
                    windowId: $0.window.id.rawValue, name: $0.window.name, executionTime: $0.window.wireTime($0.at))
            }, nextToken: call.token(next))
    }

    private static func windows(
        _ request: DescribeMaintenanceWindowScheduleRequest, _ call: CallContext
    ) async throws -> [Window] {
        let targets = request.targets ?? []
        if !targets.isEmpty, request.resourceType == nil {
            throw WireError(.validationException, "Targets need a ResourceType.")
        }
        let search =
            targets.isEmpty ? nil : try await WindowSearch(targets, resourceType: request.resourceType, call: call)
        if let id = request.windowId {
            let window = try await call.control.store.openable(WindowID(rawValue: id))
            return search.map { $0.matches(window) } ?? true ? [window.window] : []
        }
        if let search { return try await search.windows(call).map(\.window) }
        return try await call.allWindows(WindowFilter(isEnabled: true)).map(\.window)
    }
}

/// The openings of many windows, merged, of which one page is kept.
struct OpeningList {
    struct Opening {
        let window: Window
        let at: Date
    }

    static let mostPerWindow = 100

    /// Where the list begins; every page of it begins there, so that the pages fit together.
    private let start: Date
    private let end: Date?
    private let last: (at: Date, id: String)?
    private let limit: Int
    private var openings: [Opening] = []
    private let isCursorValid: Bool

    init(now: Date, filters: FilterReader, page: PageRequest) throws(WireError) {
        limit = page.limit
        end = try filters.moment("ScheduledBefore")
        let parts = (page.cursor ?? "").split(separator: " ").map(String.init)
        if parts.count == 3, let start = Int64(parts[0]), let at = Int64(parts[1]) {
            self.start = Date(Moment(millisecondsSince1970: start))
            last = (Date(Moment(millisecondsSince1970: at)), parts[2])
        } else {
            start = max(now, try filters.moment("ScheduledAfter") ?? now)
            last = nil
        }
        isCursorValid = page.cursor == nil || last != nil
    }

    mutating func add(_ window: Window) {
        guard let schedule = try? window.compiledSchedule() else { return }
        for occurrence in schedule.occurrences(after: Moment(start)).prefix(Self.mostPerWindow) {
            let at = Date(occurrence.moment)
            if let end, at >= end { break }
            if let last, (at, window.id.rawValue) <= last { continue }
            openings.append(Opening(window: window, at: at))
        }
        // Only the first page of what was seen so far can be answered.
        if openings.count > 4 * (limit + Self.mostPerWindow) { trim() }
    }

    mutating func page() throws(WireError) -> (openings: [Opening], next: String?) {
        guard isCursorValid else { throw WireError(.validationException, "The NextToken cannot be read.") }
        trim()
        let part = Array(openings.prefix(limit))
        guard openings.count > part.count, let last = part.last else { return (part, nil) }
        let milliseconds = [start, last.at].map { "\(Moment($0).millisecondsSince1970)" }
        return (part, (milliseconds + [last.window.id.rawValue]).joined(separator: " "))
    }

    private mutating func trim() {
        openings.sort { ($0.at, $0.window.id.rawValue) < ($1.at, $1.window.id.rawValue) }
        openings.removeLast(max(0, openings.count - limit - 1))
    }
}
