import Foundation
import Testing
import WindowCore
import WindowStore
import WindowTestSupport

/// Openings that are told of ahead: each once, whatever moves it.
@Suite(.tags(.contract)) struct NoticeContract {
    static let kind = "Maintenance Window Opening Soon"

    /// A window that opens at noon and wants to be told of an hour ahead.
    private func window(minutes: Int? = 60) -> Window {
        var window = Window.sample()
        window.openingNoticeMinutes = minutes
        return window
    }

    private func moment(_ minutes: Double) -> Date { .noon.addingTimeInterval(minutes * 60) }

    private func told(by store: any Store) async throws -> [String?] {
        try await store.events(Self.kind).map { $0.detail["scheduled-time"] }
    }

    @Test(arguments: StoreBackend.allCases)
    func `an opening is told of from its moment on, once`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let window = window()
        _ = try await store.create(window, tags: [:], nextOpeningAt: .noon, token: nil)
        #expect(try await store.nextNotice(after: moment(-90)) == moment(-60))
        #expect(try await store.giveNotices(at: moment(-60.001), limit: 10) == 0)
        #expect(try await store.giveNotices(at: moment(-60), limit: 10) == 1)
        #expect(try await store.giveNotices(at: moment(-30), limit: 10) == 0)
        #expect(try await store.nextNotice(after: moment(-30)) == nil)
        let events = try await store.events(Self.kind)
        #expect(events.map(\.resources) == [[window.id.rawValue]])
        #expect(
            events.map(\.detail) == [
                [
                    "window-id": window.id.rawValue, "scheduled-time": "2026-11-22T12:00:00Z",
                    "notice-minutes": "60", "status": "OPENING_SOON",
                ]
            ])
    }

    @Test(arguments: StoreBackend.allCases)
    func `once an opening is due it is too late to tell of it`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        _ = try await store.create(window(), tags: [:], nextOpeningAt: .noon, token: nil)
        #expect(try await store.nextNotice(after: .noon) == nil)
        #expect(try await store.giveNotices(at: .noon, limit: 10) == 0)
        // Late is better than never, as long as it is ahead.
        #expect(try await store.giveNotices(at: moment(-0.1), limit: 10) == 1)
    }

    @Test(arguments: StoreBackend.allCases)
    func `the opening after the one that happened is told of in its turn`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let window = window()
        _ = try await store.create(window, tags: [:], nextOpeningAt: .noon, token: nil)
        _ = try await store.giveNotices(at: moment(-60), limit: 10)
        _ = try await store.record([OpeningContract.opening(of: window, at: .noon, next: moment(180))])
        #expect(try await store.nextNotice(after: .noon) == moment(120))
        #expect(try await store.giveNotices(at: moment(120), limit: 10) == 1)
        #expect(try await told(by: store) == ["2026-11-22T12:00:00Z", "2026-11-22T15:00:00Z"])
    }

    @Test(arguments: StoreBackend.allCases)
    func `an opening that moves is told of anew, and one that stays is not`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        var window = window()
        _ = try await store.create(window, tags: [:], nextOpeningAt: .noon, token: nil)
        _ = try await store.giveNotices(at: moment(-60), limit: 10)
        window.description = "Another word"
        try await store.update(window, nextOpeningAt: .noon)
        try await store.reschedule([(window.id, .noon)])
        #expect(try await store.giveNotices(at: moment(-30), limit: 10) == 0)
        try await store.reschedule([(window.id, moment(30))])
        #expect(try await store.giveNotices(at: moment(-30.001), limit: 10) == 0)
        #expect(try await store.giveNotices(at: moment(-30), limit: 10) == 1)
        try await store.update(window, nextOpeningAt: moment(25))
        #expect(try await store.giveNotices(at: moment(-20), limit: 10) == 1)
        #expect(
            try await told(by: store) == ["2026-11-22T12:00:00Z", "2026-11-22T12:30:00Z", "2026-11-22T12:25:00Z"])
    }

    @Test(arguments: StoreBackend.allCases)
    func `nobody is told of a window that is disabled, has no opening, or does not want it`(on backend: StoreBackend)
        async throws
    {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        _ = try await store.create(window(minutes: nil), tags: [:], nextOpeningAt: .noon, token: nil)
        _ = try await store.create(window(), tags: [:], nextOpeningAt: nil, token: nil)
        var window = window()
        _ = try await store.create(window, tags: [:], nextOpeningAt: .noon, token: nil)
        window.isEnabled = false
        try await store.update(window, nextOpeningAt: nil)
        #expect(try await store.nextNotice(after: moment(-60)) == nil)
        #expect(try await store.giveNotices(at: moment(-1), limit: 10) == 0)
        window.isEnabled = true
        window.openingNoticeMinutes = nil
        try await store.update(window, nextOpeningAt: .noon)
        #expect(try await store.giveNotices(at: moment(-1), limit: 10) == 0)
        window.openingNoticeMinutes = 5
        try await store.update(window, nextOpeningAt: .noon)
        #expect(try await store.nextNotice(after: moment(-60)) == moment(-5))
        #expect(try await store.window(window.id).window.openingNoticeMinutes == 5)
    }

    @Test(arguments: StoreBackend.allCases)
    func `many are told of batch by batch, the longest due first`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        for minutes in [10.0, 0, 5] {
            _ = try await store.create(window(), tags: [:], nextOpeningAt: moment(minutes), token: nil)
        }
        #expect(try await store.giveNotices(at: moment(-50), limit: 2) == 2)
        #expect(try await store.giveNotices(at: moment(-50), limit: 2) == 1)
        #expect(
            try await told(by: store) == ["2026-11-22T12:00:00Z", "2026-11-22T12:05:00Z", "2026-11-22T12:10:00Z"])
    }
}
