import ArgumentParser
import Couriers
import Foundation
import Notifications
import WindowService
import WindowStore
import WindowStoreSQLite

struct NotificationBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notifications",
        abstract: "Queued messages delivered to many webhooks, beside the same POSTs without a queue.",
        discussion: """
            The receivers live in this process and answer at once, so half of the CPU is theirs. “Plain” is the courier alone: the
            same POSTs, as many at a time, from nowhere, with nothing signed or recorded; a tenth of the number.
            """)

    @Option(help: "Messages published before the first one is delivered.") var messages = 10_000
    @Option(help: "Subscriptions, each with a connection of its own.") var subscribers = 100

    func run() async throws {
        let receiver = try await BenchReceiver.start()
        let scratch = try Scratch()
        let courier = try HTTPCourier()
        let service = try await BenchService(in: scratch, courier: courier)
        let arn = service.control.settings.topicARN("bench").text
        _ = try await service.control.createTopic(named: "bench", attributes: [:], tags: [:])
        try await subscribe(service, to: receiver.port)
        let text = String(repeating: "what happened tonight, ", count: 16)
        let total = messages * subscribers

        let publishing = try await Cost.of {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in 0..<32 {
                    group.addTask { [messages] in
                        for _ in stride(from: worker, to: messages, by: 32) {
                            _ = try await service.control.publish(PublishOrder(text: text), to: arn)
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        printRow("", ["count", "syncs", "wall s", "per second"])
        printRow(
            "published, to \(subscribers) each",
            ["\(messages)", "\(publishing.syncs)", publishing.wallSeconds.fixed(1), rate(messages, publishing)])

        let before = residentMegabytes
        var highest: [Int] = []
        let delivering = try await Cost.of {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await DeliveryRunner(control: service.control, logger: service.logger).run() }
                defer { group.cancelAll() }
                while receiver.count < total {
                    try await service.control.clock.sleep(seconds: 0.1)
                    let quarter = min(3, receiver.count * 4 / total)
                    while highest.count <= quarter { highest.append(0) }
                    highest[quarter] = max(highest[quarter], residentMegabytes)
                }
            }
        }
        printRow(
            "delivered, signed and recorded",
            ["\(total)", "\(delivering.syncs)", delivering.wallSeconds.fixed(1), rate(total, delivering)])

        let plainTotal = max(subscribers, total / 10)
        let plain = try await Cost.of { try await post(plainTotal, text, courier, to: receiver.port) }
        printRow("plain POSTs", ["\(plainTotal)", "0", plain.wallSeconds.fixed(1), rate(plainTotal, plain)])
        let ratio =
            (Double(total) / delivering.wallSeconds) / (Double(plainTotal) / plain.wallSeconds)
        print("\nrate of deliveries ÷ rate of plain POSTs: \(ratio.fixed(2))")
        let quarters = highest.map(String.init).joined(separator: ", ")
        print("memory: \(before) MB before the first delivery, at most \(quarters) MB in the quarters of it")
        await courier.shutdown()
        try await receiver.stop()
    }

    private func rate(_ count: Int, _ cost: Cost) -> String { (Double(count) / cost.wallSeconds).fixed(0) }

    private func subscribe(_ service: BenchService, to port: Int) async throws {
        for number in 0..<subscribers {
            let subscription = Subscription(
                id: UUID().uuidString.lowercased(), topicName: "bench", transport: .http,
                endpoint: "http://127.0.0.1:\(port)/\(number)", state: .confirmed, createdAt: service.control.clock.now)
            _ = try await service.store.subscribe(subscription, asking: .random(), at: service.control.clock.now)
        }
    }

    private func post(_ count: Int, _ text: String, _ courier: HTTPCourier, to port: Int) async throws {
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<subscribers {
                let parcel = Parcel(
                    transport: .http, endpoint: "http://127.0.0.1:\(port)/\(number)",
                    content: .post(headers: [], body: text + text))
                group.addTask { [subscribers] in
                    for _ in 0..<(count / subscribers) { _ = await courier.carry(parcel) }
                }
            }
        }
    }

    private var residentMegabytes: Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
        return (Int(line.filter(\.isNumber)) ?? 0) / 1024
    }
}
