/// A script's time limit as documents write it (reference: documents 4.1).
package enum ScriptTimeout {
    package static let defaultSeconds = 3_600
    package static let allowedSeconds = 5...172_800

    /// A number or its text, fractions cut off; whatever is absent, unreadable or outside 5-172800 is 3600.
    /// - Parameter least: 1 for patching, whose own document allows it (reference: patching 1.1).
    package static func seconds(_ value: DocumentValue?, atLeast least: Int = allowedSeconds.lowerBound) -> Int {
        let number: Double? =
            switch value {
            case .integer(let number)?: Double(number)
            case .decimal(let number)?: number
            case .string(let text)? where NumberText.isJSON(text): Double(text)
            default: nil
            }
        guard let number, number >= Double(least), number < 172_801 else { return defaultSeconds }
        return Int(number)
    }
}

extension Plugin {
    /// The shortest limit that is taken as it is written.
    var leastTimeoutSeconds: Int { self == .patchBaseline ? 1 : ScriptTimeout.allowedSeconds.lowerBound }
}
