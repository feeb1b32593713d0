// Built in one module with the sources of AWSWire that read forms; see ./run.

/// Whatever the bytes are: the reader answers, its errors can be read and written as XML, and what it accepts is a request by
/// the rules of its shape.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    do {
        let asked = try QueryRequest(parsing: bytes)
        let input = try asked.input()
        // What was accepted is accepted again, as it is: the same request in JSON means the same.
        let again = try RequestInput(body: input.value.bytes(), operation: asked.operation)
        precondition(again.value == input.value, "\(input.value.text()) became \(again.value.text())")
    } catch {
        precondition((400..<500).contains(error.httpStatus), "\(error)")
        precondition(!error.message.isEmpty && error.message.utf8.count < 4096, "\(error)")
        checkXML(QueryAnswer.error(error, requestID: "r"))
    }
    let text = String(decoding: bytes, as: UTF8.self)
    if let operation = ServiceModel.sns.operations["SNS.GetTopicAttributes"] {
        checkXML(QueryAnswer.result(["Attributes": [text: .string(text)]], of: operation, requestID: text))
    }
    return 0
}

/// Only what XML 1.0 holds, and as many ends of elements as beginnings.
private func checkXML(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    for scalar in text.unicodeScalars {
        let isHeld =
            scalar == "\t" || scalar == "\n" || ("\u{20}"..."\u{FFFD}").contains(scalar) || scalar >= "\u{10000}"
        precondition(isHeld, "U+\(String(scalar.value, radix: 16)) in XML")
    }
    let ends = text.unicodeScalars.count { $0 == ">" }
    precondition(ends == text.unicodeScalars.count { $0 == "<" })
}
