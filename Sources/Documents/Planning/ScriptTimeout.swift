/// A script's time limit as documents write it (reference: documents 4.1).
package enum ScriptTimeout {
    package static let defaultSeconds = 3_600
    package static let allowedSeconds = 5...172_800

    /// A number or its text, fractions cut off; whatever is absent, unreadable or outside 5-172800 is 3600.
    package static func seconds(_ value: DocumentValue?) -> Int {
        let number: Double? =
            switch value {
            case .integer(let number)?: Double(number)
            case .decimal(let number)?: number
            case .string(let text)? where NumberText.isJSON(text): Double(text)
            default: nil
            }
        guard let number, number >= 5, number < 172_801 else { return defaultSeconds }
        return Int(number)
    }
}
