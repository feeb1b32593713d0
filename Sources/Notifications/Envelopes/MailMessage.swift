package import Foundation

/// A mail as a transfer agent takes it on its standard input (RFC 5322, RFC 2045).
package struct MailMessage: Hashable, Sendable {
    /// Headers, an empty line and the body; lines end in a newline alone, as `sendmail` wants them.
    package let source: String

    /// - Parameters:
    ///   - senderName: what people see as the sender: the topic's display name or its name.
    ///   - messageID: the envelope's; the `Message-ID` made of it is the same in every try.
    ///   - unsubscribeURL: for the button that mail programs show; `nil` for confirmations.
    package init(
        _ text: MailText, from: MailAddress, senderName: String?, to: MailAddress, messageID: String, at: Date,
        unsubscribeURL: String? = nil
    ) {
        let sender = senderName.map { "\(Self.headerPhrase($0)) <\(from.text)>" } ?? from.text
        var headers = [
            "From: \(sender)", "To: \(to.text)", "Subject: \(Self.headerText(text.subject))",
            "Date: \(Self.date(at))", "Message-ID: <\(Self.idText(messageID))@\(from.domain)>",
            // Nobody answers; and agents must not answer with “out of office”.
            "Auto-Submitted: auto-generated", "MIME-Version: 1.0", "Content-Type: text/plain; charset=UTF-8",
            "Content-Transfer-Encoding: quoted-printable",
        ]
        if let unsubscribeURL, unsubscribeURL.utf8.allSatisfy({ (0x21..<0x7F).contains($0) }) {
            headers.append("List-Unsubscribe: <\(unsubscribeURL)>")
        }
        source = headers.joined(separator: "\n") + "\n\n" + QuotedPrintable.encode(text.text) + "\n"
    }

    /// Text that cannot end a header or begin another one: plain ASCII stays, the rest is encoded (RFC 2047).
    private static func headerText(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { (0x20..<0x7F).contains($0) } && !text.contains("=?")
        return isPlain && text.utf8.count <= 200 ? text : encodedWords(text)
    }

    private static func encodedWords(_ text: String) -> String {
        // An encoded word holds at most 75 characters, and no character may be cut.
        var words: [String] = []
        var word = ""
        // By scalars: a character may have any number of accents.
        for scalar in text.unicodeScalars {
            if word.utf8.count + String(scalar).utf8.count > 45 {
                words.append(word)
                word = ""
            }
            word.unicodeScalars.append(scalar)
        }
        words.append(word)
        return words.map { "=?UTF-8?B?\(Data($0.utf8).base64EncodedString())?=" }.joined(separator: "\n ")
    }

    private static func headerPhrase(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { (0x20..<0x7F).contains($0) && $0 != 0x22 && $0 != 0x5C }
        return isPlain && !text.contains("=?") ? "\"\(text)\"" : encodedWords(text)
    }

    private static func idText(_ id: String) -> String {
        String(id.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })
    }

    private static func date(_ date: Date) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss Z"
        return formatter.string(from: date)
    }
}
