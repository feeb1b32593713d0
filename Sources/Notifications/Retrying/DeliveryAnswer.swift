import Foundation

/// How one try of a delivery ended.
package enum DeliveryAnswer: Hashable, Sendable {
    /// - Parameter retryAfter: the header as it came.
    case status(Int, retryAfter: String? = nil)
    /// Taken, by somebody who does not speak HTTP; in words, as one line.
    case accepted(String)
    /// No answer: no connection, a cut one, a certificate that does not hold, an address that may not be reached, a time limit.
    case failure(String)
    /// No try can succeed: the endpoint's own words are that it is gone for good, or the message cannot be sent at all.
    case hopeless(String)
}

extension DeliveryAnswer {
    package enum Verdict: Hashable, Sendable {
        case delivered
        /// Worth another try.
        case temporary
        /// The receiver understood and refused; SNS does not retry after client-side errors.
        case permanent
    }

    /// 2xx is delivered. 4xx is permanent, but for those that ask to come later (408, 425, 429); everything else may pass.
    package var verdict: Verdict {
        switch self {
        case .status(200..<300, _), .accepted: .delivered
        case .status(408, _), .status(425, _), .status(429, _): .temporary
        case .status(400..<500, _), .hopeless: .permanent
        case .status, .failure: .temporary
        }
    }

    /// One line for whoever looks at deliveries.
    package var inWords: String {
        switch self {
        case .status(let status, _): "HTTP \(status)"
        case .accepted(let words), .failure(let words), .hopeless(let words): words
        }
    }

    /// When the receiver asked to come again: seconds or an HTTP date (RFC 9110 §10.2.3); `nil` if it did not, or not clearly.
    func askedMoment(after now: Date) -> Date? {
        guard case .status(_, let header?) = self else { return nil }
        let text = header.trimmingCharacters(in: .whitespaces)
        if !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
            // More digits than an integer holds still mean “very late”; the schedule limits it.
            return now.addingTimeInterval(Double(text) ?? .greatestFiniteMagnitude)
        }
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return formatter.date(from: text)
    }
}
