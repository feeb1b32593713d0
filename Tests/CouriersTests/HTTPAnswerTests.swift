import Notifications
import Testing

@testable import Couriers

/// What receivers answer, and what the courier makes of it.
@Suite(.timeLimit(.minutes(2))) struct HTTPAnswerTests {
    @Test(arguments: [200, 204, 301, 302, 308, 400, 404, 410, 500, 503])
    func `the status is the answer`(status: Int) async throws {
        try await Receiver.serve(.always(.answer(status, body: status == 204 ? "" : "words"))) { receiver in
            try await HTTPCourier.working { courier in
                let answer = await courier.carry(.post(to: "http://127.0.0.1:\(receiver.port)/hook"))
                #expect(answer == .status(status))
            }
        }
    }

    @Test func `when to come again is handed on as it came`() async throws {
        try await Receiver.serve(.always(.answer(429, "Retry-After: 120"))) { receiver in
            try await HTTPCourier.working { courier in
                let answer = await courier.carry(.post(to: "http://127.0.0.1:\(receiver.port)/"))
                #expect(answer == .status(429, retryAfter: "120"))
            }
        }
    }

    @Test func `the request is the parcel and names the host`() async throws {
        try await Receiver.serve(.always(.answer(200))) { receiver in
            try await HTTPCourier.working(lookup: names(["hooks.example": ["127.0.0.1"]])) { courier in
                let parcel = Parcel.post(
                    to: "http://hooks.example:\(receiver.port)/a%20b?c=d%2Fe",
                    headers: [.init(name: "x-amz-sns-message-type", value: "Notification")], body: "grüß dich")
                #expect(await courier.carry(parcel) == .status(200))
            }
            let request = try #require(receiver.state.requests.first)
            #expect(request.hasPrefix("POST /a%20b?c=d%2Fe HTTP/1.1\r\n"))
            #expect(request.lowercased().contains("\r\nhost: hooks.example:\(receiver.port)\r\n"))
            #expect(request.contains("\r\nx-amz-sns-message-type: Notification\r\n"))
            #expect(request.contains("\r\nContent-Type: text/plain; charset=UTF-8\r\n"))
            #expect(request.lowercased().contains("\r\ncontent-length: \("grüß dich".utf8.count)\r\n"))
            #expect(request.hasSuffix("\r\n\r\ngrüß dich"))
        }
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func `a redirect is not followed`(status: Int) async throws {
        try await Receiver.serve(.always(.answer(200))) { other in
            let location = "Location: http://127.0.0.1:\(other.port)/"
            try await Receiver.serve(.always(.answer(status, location))) { receiver in
                try await HTTPCourier.working { courier in
                    let answer = await courier.carry(.post(to: "http://127.0.0.1:\(receiver.port)/"))
                    #expect(answer == .status(status))
                    #expect(answer.verdict == .temporary)
                }
                #expect(receiver.state.requests.count == 1)
            }
            #expect(other.state.connections == 0)
        }
    }

    @Test func `one message after another goes over the same connection`() async throws {
        try await Receiver.serve(Receiver.Script { .answer($0.isMultiple(of: 3) ? 500 : 200) }) { receiver in
            try await HTTPCourier.working { courier in
                for number in 1...20 {
                    let answer = await courier.carry(.post(to: "http://127.0.0.1:\(receiver.port)/\(number)"))
                    #expect(answer == .status(number.isMultiple(of: 3) ? 500 : 200))
                }
            }
            #expect(receiver.state.requests.count == 20)
            #expect(receiver.state.connections == 1)
        }
    }

    @Test func `a kept connection that was closed meanwhile is no failure`() async throws {
        let closing = Receiver.Deed.sayAndClose("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        try await Receiver.serve(.always(closing)) { receiver in
            try await HTTPCourier.working { courier in
                for _ in 1...20 {
                    let answer = await courier.carry(.post(to: "http://127.0.0.1:\(receiver.port)/"))
                    #expect(answer == .status(200))
                    await receiver.isLeft()
                }
            }
            #expect(receiver.state.connections == 20)
            #expect(receiver.state.requests.count == 20)
        }
    }

    @Test func `a kept connection that ends without a word is replaced once`() async throws {
        let script = Receiver.Script { $0.isMultiple(of: 2) ? .close : .answer(200) }
        try await Receiver.serve(script) { receiver in
            try await HTTPCourier.working { courier in
                for _ in 1...10 {
                    let answer = await courier.carry(.post(to: "http://127.0.0.1:\(receiver.port)/"))
                    #expect(answer == .status(200))
                }
            }
            #expect(receiver.state.connections == 10)
            #expect(receiver.state.requests.count == 19)
        }
    }

    @Test func `a kept connection that breaks off its answer is a failure`() async throws {
        let broken = Receiver.Deed.sayAndClose("HTTP/1.1 200")
        try await Receiver.serve(Receiver.Script { $0 == 2 ? broken : .answer(200) }) { receiver in
            try await HTTPCourier.working { courier in
                let parcel = Parcel.post(to: "http://127.0.0.1:\(receiver.port)/")
                #expect(await courier.carry(parcel) == .status(200))
                #expect(
                    await courier.carry(parcel).failure?.hasSuffix("closed the connection without an answer") == true)
                #expect(await courier.carry(parcel) == .status(200))
            }
            #expect(receiver.state.requests.count == 3)
        }
    }

    @Test func `a large message arrives whole`() async throws {
        let body = String(repeating: "0123456789abcdef", count: 16_384)
        try await Receiver.serve(.always(.answer(200))) { receiver in
            try await HTTPCourier.working { courier in
                let answer = await courier.carry(.post(to: "http://127.0.0.1:\(receiver.port)/", body: body))
                #expect(answer == .status(200))
            }
            #expect(receiver.state.requests.first?.hasSuffix("\r\n\r\n\(body)") == true)
        }
    }

    @Test func `what cannot be sent is hopeless`() async throws {
        try await Receiver.serve(.always(.answer(200))) { receiver in
            try await HTTPCourier.working { courier in
                let forged = Parcel.post(
                    to: "http://127.0.0.1:\(receiver.port)/", headers: [.init(name: "X-A", value: "b\r\nX-C: d")])
                let answer = await courier.carry(forged)
                #expect(answer == .hopeless("the message cannot be sent: a header contains a control character"))
            }
            #expect(receiver.state.requests.isEmpty)
        }
    }

    @Test func `after the shutdown nothing is carried`() async throws {
        try await Receiver.serve(.always(.answer(200))) { receiver in
            let courier = try HTTPCourier()
            let parcel = Parcel.post(to: "http://127.0.0.1:\(receiver.port)/")
            #expect(await courier.carry(parcel) == .status(200))
            await courier.shutdown()
            #expect(await courier.carry(parcel) == .failure("the service stopped before an answer"))
            await receiver.isLeft()
            #expect(receiver.state.requests.count == 1)
        }
    }
}
