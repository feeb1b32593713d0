import Foundation
import Notifications
import Testing
import WindowCore
import WindowService
import WindowStore
import WindowTestSupport

/// Publishing, and delivering what is owed, with a courier that answers as it is told.
@Suite struct NotifyingTests {
    private static let first = "https://first.example/hook"
    private static let second = "https://second.example/hook"
    private static let gone = DeliveryAnswer.failure("nobody there")

    @Test func `a message reaches every confirmed subscription once, in order`() async throws {
        let scene = try await Scene()
        try await scene.subscribe(Self.first)
        try await scene.subscribe(Self.second)
        let texts = (1...40).map { "message \($0)" }
        for text in texts { _ = try await scene.publish(text) }
        try await scene.deliver()
        for endpoint in [Self.first, Self.second] {
            #expect(try scene.texts(to: endpoint) == texts)
        }
        try await scene.deliver()
        #expect(scene.courier.bodies(to: Self.first).count == texts.count + 1)
        #expect(try await scene.states() == [.delivered: 82])
    }

    @Test func `an unconfirmed subscription gets nothing but the question`() async throws {
        let scene = try await Scene()
        _ = try await scene.control.subscribe(to: scene.arn, over: "https", endpoint: Self.first, attributes: [:])
        _ = try await scene.publish("secret")
        try await scene.deliver()
        let bodies = scene.courier.bodies(to: Self.first)
        #expect(bodies.count == 1)
        #expect(bodies[0].contains(#""Type" : "SubscriptionConfirmation""#))
        #expect(bodies[0].contains("https://mw.example/?Action=ConfirmSubscription&TopicArn=\(scene.arn)&Token="))
        #expect(!bodies[0].contains("secret"))
    }

    @Test func `a filter lets through what it asks for`() async throws {
        let scene = try await Scene()
        try await scene.subscribe(Self.first, attributes: ["FilterPolicy": #"{"status":["FAILED"]}"#])
        try await scene.subscribe(
            Self.second,
            attributes: ["FilterPolicy": #"{"status":["FAILED"]}"#, "FilterPolicyScope": "MessageBody"])
        let failed = ["status": MessageAttribute(type: "String", value: "FAILED")]
        _ = try await scene.publish("by attribute", attributes: failed)
        _ = try await scene.publish(#"{"status":"FAILED"}"#)
        _ = try await scene.publish(#"{"status":"SUCCESS"}"#)
        try await scene.deliver()
        #expect(try scene.texts(to: Self.first) == ["by attribute"])
        #expect(try scene.texts(to: Self.second) == [#"{"status":"FAILED"}"#])
    }

    @Test func `a failed try is repeated with the same ID, and later messages wait behind it`() async throws {
        let scene = try await Scene()
        try await scene.subscribe(Self.first)
        scene.courier.answer(Self.first, Self.gone, .status(503))
        let id = try await scene.publish("one")
        _ = try await scene.publish("two")
        try await scene.deliver()
        #expect(try scene.texts(to: Self.first) == ["one"])
        scene.clock.advance(by: 19)
        try await scene.deliver()
        #expect(try scene.texts(to: Self.first) == ["one"])
        // The policy's 20 s and up to a tenth of them.
        scene.clock.advance(by: 3)
        try await scene.deliver()
        scene.clock.advance(by: 22)
        try await scene.deliver()
        #expect(try scene.texts(to: Self.first) == ["one", "one", "one", "two"])
        #expect(try scene.messages(to: Self.first).prefix(3).allSatisfy { $0["MessageId"] as? String == id })
    }

    @Test func `a refused message is a dead letter, and the next one follows at once`() async throws {
        let scene = try await Scene()
        try await scene.subscribe(Self.first)
        scene.courier.answer(Self.first, .status(400))
        _ = try await scene.publish("one")
        _ = try await scene.publish("two")
        try await scene.deliver()
        #expect(try scene.texts(to: Self.first) == ["one", "two"])
        let dead = try await scene.deliveries(.dead)
        #expect(dead.map(\.message?.text) == ["one"])
        #expect(dead.first?.delivery.lastAnswer == "HTTP 400")
    }

    @Test func `a receiver that stays away holds its queue up for one policy's time`() async throws {
        let scene = try await Scene()
        try await scene.subscribe(Self.first)
        scene.courier.answer(Self.first, Self.gone, times: 1000)
        for number in 1...10 { _ = try await scene.publish("message \(number)") }
        try await scene.deliver()
        for _ in 1...3 {
            scene.clock.advance(by: 22)
            try await scene.deliver()
        }
        #expect(try await scene.states() == [.delivered: 1, .dead: 10])
        // The first had four tries, every other one that waited as long behind it had one.
        #expect(try scene.texts(to: Self.first).count == 13)
    }

    @Test func `dead letters that are tried again keep their places`() async throws {
        let scene = try await Scene()
        let subscription = try await scene.subscribe(Self.first)
        scene.courier.answer(Self.first, .status(400), times: 2)
        for text in ["one", "two"] { _ = try await scene.publish(text) }
        try await scene.deliver()
        let count = try await scene.control.store.retryDeliveries(
            DeliveryFilter(subscriptionID: subscription.id), ids: nil, at: scene.clock.now)
        #expect(count == 2)
        scene.courier.answer(Self.first, Self.gone)
        _ = try await scene.publish("three")
        try await scene.deliver()
        // It gets its whole policy once more, though it is old.
        scene.clock.advance(by: 22)
        try await scene.deliver()
        #expect(try scene.texts(to: Self.first) == ["one", "two", "one", "one", "two", "three"])
        #expect(try await scene.states() == [.delivered: 4])
    }

    @Test(.timeLimit(.minutes(5)))
    func `a receiver that hangs delays nobody else`() async throws {
        let scene = try await Scene()
        try await scene.subscribe(Self.first)
        try await scene.subscribe(Self.second)
        scene.courier.hold(Self.first)
        let runner = DeliveryRunner(control: scene.control, logger: scene.harness.logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await runner.run() }
            for number in 1...20 { _ = try await scene.publish("message \(number)") }
            try await scene.harness.eventually { try scene.texts(to: Self.second).count == 20 }
            #expect(try scene.texts(to: Self.first).count == 1)
            scene.courier.release(Self.first)
            try await scene.harness.eventually { try scene.texts(to: Self.first).count == 20 }
            group.cancelAll()
        }
    }

    @Test(.timeLimit(.minutes(5)))
    func `a try that the service's end cuts short is none`() async throws {
        let scene = try await Scene()
        try await scene.subscribe(Self.first)
        scene.courier.hold(Self.first)
        scene.courier.answer(Self.first, Self.gone)
        _ = try await scene.publish("one")
        let runner = DeliveryRunner(control: scene.control, logger: scene.harness.logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await runner.run() }
            try await scene.harness.eventually { try scene.texts(to: Self.first).count == 1 }
            group.cancelAll()
            scene.courier.release(Self.first)
        }
        #expect(try await scene.deliveries(.owed).map(\.delivery.attempts) == [0])
        // The next start goes on at once, without waiting for a lease to end.
        try await scene.deliver()
        #expect(try scene.texts(to: Self.first) == ["one", "one"])
    }

    @Test(.timeLimit(.minutes(5)))
    func `a subscription that ends while its receiver hangs gets nothing more but the farewell`() async throws {
        let scene = try await Scene()
        let subscription = try await scene.subscribe(Self.first)
        for number in 1...5 { _ = try await scene.publish("message \(number)") }
        scene.courier.hold(Self.first)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await scene.deliver() }
            try await scene.harness.eventually { try scene.texts(to: Self.first).count == 1 }
            try await scene.control.unsubscribe(
                scene.control.settings.subscriptionARN(subscription), isSigned: false)
            scene.clock.advance(by: 15)
            scene.courier.release(Self.first)
            try await group.waitForAll()
        }
        #expect(try scene.texts(to: Self.first) == ["message 1"])
        #expect(try scene.all(to: Self.first).last?["Type"] as? String == "UnsubscribeConfirmation")
    }

    @Test func `a throttled receiver gets no more than it asked for`() async throws {
        let scene = try await Scene()
        try await scene.subscribe(
            Self.first, attributes: ["DeliveryPolicy": #"{"throttlePolicy":{"maxReceivesPerSecond":2}}"#])
        // The question was one of what it gets.
        scene.clock.advance(by: 0.5)
        for number in 1...3 { _ = try await scene.publish("message \(number)") }
        for count in 1...3 {
            try await scene.deliver()
            #expect(try scene.texts(to: Self.first).count == count)
            scene.clock.advance(by: 0.499)
            try await scene.deliver()
            #expect(try scene.texts(to: Self.first).count == count)
            scene.clock.advance(by: 0.001)
        }
    }

    @Test func `a raw message is the message and nothing else`() async throws {
        let scene = try await Scene()
        try await scene.subscribe(Self.first, attributes: ["RawMessageDelivery": "true"])
        _ = try await scene.publish("just this")
        try await scene.deliver()
        #expect(scene.courier.bodies(to: Self.first).last == "just this")
    }

    @Test func `ending a subscription withdraws what it is owed and says so, and its token brings it back`()
        async throws
    {
        let scene = try await Scene()
        let subscription = try await scene.subscribe(Self.first)
        let arn = scene.control.settings.subscriptionARN(subscription)
        _ = try await scene.publish("too late")
        try await scene.control.unsubscribe(arn, isSigned: false)
        try await scene.deliver()
        let last = try #require(try scene.all(to: Self.first).last)
        #expect(last["Type"] as? String == "UnsubscribeConfirmation")
        #expect(try scene.texts(to: Self.first).isEmpty)
        #expect(try await scene.deliveries(.withdrawn).count == 1)
        let restored = try await scene.control.confirmSubscription(
            to: scene.arn, token: try #require(last["Token"] as? String), isSigned: false,
            requiresSignatureToRemove: false)
        #expect(restored.id == subscription.id)
        _ = try await scene.publish("back")
        try await scene.deliver()
        #expect(try scene.texts(to: Self.first) == ["back"])
    }
}

/// A topic, and a courier that goes nowhere.
struct NotifyingScene {
    let harness: ServiceHarness
    let courier = ScriptedCourier()
    let arn: String

    var control: Control { harness.control }
    var clock: ManualClock { harness.clock }

    init(settings: ControlSettings = ControlSettings()) async throws {
        harness = try await ServiceHarness(
            courier: courier, settings: settings, origin: ServiceOrigin(configured: "https://mw.example"))
        let topic = try await harness.control.createTopic(named: "AdminAlert", attributes: [:], tags: [:])
        arn = harness.control.settings.topicARN(topic.name).text
    }

    /// Subscribes and confirms with the token that was sent.
    @discardableResult
    func subscribe(_ endpoint: String, attributes: [String: String] = [:]) async throws -> Subscription {
        _ = try await control.subscribe(to: arn, over: "https", endpoint: endpoint, attributes: attributes)
        try await deliver()
        let token = try #require(try all(to: endpoint).last?["Token"] as? String)
        return try await control.confirmSubscription(
            to: arn, token: token, isSigned: false, requiresSignatureToRemove: false)
    }

    func publish(_ text: String, attributes: [String: MessageAttribute] = [:]) async throws -> String {
        // Moments tell messages apart.
        try await control.publish(PublishOrder(text: text, attributes: attributes), to: arn)
    }

    func deliver() async throws {
        try await OutboxReader(control: control, logger: harness.logger).pass()
        try await DeliveryRunner(control: control, logger: harness.logger).pass()
    }

    func all(to endpoint: String) throws -> [[String: Any]] {
        try courier.bodies(to: endpoint).compactMap {
            try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
        }
    }

    func messages(to endpoint: String) throws -> [[String: Any]] {
        try all(to: endpoint).filter { $0["Type"] as? String == "Notification" }
    }

    func texts(to endpoint: String) throws -> [String] {
        try messages(to: endpoint).compactMap { $0["Message"] as? String }
    }

    func deliveries(_ state: Delivery.State) async throws -> [DeliveryListing] {
        try await control.store.deliveries(DeliveryFilter(states: [state]), page: .all).items
    }

    func states() async throws -> [Delivery.State: Int] {
        let all = try await control.store.deliveries(DeliveryFilter(), page: .all).items
        return Dictionary(all.map { ($0.delivery.state, 1) }, uniquingKeysWith: +)
    }
}

private typealias Scene = NotifyingScene
