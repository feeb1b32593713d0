/// The content types a delivery policy may ask for (user guide, “creating an HTTP/S delivery policy”).
enum RequestPolicy {
    private static let wrapped = ["application/json", "text/plain"]
    private static let raw = [
        "text/css", "text/csv", "text/html", "text/plain", "text/xml", "application/atom+xml", "application/json",
        "application/octet-stream", "application/soap+xml", "application/x-www-form-urlencoded",
        "application/xhtml+xml", "application/xml",
    ]

    static func allows(_ contentType: String) -> Bool {
        raw.contains(mediaType(contentType)) && contentType.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
    }

    /// The header's value: a wrapped message is JSON or plain text, whatever was asked for.
    static func contentType(_ asked: String?, isRaw: Bool) -> String {
        guard let asked, allows(asked), (isRaw ? raw : wrapped).contains(mediaType(asked)) else {
            return Envelope.defaultContentType
        }
        return asked == "text/plain" ? Envelope.defaultContentType : asked
    }

    /// The type without its parameters.
    private static func mediaType(_ contentType: String) -> String {
        let type = contentType.split(separator: ";", omittingEmptySubsequences: false)[0]
        return String(type.filter { $0 != " " }).lowercased()
    }
}
