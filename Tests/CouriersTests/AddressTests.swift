import Foundation
import Notifications
import Synchronization
import Testing

@testable import Couriers

/// A connection is made to an address that was judged, and to no other.
@Suite(.timeLimit(.minutes(2))) struct AddressTests {
    @Test(arguments: [
        ("http://169.254.169.254/latest/meta-data/", "169.254.169.254 is a cloud's metadata address."),
        ("http://0xa9fea9fe/", "0xa9fea9fe is a cloud's metadata address."),
        ("http://[fe80::1]/", "[fe80::1] is a link-local address."),
    ])
    func `a forbidden address is hopeless`(endpoint: String, reason: String) async throws {
        try await HTTPCourier.working { courier in
            let answer = await courier.carry(.post(to: endpoint))
            #expect(answer == .hopeless("the endpoint may not be sent to: \(reason)"))
        }
    }

    @Test(arguments: ["", "hook", "file:///etc/passwd", "ftp://example.com/", "http://", "http://a b/"])
    func `what is no URL is hopeless`(endpoint: String) async throws {
        try await HTTPCourier.working { courier in
            #expect(await courier.carry(.post(to: endpoint)).verdict == .permanent)
        }
    }

    @Test(arguments: ["169.254.169.254", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "fd00:ec2::254"])
    func `a name for the metadata address leads nowhere`(address: String) async throws {
        try await HTTPCourier.working(lookup: names(["hooks.example": [address]])) { courier in
            let why = try #require(await courier.carry(.post(to: "http://hooks.example/")).failure)
            #expect(why.hasPrefix("hooks.example leads to "))
            #expect(why.hasSuffix(", which is a cloud's metadata address and may not be connected to"))
        }
    }

    @Test func `the rules are asked of what a name leads to`() async throws {
        try await Receiver.serve(.always(.answer(200))) { receiver in
            let rules = EndpointRules(allowed: [.global])
            try await HTTPCourier.working(rules: rules, lookup: names(["hooks.example": ["127.0.0.1"]])) { courier in
                let answer = await courier.carry(.post(to: "http://hooks.example:\(receiver.port)/"))
                #expect(
                    answer.failure
                        == "hooks.example leads to 127.0.0.1, which is a loopback address and may not be connected to")
            }
            #expect(receiver.state.connections == 0)
        }
    }

    @Test func `forbidden addresses among others are left out`() async throws {
        try await Receiver.serve(.always(.answer(200))) { receiver in
            let lookup = names(["hooks.example": ["169.254.169.254", "127.0.0.1"]])
            try await HTTPCourier.working(lookup: lookup) { courier in
                let answer = await courier.carry(.post(to: "http://hooks.example:\(receiver.port)/"))
                #expect(answer == .status(200))
            }
        }
    }

    @Test func `a name that changes its address is judged anew, and asked for once a try`() async throws {
        try await Receiver.serve(.always(.answer(200))) { receiver in
            let asked = Mutex(0)
            let lookup: Lookup = { _ in
                let number = asked.withLock {
                    $0 += 1
                    return $0
                }
                return .success([IPAddress(number == 1 ? "127.0.0.1" : "169.254.169.254")].compactMap { $0 })
            }
            try await HTTPCourier.working(lookup: lookup) { courier in
                let parcel = Parcel.post(to: "http://hooks.example:\(receiver.port)/")
                #expect(await courier.carry(parcel) == .status(200))
                #expect(asked.withLock { $0 } == 1)
                // Although a connection to the first address is still open.
                #expect(await courier.carry(parcel).failure?.contains("169.254.169.254") == true)
                #expect(asked.withLock { $0 } == 2)
            }
            #expect(receiver.state.requests.count == 1)
        }
    }

    @Test func `the next address is tried where the first does not connect`() async throws {
        try await Receiver.serve(.always(.answer(200))) { receiver in
            let lookup = names(["hooks.example": ["::1", "127.0.0.2", "127.0.0.1"]])
            try await HTTPCourier.working(lookup: lookup) { courier in
                for _ in 1...3 {
                    let answer = await courier.carry(.post(to: "http://hooks.example:\(receiver.port)/"))
                    #expect(answer == .status(200))
                }
            }
            #expect(receiver.state.connections == 1)
        }
    }

    @Test func `no address is tried after one that has heard the message`() async throws {
        try await Receiver.serve(.always(.close)) { receiver in
            let lookup = names(["hooks.example": ["127.0.0.1", "127.0.0.2"]])
            try await HTTPCourier.working(lookup: lookup) { courier in
                let answer = await courier.carry(.post(to: "http://hooks.example:\(receiver.port)/"))
                #expect(
                    answer == .failure("127.0.0.1:\(receiver.port) closed the connection without an answer"))
            }
        }
    }

    @Test func `refused connections are told address by address`() async throws {
        let port = try await Receiver.serve(.always(.hang)) { $0.port }
        let lookup = names(["hooks.example": ["127.0.0.1", "127.0.0.2"]])
        try await HTTPCourier.working(lookup: lookup) { courier in
            let answer = await courier.carry(.post(to: "http://hooks.example:\(port)/"))
            #expect(
                answer == .failure("connection refused by 127.0.0.1:\(port); connection refused by 127.0.0.2:\(port)"))
        }
    }

    @Test func `a name nobody knows is a failure with a reason`() async throws {
        try await HTTPCourier.working(lookup: names([:])) { courier in
            let answer = await courier.carry(.post(to: "http://hooks.example/"))
            #expect(answer == .failure("hooks.example could not be looked up: unknown name"))
        }
    }

    @Test func `a name without addresses is a failure`() async throws {
        try await HTTPCourier.working(lookup: names(["hooks.example": []])) { courier in
            #expect(await courier.carry(.post(to: "http://hooks.example/")) == .failure("hooks.example has no address"))
        }
    }

    @Test func `a resolver that hangs is given up in time`() async throws {
        let lookup: Lookup = { _ in
            // Until it is cancelled.
            for await _ in AsyncStream<Void>(unfolding: { try? await ContinuousClock().sleep(for: .seconds(600)) }) {}
            return .success([])
        }
        try await HTTPCourier.working(connectLimit: .milliseconds(200), lookup: lookup) { courier in
            let answer = await courier.carry(.post(to: "http://hooks.example/"))
            #expect(answer == .failure("hooks.example could not be looked up within 0.2 s"))
        }
    }

    @Test func `the host's resolver knows localhost and its numbers`() async throws {
        let resolver = SystemResolver()
        let local = try await resolver.addresses(of: "localhost").get()
        #expect(local.contains { $0.kind == .loopback })
        #expect(local.allSatisfy { $0.kind == .loopback })
        let spelled = try await resolver.addresses(of: "0x7f.1").get()
        let loopback = try #require(IPAddress("127.0.0.1"))
        #expect(spelled == [loopback])
    }

    @Test func `many ask for one name and all are told`() async throws {
        let resolver = SystemResolver()
        let answers = await withTaskGroup(of: Bool.self) { group in
            for _ in 1...100 {
                group.addTask { (try? await resolver.addresses(of: "localhost").get())?.isEmpty == false }
            }
            return await group.reduce(into: [Bool]()) { $0.append($1) }
        }
        #expect(answers == Array(repeating: true, count: 100))
    }

    @Test func `an address in another spelling is connected to`() async throws {
        try await Receiver.serve(.always(.answer(200))) { receiver in
            try await HTTPCourier.working { courier in
                for host in ["2130706433", "0x7f.1", "127.1", "localhost", "LocalHost"] {
                    let answer = await courier.carry(.post(to: "http://\(host):\(receiver.port)/"))
                    #expect(answer == .status(200), "\(host)")
                }
            }
        }
    }
}
