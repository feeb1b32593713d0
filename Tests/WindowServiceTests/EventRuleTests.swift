import Foundation
import Notifications
import Testing
import WindowCore
import WindowService
import WindowStore
import WindowTestSupport

/// From what happened to who is told.
@Suite struct EventRuleTests {
    private static let hook = "https://hook.example/"

    @Test func `a topic that two rules name gets an event once, with a subject for people`() async throws {
        let scene = try await NotifyingScene()
        try await scene.subscribe(Self.hook)
        for (name, pattern) in [
            ("states", #"{"detail-type":["Maintenance Window State-change Notification"]}"#),
            ("disabled", #"{"detail":{"status":["DISABLED"]}}"#),
        ] {
            _ = try await scene.control.createRule(
                named: name, topic: scene.arn, pattern: pattern, description: nil)
        }
        var disabled = Window.sample()
        disabled.isEnabled = false
        let window = disabled
        _ = try await scene.control.store.create(window, tags: [:], nextOpeningAt: nil, token: nil)
        try await scene.deliver()
        let messages = try scene.messages(to: Self.hook)
        #expect(messages.count == 1)
        #expect(messages[0]["Subject"] as? String == "Window \(window.name) disabled")
        let event = try #require(messages[0]["Message"] as? String)
        #expect(event.contains(#""detail":{"status":"DISABLED","window-id":"\#(window.id)"}"#))
        #expect(event.contains(#"maintenancewindow/\#(window.id)"#))
        try await scene.deliver()
        #expect(try scene.messages(to: Self.hook).count == 1)
    }

    @Test func `what no rule wants goes nowhere, and is not looked at again`() async throws {
        let scene = try await NotifyingScene()
        try await scene.subscribe(Self.hook)
        _ = try await scene.control.store.create(Window.sample(), tags: [:], nextOpeningAt: nil, token: nil)
        try await scene.deliver()
        _ = try await scene.control.createRule(
            named: "all", topic: scene.arn, pattern: #"{"source":["aws.ssm"]}"#, description: nil)
        try await scene.deliver()
        #expect(try scene.messages(to: Self.hook).isEmpty)
        #expect(try await scene.control.store.unreadOutbox(limit: 10).isEmpty)
    }

    @Test func `a message to a topic that is gone holds nobody up`() async throws {
        let scene = try await NotifyingScene()
        try await scene.subscribe(Self.hook)
        _ = try await scene.control.createRule(
            named: "all", topic: scene.arn, pattern: #"{"source":["aws.ssm"]}"#, description: nil)
        try await scene.control.deleteTopic(scene.arn)
        _ = try await scene.control.store.create(Window.sample(), tags: [:], nextOpeningAt: nil, token: nil)
        try await scene.deliver()
        #expect(try await scene.control.store.unreadOutbox(limit: 10).isEmpty)
        #expect(try await scene.control.store.rules().isEmpty)
    }

    @Test func `a pattern that cannot be read is refused`() async throws {
        let scene = try await NotifyingScene()
        await #expect(throws: RequestError.self) {
            try await scene.control.createRule(named: "bad", topic: scene.arn, pattern: "{", description: nil)
        }
    }
}
