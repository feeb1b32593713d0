import AWSWire
import ArgumentParser

/// `KEY=VALUE`, or the AWS CLI's `Key=KEY,Value=VALUE`.
struct Pair: ExpressibleByArgument, Equatable, Sendable {
    let key: String
    let value: String

    init?(argument: String) {
        let long = argument.components(around: ",Value=")
        if argument.hasPrefix("Key="), let (key, value) = long {
            self.key = String(key.dropFirst("Key=".count))
            self.value = value
        } else {
            guard let (key, value) = argument.components(around: "=") else { return nil }
            self.key = key
            self.value = value
        }
        guard !key.isEmpty else { return nil }
    }

    var tag: Wire.Tag { Wire.Tag(key: key, value: value) }
}

extension String {
    /// The text before and after the first occurrence of a separator.
    func components(around separator: String) -> (String, String)? {
        guard let range = firstRange(of: separator) else { return nil }
        return (String(self[..<range.lowerBound]), String(self[range.upperBound...]))
    }
}
