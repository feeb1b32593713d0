import Foundation

/// Between Swift's values and the wire's JSON: dates are epoch seconds, absent members are left out, names are sorted.
package enum WireCoding {
    /// The bytes of a result or a request.
    package static func encode(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .custom { date, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(Timestamps.wireNumber(date))
        }
        return Array(try encoder.encode(value))
    }

    /// A request or a result from its bytes. Unknown members are ignored.
    package static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .secondsSince1970
        return try decoder.decode(type, from: Data(bytes))
    }
}
