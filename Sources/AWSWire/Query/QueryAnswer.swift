import Foundation

/// Answers of the query protocol: XML in the namespace of SNS.
package enum QueryAnswer {
    package static let namespace = "http://sns.amazonaws.com/doc/2010-03-31/"
    package static let contentType = "text/xml"

    /// A result, from the JSON that the operation has answered; a member that its shape does not know is left out.
    package static func result(
        _ value: JSONValue, of operation: OperationShape, requestID: String, model: ServiceModel = .sns
    ) -> [UInt8] {
        document("\(operation.name)Response") { xml in
            if operation.output != OperationShape.nothing {
                xml.element("\(operation.name)Result") { write(value, as: operation.output, in: model, to: &$0) }
            }
            xml.element("ResponseMetadata") { $0.element("RequestId", text: requestID) }
        }
    }

    /// A refusal, or a failure of ours.
    package static func error(_ error: WireError, requestID: String) -> [UInt8] {
        document("ErrorResponse") { xml in
            xml.element("Error") { xml in
                xml.element("Type", text: error.httpStatus < 500 ? "Sender" : "Receiver")
                xml.element("Code", text: error.code)
                xml.element("Message", text: error.message)
            }
            xml.element("RequestId", text: requestID)
        }
    }

    private static func document(_ name: String, _ content: (inout XMLText) -> Void) -> [UInt8] {
        var xml = XMLText()
        xml.element(name, attributes: " xmlns=\"\(namespace)\"", content)
        return xml.bytes
    }

    private static func write(_ value: JSONValue, as shapeName: String, in model: ServiceModel, to xml: inout XMLText) {
        guard let shape = model.shape(shapeName) else { return }
        switch (shape.kind, value) {
        case (.structure(let members), .object(let given)), (.union(let members), .object(let given)):
            for member in members {
                guard let value = given[member.name], !value.isNull else { continue }
                xml.element(member.name) { write(value, as: member.shape, in: model, to: &$0) }
            }
        case (.list(let element), .array(let elements)):
            for value in elements { xml.element("member") { write(value, as: element, in: model, to: &$0) } }
        case (.map(_, let entry), .object(let entries)):
            for (key, value) in entries.sorted(by: { $0.key < $1.key }) {
                xml.element("entry") { xml in
                    xml.element(shape.entryNames.key, text: key)
                    xml.element(shape.entryNames.value) { write(value, as: entry, in: model, to: &$0) }
                }
            }
        case (.timestamp, _): xml.append(Timestamps.date(value).map { $0.formatted(.iso8601) } ?? "")
        case (_, .string(let text)): xml.append(text)
        case (_, .bool(let value)): xml.append(value ? "true" : "false")
        case (_, .int(let number)): xml.append(String(number))
        case (_, .double), (_, .array), (_, .object): xml.append(value.text())
        case (_, .null): break
        }
    }
}
