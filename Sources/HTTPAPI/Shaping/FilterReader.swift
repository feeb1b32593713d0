import AWSWire
import Foundation
import ScheduleEngine
import WindowCore

/// The filters of a describe operation: keys are ANDed, the values of one ORed (reference: windows 8.1).
struct FilterReader {
    private let values: [String: [String]]

    /// - Throws: `ValidationException` for a key that is not among `keys`, one given twice, or one without values.
    init(_ filters: [(key: String?, values: [String]?)], keys: [String]) throws(WireError) {
        var values: [String: [String]] = [:]
        for filter in filters {
            let key = filter.key ?? ""
            guard keys.contains(key) else {
                throw WireError(
                    .validationException,
                    "“\(key)” is not a filter of this operation. It has \(keys.joined(separator: ", ")).")
            }
            guard let given = filter.values, !given.isEmpty else {
                throw WireError(.validationException, "The filter \(key) has no values.")
            }
            guard values.updateValue(given, forKey: key) == nil else {
                throw WireError(.validationException, "The filter \(key) is given twice.")
            }
        }
        self.values = values
    }

    init(_ filters: [Wire.MaintenanceWindowFilter]?, keys: [String]) throws(WireError) {
        try self.init((filters ?? []).map { ($0.key, $0.values) }, keys: keys)
    }

    subscript(key: String) -> [String]? { values[key] }

    /// Whether any of the filter's values, read by `read`, is `value`; true without the filter.
    /// - Throws: `ValidationException` for a value that cannot be read.
    func accepts<Value: Equatable>(
        _ key: String, _ value: Value, read: (String) -> Value?
    ) throws(WireError) -> Bool {
        guard let texts = values[key] else { return true }
        var isAccepted = false
        for text in texts {
            guard let wanted = read(text) else { throw Self.unreadable(text, key) }
            if wanted == value { isAccepted = true }
        }
        return isAccepted
    }

    func accepts(_ key: String, _ value: String?) -> Bool {
        guard let texts = values[key] else { return true }
        return value.map(texts.contains) ?? false
    }

    /// The one moment of a filter such as `ExecutedBefore`, in ISO 8601.
    func moment(_ key: String) throws(WireError) -> Date? {
        guard let texts = values[key] else { return nil }
        guard texts.count == 1 else {
            throw WireError(.validationException, "The filter \(key) takes one value.")
        }
        return try Self.moment(texts[0], key)
    }

    static func moment(_ text: String, _ key: String) throws(WireError) -> Date {
        do {
            return Date(try Moment(parsing: text))
        } catch {
            throw WireError(.validationException, "The filter \(key): \(error.description)")
        }
    }

    static func unreadable(_ text: String, _ key: String) -> WireError {
        WireError(.validationException, "“\(text.prefix(128))” is not a value of the filter \(key).")
    }
}
