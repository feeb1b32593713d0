package import Notifications
import Synchronization

/// A courier that goes nowhere: it remembers what it was given and answers as it was told.
package final class ScriptedCourier: Courier {
    private struct State {
        var carried: [Parcel] = []
        var answers: [String: [DeliveryAnswer]] = [:]
        var held: Set<String> = []
        var waiting: [String: [CheckedContinuation<Void, Never>]] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    /// All parcels, in the order in which they were handed over.
    package var carried: [Parcel] { state.withLock(\.carried) }

    /// The bodies that an endpoint was sent.
    package func bodies(to endpoint: String) -> [String] {
        carried.filter { $0.endpoint == endpoint }.map { parcel in
            switch parcel.content {
            case .post(_, let body): body
            case .mail(let message, _): message.source
            }
        }
    }

    /// The next answers of an endpoint; after them it takes everything.
    package func answer(_ endpoint: String, _ answers: DeliveryAnswer...) {
        state.withLock { $0.answers[endpoint, default: []] += answers }
    }

    package func answer(_ endpoint: String, _ answer: DeliveryAnswer, times: Int) {
        state.withLock { $0.answers[endpoint, default: []] += Array(repeating: answer, count: times) }
    }

    /// Lets an endpoint hang until ``release(_:)``.
    package func hold(_ endpoint: String) { state.withLock { _ = $0.held.insert(endpoint) } }

    package func release(_ endpoint: String) {
        let waiting = state.withLock { state in
            state.held.remove(endpoint)
            return state.waiting.removeValue(forKey: endpoint) ?? []
        }
        for continuation in waiting { continuation.resume() }
    }

    package func carry(_ parcel: Parcel) async -> DeliveryAnswer {
        state.withLock { $0.carried.append(parcel) }
        await withCheckedContinuation { continuation in
            let isHeld = state.withLock { state in
                guard state.held.contains(parcel.endpoint) else { return false }
                state.waiting[parcel.endpoint, default: []].append(continuation)
                return true
            }
            if !isHeld { continuation.resume() }
        }
        return state.withLock { state in
            guard var answers = state.answers[parcel.endpoint], !answers.isEmpty else { return .status(200) }
            let answer = answers.removeFirst()
            state.answers[parcel.endpoint] = answers
            return answer
        }
    }
}
