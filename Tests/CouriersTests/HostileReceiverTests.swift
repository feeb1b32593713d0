import Notifications
import Testing

@testable import Couriers

/// Receivers are strangers: none may hold the courier up, fill its memory or end the process.
@Suite(.serialized, .timeLimit(.minutes(2))) struct HostileReceiverTests {
    private static let limit = Duration.milliseconds(300)
    /// What a receiver can get rid of although nobody reads it: the buffers of two sockets, with room to spare.
    private static let mostBuffered = 32 << 20

    private func carry(
        to receiver: Receiver, limit: Duration = .seconds(20), times: Int = 1
    ) async throws -> [DeliveryAnswer] {
        try await HTTPCourier.working(timeLimit: limit) { courier in
            var answers: [DeliveryAnswer] = []
            for _ in 1...times {
                answers.append(await courier.carry(.post(to: "http://127.0.0.1:\(receiver.port)/")))
            }
            return answers
        }
    }

    @Test(arguments: [
        Receiver.Deed.hang, .say("HTTP/1.1 200 OK\r\nContent-Le"), .drip("HTTP/1.1 200 OK"),
        .say("HTTP/1.1 102 Processing\r\n\r\n"),
    ])
    func `whoever does not answer is given up in time`(deed: Receiver.Deed) async throws {
        try await Receiver.serve(.always(deed)) { receiver in
            let answers = try await carry(to: receiver, limit: Self.limit)
            #expect(answers == [.failure("no answer within 0.3 s")])
            await receiver.isLeft()
        }
    }

    @Test(arguments: [
        Receiver.Deed.say("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nthat is all"),
        .say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel"), .say("HTTP/1.1 200 OK\r\n\r\n"),
        .sayAndClose("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nthat is all"),
    ])
    func `an answer counts although its body never ends`(deed: Receiver.Deed) async throws {
        try await Receiver.serve(.always(deed)) { receiver in
            let answers = try await carry(to: receiver, times: 2)
            #expect(answers == [.status(200), .status(200)])
            await receiver.isLeft()
            #expect(receiver.state.connections == 2)
        }
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 404 Not Found\r\nContent-Length: 1073741824\r\n\r\n",
    ])
    func `a body of a gigabyte is not read`(head: String) async throws {
        try await Receiver.serve(.always(.sayEndlessly(head, then: "x"))) { receiver in
            let answers = try await carry(to: receiver)
            #expect(answers == [.status(head.contains("404") ? 404 : 200)])
            await receiver.isLeft()
            #expect(receiver.state.writtenBytes < Self.mostBuffered)
        }
    }

    @Test(arguments: ["A: b\r\n", "x", " "])
    func `headers without end are not read`(text: String) async throws {
        try await Receiver.serve(.always(.sayEndlessly("HTTP/1.1 200 OK\r\n", then: text))) { receiver in
            let answers = try await carry(to: receiver)
            #expect(answers == [.failure("127.0.0.1:\(receiver.port) answered with endless headers")])
            await receiver.isLeft()
            #expect(receiver.state.writtenBytes < Self.mostBuffered)
        }
    }

    @Test func `“100 Continue” without end is not read`() async throws {
        let line = "HTTP/1.1 100 Continue\r\n\r\n"
        try await Receiver.serve(.always(.sayEndlessly(line, then: line))) { receiver in
            let answers = try await carry(to: receiver)
            #expect(answers == [.failure("127.0.0.1:\(receiver.port) answered with endless headers")])
            await receiver.isLeft()
            #expect(receiver.state.writtenBytes < Self.mostBuffered)
        }
    }

    @Test(arguments: [Receiver.Deed.close, .sayAndClose("HTTP/1.1 200")])
    func `whoever closes instead of answering is tried once`(deed: Receiver.Deed) async throws {
        try await Receiver.serve(.always(deed)) { receiver in
            let answers = try await carry(to: receiver)
            #expect(answers == [.failure("127.0.0.1:\(receiver.port) closed the connection without an answer")])
            #expect(receiver.state.requests.count == 1)
        }
    }

    @Test(arguments: [
        "gibberish\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "HTTP/3.0 200 OK\r\n\r\n",
        "HTTP/1.1 -1 No\r\n\r\n", "\0\0\0\0\0\0\0\0\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n",
    ])
    func `what is not HTTP is said to be so`(text: String) async throws {
        try await Receiver.serve(.always(.sayAndClose(text))) { receiver in
            for answer in try await carry(to: receiver, times: 2) {
                #expect(answer == .failure("127.0.0.1:\(receiver.port) answered something that is not HTTP"))
            }
        }
    }

    /// An answer of 101 that nobody asked for ends the process in a common library for HTTP.
    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok and then some",
        "HTTP/1.1 204 No\r\n\r\nHTTP/1.1 100 Go\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n\u{1}\u{2}\u{3}",
        "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello", "HTTP/1.1 304 Same\r\nContent-Length: 5\r\n\r\n",
        "HTTP/1.1 103 Early\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "HTTP/1.0 200 OK\r\n\r\nold",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: b\r\n\r\n", "HTTP/1.1 000 Nil\r\n\r\n",
        "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nbye", "HTTP/1.1 200\r\n\r\n", "\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\nContent-Length: 0\n\n", "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 200 OK\r\n: empty\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 101 Up\r\n\r\n", "HTTP/1.1 103 Early\r\n\r\n",
    ])
    func `odd answers end neither the process nor the next try`(text: String) async throws {
        for isClosed in [true, false] {
            let deed: Receiver.Deed = isClosed ? .sayAndClose(text) : .say(text)
            try await Receiver.serve(Receiver.Script { $0 <= 3 ? deed : .answer(200, "Retry-After: 1") }) { receiver in
                try await HTTPCourier.working(timeLimit: Self.limit) { courier in
                    let parcel = Parcel.post(to: "http://127.0.0.1:\(receiver.port)/")
                    var answers: [DeliveryAnswer] = []
                    // What was left on a connection may spoil another try.
                    for _ in 1...8 where answers.last != .status(200, retryAfter: "1") {
                        answers.append(await courier.carry(parcel))
                    }
                    #expect(answers.last == .status(200, retryAfter: "1"), "\(answers)")
                }
            }
        }
    }

    @Test func `whoever speaks before being asked is taken at its word or not at all`() async throws {
        let greeting = "HTTP/1.1 201 Made\r\nContent-Length: 0\r\n\r\n"
        try await Receiver.serve(.always(.answer(200)), greeting: greeting + greeting) { receiver in
            for answer in try await carry(to: receiver, times: 5) {
                #expect(answer == .status(201) || answer.failure != nil, "\(answer)")
            }
        }
    }

    @Test func `fifty receivers that hang delay nobody`() async throws {
        try await Receiver.serve(.always(.hang)) { hanging in
            try await Receiver.serve(.always(.answer(200))) { good in
                try await HTTPCourier.working { courier in
                    await withTaskGroup(of: DeliveryAnswer.self) { group in
                        for number in 1...50 {
                            let parcel = Parcel.post(to: "http://127.0.0.1:\(hanging.port)/\(number)")
                            group.addTask { await courier.carry(parcel) }
                        }
                        // All are under way before the good one is asked.
                        while hanging.state.requests.count < 50 { await Task.yield() }
                        group.addTask { await courier.carry(.post(to: "http://127.0.0.1:\(good.port)/")) }
                        #expect(await group.next() == .status(200))
                        group.cancelAll()
                        for await answer in group {
                            #expect(answer == .failure("the service stopped before an answer"))
                        }
                    }
                }
                await hanging.isLeft()
            }
        }
    }
}
