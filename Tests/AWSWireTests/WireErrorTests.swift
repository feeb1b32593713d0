import Foundation
import Testing
import WindowCore

@testable import AWSWire

@Suite struct WireErrorTests {
    @Test func `only our own fault is a 500`() {
        let faults = WireErrorCode.allCases.filter { WireError($0, "").httpStatus >= 500 }
        #expect(faults == [.internalError, .internalServerError])
    }

    @Test(arguments: [
        (WireErrorCode.validationException, 400), (.accessDeniedException, 400), (.invalidParameter, 400),
        (.tagLimitExceeded, 400), (.incompleteSignature, 400), (.invalidAction, 400), (.notFound, 404),
        (.resourceNotFound, 404), (.authorizationError, 403), (.topicLimitExceeded, 403),
        (.subscriptionLimitExceeded, 403), (.filterPolicyLimitExceeded, 403), (.signatureDoesNotMatch, 403),
        (.invalidClientTokenId, 403), (.missingAuthenticationToken, 403),
    ])
    func `a code has the status that its service gives it`(code: WireErrorCode, status: Int) {
        #expect(WireError(code, "").httpStatus == status)
    }

    @Test func `the body has both spellings of the message`() {
        let error = WireError(.doesNotExistException, "There is no window “x”.")
        #expect(
            String(decoding: error.body, as: UTF8.self)
                == #"{"Message":"There is no window “x”.","__type":"DoesNotExistException","message":"There is no window “x”."}"#
        )
        #expect(WireError(httpStatus: 400, body: error.body) == error)
    }

    @Test(arguments: [
        (#"{"__type":"com.amazonaws.ssm#InvalidDocument","Message":"gone"}"#, "InvalidDocument", "gone"),
        (#"{"__type":"DuplicateInstanceId"}"#, "DuplicateInstanceId", ""),
    ])
    func `a client reads what other servers answer`(body: String, code: String, message: String) {
        let error = WireError(httpStatus: 400, body: Array(body.utf8))
        #expect(error?.code == code)
        #expect(error?.message == message)
    }

    @Test(arguments: ["", "{}", "<html>", #"{"__type":5}"#])
    func `a body of another protocol is no error of ours`(body: String) {
        #expect(WireError(httpStatus: 502, body: Array(body.utf8)) == nil)
    }

    @Test func `every error that the model names has a code`() {
        for operation in WireService.allCases.flatMap({ ServiceModel.of($0).operations.values }) {
            for error in operation.errors { #expect(WireErrorCode(rawValue: error) != nil, "\(error)") }
        }
    }
}

@Suite struct TimestampsTests {
    @Test(arguments: [
        ("20261122T000000Z", 1_795_305_600.0), ("20240229T235959Z", 1_709_251_199), ("19700101T000000Z", 0),
    ])
    func `the basic form is read and written`(text: String, seconds: TimeInterval) {
        #expect(Timestamps.date(basic: text) == Date(timeIntervalSince1970: seconds))
        #expect(Timestamps.basic(Date(timeIntervalSince1970: seconds)) == text)
    }

    @Test(arguments: [
        "", "20261122", "20261122T000000", "20261122T000000z", "20260229T000000Z", "20261122T240000Z",
        "20261122T000060Z",
        "20261122 000000Z", "20261122T000000+0000", " 20261122T000000Z", "20261122T000000Z ", "2026-11-22T00:00:00Z",
        "+0261122T000000Z", "２０261122T000000Z",
    ])
    func `anything but the basic form is refused`(text: String) {
        #expect(Timestamps.date(basic: text) == nil)
    }

    @Test(arguments: [JSONValue.double(1e300), "1557593493", nil, true])
    func `what is no moment is refused`(value: JSONValue) {
        #expect(Timestamps.date(value) == nil)
    }
}

@Suite struct ShapePatternTests {
    @Test(arguments: [
        (#"\w+"#, "[a-zA-Z0-9_]+"), (#"[\w+=,.@/-]+"#, #"[a-zA-Z0-9_+=,.@/\-]+"#), (#"[a-z0-9-\.]"#, #"[a-z0-9\-\.]"#),
        (#"[a-z\d-]"#, #"[a-z0-9\-]"#), (#"[-a-z]"#, #"[\-a-z]"#), (#"[^/-]"#, #"[^/\-]"#),
        (#"[\p{L}-z]"#, #"[\p{L}\-z]"#), (#"(?!\s*$)."#, #"(?![ \t\n\x0B\f\r]*$)."#),
    ])
    func `Java's dialect is put into ICU's`(java: String, icu: String) {
        #expect(ShapePattern.translated(java) == icu)
    }

    @Test func `the whole value must match, in ASCII`() throws {
        let pattern = try ShapePattern(#"(^i-(\w{8}|\w{17})$)|(^mi-\w{17}$)"#)
        #expect(pattern.matches("i-01234567"))
        #expect(pattern.matches("mi-0123456789abcdef0"))
        #expect(!pattern.matches("i-01234567\n"))
        #expect(!pattern.matches("x i-01234567"))
        #expect(!pattern.matches("i-0123456é"))
        #expect(!pattern.matches("i-٠١٢٣٤٥٦٧"))
    }

    @Test func `patterns of the model do not blow up on long values`() {
        for text in [
            String(repeating: " ", count: 100_000), String(repeating: "a/", count: 20_000),
            String(repeating: "0", count: 100_000),
        ] {
            for operation in ServiceModel.standard.operations.values { match(operation.input, text) }
        }
    }

    private func match(_ name: String, _ text: String, depth: Int = 0) {
        guard depth < 4, let shape = ServiceModel.standard.shape(name) else { return }
        if let pattern = shape.pattern { _ = pattern.matches(text) }
        for part in shape.parts { match(part, text, depth: depth + 1) }
    }
}
