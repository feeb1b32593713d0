package import WindowCore

/// An error as the wire carries it: a code of the model or a common one, and a sentence.
package struct WireError: UserFacingError, Equatable {
    /// The wire's name, such as `ValidationException`; clients select on it.
    package let code: String
    package let message: String
    /// As the models have it; from 500 on the fault is ours, and clients try again.
    package let httpStatus: Int
    /// The wire has no place for a hint; it is part of the message.
    package var hint: String? { nil }

    package init(_ code: WireErrorCode, _ message: String) {
        self.code = code.rawValue
        self.message = message
        httpStatus = code.httpStatus
    }

    /// The error under a code of the wire, its hint appended to its message.
    package init(_ code: WireErrorCode, _ error: any UserFacingError) {
        self.init(code, error.sentence)
    }
}

extension WireError {
    /// What SNS answers to a member that it cannot take, in its own words.
    /// - Parameter name: as it stands on the wire, such as `TopicArn` or `Tags.member.1.Key`.
    package static func invalidParameter(_ name: String, reason: String) -> WireError {
        WireError(.invalidParameter, "Invalid parameter: \(name.isEmpty ? "the request" : name) Reason: \(reason)")
    }
}

extension WireError {
    /// The name of the header that repeats the code, for clients that do not look into the body.
    package static let codeHeader = "x-amzn-errortype"

    /// The body. Both spellings of the message, because modelled errors name it `Message` and common ones `message`.
    package var body: [UInt8] {
        let body: JSONValue = ["__type": .string(code), "message": .string(message), "Message": .string(message)]
        return body.bytes()
    }

    /// What a server answered, as a client reads it: a `namespace#` before the code is dropped.
    /// - Returns: `nil` when the body is no error of this protocol.
    package init?(httpStatus: Int, body: [UInt8]) {
        guard let body = try? JSONValue(parsing: body, maximumBytes: 1 << 20), let type = body["__type"]?.stringValue
        else { return nil }
        code = type.split(separator: "#").last.map(String.init) ?? type
        message = body["message"]?.stringValue ?? body["Message"]?.stringValue ?? ""
        self.httpStatus = httpStatus
    }
}
