import Foundation
import Testing

@testable import Notifications

@Suite struct DeliveryDecisionTests {
    private static let noon = Date(timeIntervalSince1970: 1_795_348_800)
    private static let gone = DeliveryAnswer.failure("nobody there")

    private func decide(
        attempt: Int = 1, _ answer: DeliveryAnswer, at seconds: Double, tookSeconds: Double = 0, owedSince: Double = 0,
        failingSince: Double? = nil, policy: RetryPolicy = .standard
    ) -> DeliveryDecision {
        let now = Self.noon.addingTimeInterval(seconds)
        return DeliveryDecision(
            attempt: attempt, answer: answer, startedAt: now.addingTimeInterval(-tookSeconds),
            owedSince: Self.noon.addingTimeInterval(owedSince),
            failingSince: failingSince.map(Self.noon.addingTimeInterval), schedule: RetrySchedule(policy), now: now)
    }

    @Test func `a first failure begins the time of failing and leaves the whole policy`() {
        let decision = decide(Self.gone, at: 100)
        #expect(decision.outcome == .retry(at: Self.noon.addingTimeInterval(120)))
        #expect(decision.failingSince == Self.noon.addingTimeInterval(100))
    }

    @Test func `what waited behind failures for the policy's time has one try`() {
        #expect(decide(Self.gone, at: 160, failingSince: 100).outcome == .dead)
        #expect(decide(Self.gone, at: 159, failingSince: 100).outcome != .dead)
        // It was not there yet when the failures began.
        #expect(decide(Self.gone, at: 160, owedSince: 150, failingSince: 100).outcome != .dead)
    }

    @Test func `the try itself is no waiting`() {
        var policy = RetryPolicy.standard
        policy.retriesWithoutDelay = 3
        let decision = decide(Self.gone, at: 15, tookSeconds: 15, failingSince: 0, policy: policy)
        #expect(decision.outcome == .retry(at: Self.noon.addingTimeInterval(15)))
    }

    @Test func `an answer of any kind ends the failing, and a refusal is final`() {
        #expect(decide(.status(200), at: 500, failingSince: 0) == decide(.status(204), at: 500))
        let refused = decide(.status(403), at: 500, failingSince: 0)
        #expect(refused.outcome == .dead)
        #expect(refused.failingSince == nil)
    }

    @Test func `the last try of a policy ends in a dead letter`() {
        #expect(decide(attempt: 4, Self.gone, at: 60, failingSince: 0).outcome == .dead)
        #expect(RetryPolicy.standard.totalDelaySeconds == 60)
    }
}
