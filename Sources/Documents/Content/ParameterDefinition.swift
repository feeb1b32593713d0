/// One declared parameter of a document (reference: documents 2.3).
package struct ParameterDefinition: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case string = "String"
        case stringList = "StringList"
        case integer = "Integer"
        case boolean = "Boolean"
        case stringMap = "StringMap"
        case mapList = "MapList"
    }

    /// How a console shows the input; nothing else.
    package enum DisplayType: String, CaseIterable, Sendable {
        case textfield, textarea
    }

    /// Letters and digits.
    package let name: String
    package let kind: Kind
    package let description: String?
    /// `nil` makes the parameter required. Always of ``kind``, or a `{{ssm:…}}` reference.
    package let defaultValue: DocumentValue?
    /// The value, or each element of a list, must equal one of these.
    package let allowedValues: [DocumentValue]?
    /// Searched for, not anchored, in the value or in each element of a list.
    package let allowedPattern: String?
    /// `StringList`, `StringMap` and `MapList` only.
    package let minItems: Int?
    package let maxItems: Int?
    /// Characters of a `String`, or of each element of a list.
    package let minChars: Int?
    package let maxChars: Int?
    package let displayType: DisplayType?
    /// The value reaches the script as environment variable ``environmentName`` instead of being pasted into its text.
    package let isPassedInEnvironment: Bool

    package var environmentName: String { "SSM_\(name)" }

    /// The default as the API's `DefaultValue` shows it: the text itself, or JSON for everything else.
    package var defaultText: String? {
        switch defaultValue {
        case nil: nil
        case .string(let text): text
        case let value?: JSONWriter.compact(value)
        }
    }
}
