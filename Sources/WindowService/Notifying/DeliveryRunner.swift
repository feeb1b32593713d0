import Foundation
package import Logging
import Notifications
import ServiceLifecycle
package import WindowStore

/// Delivers what is owed: every subscription by itself and in order, many of them at once.
///
/// A subscription is claimed with a lease, so a process that dies leaves nothing behind but a moment to wait for; and a
/// message is sent before it is recorded as sent, so it may arrive twice, with the same ID, and never not at all.
package struct DeliveryRunner: Service {
    /// How many deliveries are read, and at most recorded, together: what a kill can repeat.
    private static let batch = 16
    /// What was read is trusted this long: then tries are recorded, and it is read again who is owed what.
    private static let longestBatchSeconds = 0.2
    /// Then others have their turn.
    private static let turnSeconds = 1.0
    /// In one transaction.
    private static let mostClaims = 1000
    /// Longer than a try and its record can take.
    private static let leaseSeconds = 120.0
    /// After a try that could not be made, because the store or the key failed.
    private static let retryAfterFailureSeconds = 5.0

    private let control: Control
    private let parcels: ParcelMaker
    private let logger: Logger

    package init(control: Control, logger: Logger) {
        self.control = control
        parcels = ParcelMaker(control: control)
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                let lanes = LanesInService(largestConcurrency: control.settings.notifications.largestConcurrency)
                var hasReleased = false
                await Reconciler(
                    name: "deliveries", nudge: control.nudges.deliveries, clock: control.clock, logger: logger
                ).run {
                    // Links and certificates carry the service's address: nothing is sent before it is known.
                    guard control.origin.url != nil else { return control.clock.now.addingTimeInterval(0.1) }
                    if !hasReleased {
                        try await control.store.releaseAllLanes(at: control.clock.now)
                        hasReleased = true
                    }
                    for kind in LaneKind.allCases {
                        for id in try await claim(kind, room: lanes.room(for: kind)) where lanes.begin(id, kind) {
                            group.addTask {
                                await serve(id)
                                lanes.end(id, kind)
                                control.nudges.deliveries()
                            }
                        }
                    }
                    // Without room, the end of a lane is the nudge.
                    return lanes.isFull ? nil : try await control.store.nextDelivery()
                }
                group.cancelAll()
            }
        }
    }

    /// Serves all that is due now, and returns when that is done: for tests.
    package func pass() async throws(StoreError) {
        while true {
            var ids: [String] = []
            for kind in LaneKind.allCases { ids += try await claim(kind, room: .max) }
            guard !ids.isEmpty else { return }
            await withDiscardingTaskGroup { group in
                for id in ids { group.addTask { await serve(id) } }
            }
        }
    }

    private func claim(_ kind: LaneKind, room: Int) async throws(StoreError) -> [String] {
        guard room > 0 else { return [] }
        return try await control.store.claimLanes(
            kind, at: control.clock.now, until: lease, limit: min(room, Self.mostClaims))
    }

    private var lease: Date { control.clock.now.addingTimeInterval(Self.leaseSeconds) }

    /// Sends to one subscription until nothing is owed, a try has failed, or its turn is over.
    private func serve(_ id: String) async {
        var retryAt: Date?
        let beganAt = control.clock.uptimeSeconds
        do {
            while !Task.isCancelled, retryAt == nil, control.clock.uptimeSeconds - beganAt < Self.turnSeconds {
                guard let lane = try await control.store.lane(id, limit: Self.batch) else { break }
                retryAt = try await send(lane)
            }
        } catch {
            // Cut short by the end of the service: the next start goes on at once.
            if !Task.isCancelled {
                logger.error(
                    "Messages could not be delivered yet; they will be tried again.",
                    metadata: ["subscription": "\(id)", "error": "\(error)"])
                retryAt = control.clock.now.addingTimeInterval(Self.retryAfterFailureSeconds)
            }
        }
        do throws(StoreError) {
            try await control.store.releaseLane(id, until: retryAt, at: control.clock.now)
        } catch {
            // The lease ends by itself.
            logger.error("A claim could not be given back.", metadata: ["subscription": "\(id)", "error": "\(error)"])
        }
    }

    /// - Returns: when the next one may be tried; `nil` for at once.
    private func send(_ lane: DeliveryLane) async throws -> Date? {
        let policy = DeliveryPolicy.effective(of: lane, service: control.settings.notifications)
        let schedule = RetrySchedule(lane.subscription.retryPolicy(under: policy))
        let beganAt = control.clock.uptimeSeconds
        var failingSince = lane.failingSince
        var unrecorded: [DeliveryAttempt] = []
        func record() async throws(StoreError) {
            guard !unrecorded.isEmpty else { return }
            try await control.store.record(unrecorded, renewing: lease)
            unrecorded = []
        }
        for owed in lane.owed {
            let (startedAt, triedAt) = (control.clock.uptimeSeconds, control.clock.now)
            let answer: DeliveryAnswer
            switch try await parcels.parcel(for: owed, in: lane) {
            case .success(let parcel): answer = await control.courier.carry(parcel)
            case .failure(let hopeless): answer = .hopeless(hopeless.why)
            }
            // A try that the end of the service cut short was none.
            if Task.isCancelled, answer.verdict != .delivered { break }
            let now = control.clock.now
            let decision = DeliveryDecision(
                attempt: owed.delivery.attempts + 1, answer: answer, startedAt: triedAt,
                owedSince: owed.delivery.owedSince,
                failingSince: failingSince, schedule: schedule, now: now, jitter: .random(in: 0...1))
            failingSince = decision.failingSince
            unrecorded.append(owed.attempt(answer, decision, at: now))
            report(owed, answer, decision, to: lane.subscription)
            if case .retry(let moment) = decision.outcome {
                try await record()
                return moment
            }
            if let maxReceivesPerSecond = policy.maxReceivesPerSecond {
                let rest = 1 / Double(maxReceivesPerSecond) - (control.clock.uptimeSeconds - startedAt)
                if rest > Self.longestBatchSeconds {
                    try await record()
                    return now.addingTimeInterval(rest)
                }
                // Too short to give the queue back for.
                if rest > 0 { try? await control.clock.sleep(seconds: rest) }
            }
            if Task.isCancelled || control.clock.uptimeSeconds - beganAt >= Self.longestBatchSeconds { break }
        }
        try await record()
        return nil
    }

    private func report(
        _ owed: OwedDelivery, _ answer: DeliveryAnswer, _ decision: DeliveryDecision, to subscription: Subscription
    ) {
        let metadata: Logger.Metadata = [
            "delivery": "\(owed.delivery.id)", "message": "\(owed.delivery.messageID)",
            "subscription": "\(subscription.id)", "topic": "\(subscription.topicName)",
            "attempt": "\(owed.delivery.attempts + 1)", "answer": "\(answer.inWords)",
        ]
        switch decision.outcome {
        case .delivered: logger.debug("A message was delivered.", metadata: metadata)
        case .retry: logger.info("A message was not delivered; it will be tried again.", metadata: metadata)
        case .dead: logger.warning("A message was given up; it is a dead letter now.", metadata: metadata)
        }
    }
}

extension Subscription {
    /// SNS's delivery policies are those of HTTP; mail has one of its own.
    fileprivate func retryPolicy(under policy: DeliveryPolicy) -> RetryPolicy {
        switch transport {
        case .http, .https: policy.retry ?? .standard
        case .email, .emailJSON: .mail
        }
    }
}

extension OwedDelivery {
    private static let mostAnswerCharacters = 500

    fileprivate func attempt(_ answer: DeliveryAnswer, _ decision: DeliveryDecision, at now: Date) -> DeliveryAttempt {
        let state: Delivery.State =
            switch decision.outcome {
            case .delivered: .delivered
            case .retry: .owed
            case .dead: .dead
            }
        return DeliveryAttempt(
            deliveryID: delivery.id, subscriptionID: delivery.subscriptionID, state: state,
            answer: String(answer.inWords.prefix(Self.mostAnswerCharacters)), at: now,
            failingSince: decision.failingSince)
    }
}
