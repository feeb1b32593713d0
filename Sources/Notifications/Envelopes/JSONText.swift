/// JSON in the order in which it is said: SNS's bodies have one, and no encoder keeps it.
enum JSONText {
    /// A string with its quotation marks; slashes and what is beyond ASCII stay as they are.
    static func quoted(_ text: String) -> String {
        var bytes: [UInt8] = [UInt8(ascii: "\"")]
        bytes.reserveCapacity(text.utf8.count + 2)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): bytes.append(contentsOf: #"\""#.utf8)
            case UInt8(ascii: "\\"): bytes.append(contentsOf: #"\\"#.utf8)
            case UInt8(ascii: "\n"): bytes.append(contentsOf: #"\n"#.utf8)
            case UInt8(ascii: "\r"): bytes.append(contentsOf: #"\r"#.utf8)
            case UInt8(ascii: "\t"): bytes.append(contentsOf: #"\t"#.utf8)
            case 0..<0x20:
                let digits = Array("0123456789ABCDEF".utf8)
                bytes.append(contentsOf: "\\u00".utf8)
                bytes.append(digits[Int(byte >> 4)])
                bytes.append(digits[Int(byte & 15)])
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A whole number without a fraction; JSON has no infinities.
    static func number(_ number: Double) -> String {
        guard number.isFinite else { return "null" }
        return Int64(exactly: number).map(String.init) ?? number.description
    }

    /// One line; members are sorted, so that one value has one text.
    static func compact(_ value: BodyValue) -> String {
        switch value {
        case .null: "null"
        case .flag(let flag): String(flag)
        case .number(let value): number(value)
        case .text(let text): quoted(text)
        case .list(let list): "[\(list.map(compact).joined(separator: ","))]"
        case .members(let members): object(members.sorted { $0.key < $1.key }.map { ($0.key, compact($0.value)) })
        }
    }

    /// An object on one line, of members whose values are JSON already.
    static func object(_ members: [(name: String, json: String)]) -> String {
        "{\(members.map { "\(quoted($0.name)):\($0.json)" }.joined(separator: ","))}"
    }
}
