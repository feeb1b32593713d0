import Foundation

/// What the runner has said about one work so far, over all the sessions it took to hear it.
///
/// The node is not trusted to keep to what it was asked: no more is kept than was asked for, and numbers are checked.
struct WorkAnswer {
    private let limit: Int
    private(set) var output: [UInt8] = []
    private(set) var error: [UInt8] = []
    /// The work has a claim on the node: from now on it must never be started for want of one.
    private(set) var isClaimed = false
    /// Somebody else, or an earlier session, had claimed it when we first heard of it.
    private(set) var wasAttached = false
    /// This session got as far as the claim.
    private(set) var isFollowing = false
    private(set) var refusal: RunnerRefusal?
    private var ending: Ending?

    private struct Ending {
        let outcome: NodeWorkOutcome
        let bootID: String
        let startedSecondsAgo: Double?
        let endedSecondsAgo: Double?
    }

    /// - Parameter limit: how many bytes of each stream are wanted.
    init(limit: Int) { self.limit = limit }

    mutating func beginSession() { isFollowing = false }

    /// Bytes of a data frame are appended: the session was asked to begin where the last one stopped.
    mutating func take(_ frame: RunnerFrame) {
        switch frame {
        case .bytes("out", let bytes): output.append(contentsOf: bytes.prefix(limit + 1 - output.count))
        case .bytes("err", let bytes): error.append(contentsOf: bytes.prefix(limit + 1 - error.count))
        case .bytes, .end: break
        case .line(let words):
            switch words.first {
            case "claimed":
                if !isClaimed { wasAttached = words.dropFirst().first == "1" }
                isClaimed = true
                isFollowing = true
            case "done": ending = Self.ending(words)
            case "error": refusal = RunnerRefusal(words)
            default: break
            }
        }
    }

    /// - Parameter now: this host's clock when the last frame came.
    func report(now: Date) -> NodeWorkReport? {
        guard let ending else { return nil }
        let started = ending.startedSecondsAgo.map { now.addingTimeInterval(-$0) }
        return NodeWorkReport(
            outcome: ending.outcome, standardOutput: Self.text(output, limit), standardError: Self.text(error, limit),
            isStandardOutputTruncated: output.count > limit, isStandardErrorTruncated: error.count > limit,
            bootID: ending.bootID, startedAt: started,
            endedAt: ending.endedSecondsAgo.map { now.addingTimeInterval(-$0) }, wasAttached: wasAttached)
    }

    /// A cut inside a character leaves no half of it behind; other bytes that are not UTF-8 are repaired.
    private static func text(_ bytes: [UInt8], _ limit: Int) -> String {
        guard bytes.count > limit else { return String(decoding: bytes, as: UTF8.self) }
        var end = limit
        while end > 0, limit - end < 3, bytes[end] & 0b1100_0000 == 0b1000_0000 { end -= 1 }
        return String(decoding: bytes[..<end], as: UTF8.self)
    }

    /// `done KIND CODE BOOT STARTED ENDED NOW`, times in seconds on a clock of the node's, `-` where unknown.
    private static func ending(_ words: [String]) -> Ending? {
        guard words.count >= 7, let code = Int(words[2]), (0...255).contains(code), let now = Double(words[6]) else {
            return nil
        }
        let outcome: NodeWorkOutcome
        switch words[1] {
        case "exited": outcome = .exited(code)
        case "timedout": outcome = .timedOut
        case "cancelled": outcome = .cancelled
        case "interrupted": outcome = .interruptedByReboot
        case "lost": outcome = .lost(reasonLost(code))
        default: return nil
        }
        func ago(_ word: String) -> Double? {
            guard let then = Double(word), (0...Self.longestWork).contains(now - then) else { return nil }
            return now - then
        }
        return Ending(
            outcome: outcome, bootID: words[3], startedSecondsAgo: ago(words[4]), endedSecondsAgo: ago(words[5]))
    }

    /// In seconds; no result is waited for or kept that long.
    private static let longestWork = 366.0 * 86_400

    private static func reasonLost(_ code: Int) -> String {
        switch code {
        case 1:
            "The process that watched the work on the node vanished, so its exit status is unknown; what was left of the work was killed."
        case 2: "The work was claimed on the node but did not start in time."
        case 3: "The node was told earlier that this work is over and may be forgotten, so it did not start it again."
        case 4: "The work had been started, but the node has no trace of it any more; its spool directory was emptied."
        default: "The node does not know how the work ended."
        }
    }
}

/// The runner could not serve the request: `error CODE TEXT…`.
struct RunnerRefusal: Equatable {
    let code: String
    let detail: String

    init(_ words: [String]) {
        code = words.count > 1 ? words[1] : ""
        detail = words.dropFirst(2).joined(separator: " ")
    }

    func error(_ circumstance: (String) -> NodeAccessError.Circumstance) -> NodeAccessError {
        switch code {
        case "spool": .spoolUnavailable(circumstance(detail))
        case "reboot": .rebootRefused(circumstance(detail))
        default: .garbled(circumstance(detail))
        }
    }
}
