import Foundation
import Testing

@testable import Notifications

struct RetryScheduleTests {
    private static let now = Date(timeIntervalSince1970: 1_795_313_700)

    private static func delays(_ policy: RetryPolicy, answer: DeliveryAnswer = .status(503)) -> [Double] {
        var delays: [Double] = []
        while let next = RetrySchedule(policy).next(afterAttempt: delays.count + 1, answer: answer, now: now) {
            delays.append(next.timeIntervalSince(now))
        }
        return delays
    }

    @Test func `by default a message is retried three times, 20 seconds apart`() {
        #expect(Self.delays(.standard) == [20, 20, 20])
    }

    @Test func `the guide's sample makes 50 retries in its four phases`() throws {
        let policy = try #require(
            DeliveryPolicy(
                subscriptionJSON: """
                    {"healthyRetryPolicy": {"minDelayTarget": 1, "maxDelayTarget": 60, "numRetries": 50,
                     "numNoDelayRetries": 3, "numMinDelayRetries": 2, "numMaxDelayRetries": 35,
                     "backoffFunction": "exponential"}, "throttlePolicy": {"maxReceivesPerSecond": 10}}
                    """
            ).retry)
        let delays = Self.delays(policy)
        #expect(delays.count == 50)
        #expect(delays[0..<5] == [0, 0, 0, 1, 1])
        #expect(delays[5] == 1)
        #expect(abs(delays[14] - 60) < 1e-9)
        #expect(delays[15...].allSatisfy { $0 == 60 })
        #expect(zip(delays[5..<15], delays[6..<15]).allSatisfy { $0 < $1 })
    }

    @Test func `mail is tried for more than six hours`() {
        let delays = Self.delays(.mail)
        #expect(delays.count == 50)
        #expect(delays.reduce(0, +) > 6 * 3600)
    }

    @Test(arguments: [
        (RetryPolicy.Backoff.linear, [5.0, 33, 62, 90, 118, 147, 175, 203, 232, 260]),
        (.arithmetic, [5, 11, 22, 39, 62, 90, 124, 164, 209, 260]),
        (.geometric, [5, 8, 12, 19, 29, 45, 70, 108, 168, 260]),
        (.exponential, [5, 5, 6, 8, 12, 20, 36, 68, 132, 260]),
    ])
    func `the guide's graph: 10 retries from 5 to 260 seconds`(backoff: RetryPolicy.Backoff, rounded: [Double]) {
        let policy = RetryPolicy(
            minDelaySeconds: 5, maxDelaySeconds: 260, retries: 10, retriesWithoutDelay: 0, retriesAtMinDelay: 0,
            retriesAtMaxDelay: 0, backoff: backoff)
        #expect(Self.delays(policy).map { $0.rounded() } == rounded)
    }

    @Test func `every policy that is allowed keeps its promises`() {
        var generator = SeededGenerator(seed: 20_261_122)
        for _ in 0..<2000 {
            let least = Int.random(in: 1...3600, using: &generator)
            var left = Int.random(in: 0...100, using: &generator)
            let all = left
            func share() -> Int {
                let part = Int.random(in: 0...left, using: &generator)
                left -= part
                return part
            }
            let policy = RetryPolicy(
                minDelaySeconds: least, maxDelaySeconds: Int.random(in: least...3600, using: &generator), retries: all,
                retriesWithoutDelay: share(), retriesAtMinDelay: share(), retriesAtMaxDelay: share(),
                backoff: RetryPolicy.Backoff.allCases.randomElement(using: &generator) ?? .linear)
            let delays = Self.delays(policy)
            #expect(delays.count == all, "\(policy)")
            #expect(zip(delays, delays.dropFirst()).allSatisfy { $0 <= $1 + 1e-6 }, "\(policy)")
            #expect(
                delays.dropFirst(policy.retriesWithoutDelay).allSatisfy {
                    $0 >= Double(least) - 1e-6 && $0 <= Double(policy.maxDelaySeconds) + 1e-6
                }, "\(policy)")
        }
    }

    @Test(arguments: [
        (DeliveryAnswer.status(200), DeliveryAnswer.Verdict.delivered), (.status(204), .delivered),
        (.status(100), .temporary), (.status(302), .temporary), (.status(400), .permanent), (.status(401), .permanent),
        (.status(404), .permanent), (.status(410), .permanent), (.status(408), .temporary), (.status(425), .temporary),
        (.status(429), .temporary), (.status(500), .temporary), (.status(503), .temporary), (.status(0), .temporary),
        (.failure("connection refused"), .temporary), (.hopeless("no such user"), .permanent),
        (.accepted("taken by sendmail"), .delivered),
    ])
    func `an answer is a delivery, worth another try, or final`(answer: DeliveryAnswer, verdict: DeliveryAnswer.Verdict)
    {
        #expect(answer.verdict == verdict)
        let next = RetrySchedule(.standard).next(afterAttempt: 1, answer: answer, now: Self.now)
        #expect((next != nil) == (verdict == .temporary))
    }

    @Test(arguments: [
        ("120", 120), ("5", 20), ("0", 20), ("-5", 20), ("999999", 3600), (String(repeating: "9", count: 500), 3600),
        ("Sun, 22 Nov 2026 02:17:00 GMT", 120), ("Sun, 22 Nov 2020 02:17:00 GMT", 20),
        ("Sun, 22 Nov 2099 02:17:00 GMT", 3600), ("soon", 20), ("", 20), (" 120 ", 120), ("1e3", 20), ("٣٠٠", 20),
    ])
    func `a receiver may ask for more time, not for less, and not for ever`(header: String, seconds: Double) {
        let next = RetrySchedule(.standard).next(
            afterAttempt: 1, answer: .status(503, retryAfter: header), now: Self.now)
        #expect(next == Self.now.addingTimeInterval(seconds))
    }

    @Test func `asking for more time uses up a try all the same`() {
        #expect(Self.delays(.standard, answer: .status(429, retryAfter: "60")) == [60, 60, 60])
    }

    @Test func `jitter stretches a delay by up to a tenth`() {
        func delay(_ jitter: Double) -> Double? {
            RetrySchedule(.standard).next(afterAttempt: 1, answer: .failure("x"), now: Self.now, jitter: jitter)?
                .timeIntervalSince(Self.now)
        }
        #expect(delay(0) == 20)
        #expect(delay(0.5) == 21)
        #expect(delay(1) == 22)
        #expect(delay(99) == 22)
        #expect(delay(-1) == 20)
    }

    @Test func `without retries the first failure is the last`() {
        var policy = RetryPolicy.standard
        policy.retries = 0
        #expect(Self.delays(policy) == [])
        #expect(policy.phase(ofRetry: 1) == nil)
        #expect(RetryPolicy.standard.phase(ofRetry: 0) == nil)
        #expect(RetryPolicy.standard.phase(ofRetry: .max) == nil)
    }
}

/// SplitMix64, so that a failure can be run again.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
