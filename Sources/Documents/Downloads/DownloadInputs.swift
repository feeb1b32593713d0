/// The inputs of `aws:downloadContent` (reference: documents 4.3).
struct DownloadInputs {
    let sourceType: String
    let destination: String
    private let info: DocumentMap

    /// Why a download cannot be made, in a sentence.
    struct Refusal: Error {
        let reason: String
    }

    init(_ inputs: DocumentMap) throws(Refusal) {
        sourceType = inputs["sourceType"]?.textForm ?? ""
        destination = inputs["destinationPath"]?.textForm ?? ""
        var value = inputs["sourceInfo"]
        if case .string(let text)? = value {
            do {
                value = try DocumentFormat(guessing: text).read(text)
            } catch {
                throw Refusal(reason: "The sourceInfo cannot be read: \(error.message)")
            }
        }
        guard case .map(let map)? = value else {
            throw Refusal(reason: "The sourceInfo must be a map, or the JSON of one.")
        }
        info = map
    }

    /// - Returns: `nil` for what is absent, null or empty.
    /// - Throws: when it is no text, or holds a control character where none belongs.
    func text(_ key: String, isOneLine: Bool = true) throws(Refusal) -> String? {
        switch info[key] {
        case nil, .null?, .string("")?: return nil
        case .string(let text)?:
            if isOneLine, text.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) {
                throw Refusal(reason: "The \(key) of sourceInfo holds a control character.")
            }
            return text
        case let value?:
            throw Refusal(reason: "The \(key) of sourceInfo must be a string, and it is \(value.kindName).")
        }
    }

    func required(_ key: String) throws(Refusal) -> String {
        guard let text = try text(key) else { throw Refusal(reason: "The sourceInfo lacks \"\(key)\".") }
        return text
    }

    func flag(_ key: String) throws(Refusal) -> Bool {
        switch info[key] {
        case nil, .null?, .boolean(false)?, .string("false")?, .string("")?: return false
        case .boolean(true)?, .string("true")?: return true
        default: throw Refusal(reason: "The \(key) of sourceInfo must be true or false.")
        }
    }
}
