import AWSWire
import Foundation

/// What a person reads after following a link in a message.
struct LinkPage {
    /// Scheme, host and port of this service.
    let origin: String

    func done(_ operation: OperationShape, _ result: JSONValue) -> String {
        guard let arn = result["SubscriptionArn"]?.stringValue else {
            return Self.page(
                "Unsubscribed",
                "<p>This subscription has ended; no more messages follow. If it was a mistake, subscribe again.</p>")
        }
        let link = "\(origin)/?Action=Unsubscribe&SubscriptionArn=\(Self.inQuery(arn))"
        return Self.page(
            "Subscription confirmed",
            """
            <p>Messages will arrive from now on. The subscription is</p>
            <p><code>\(Self.inHTML(arn))</code></p>
            <p>If you did not want this: <a href="\(Self.inHTML(link))">unsubscribe</a>.</p>
            """)
    }

    func refused(_ error: WireError) -> String {
        Self.page(
            "Nothing was changed",
            "<p>\(Self.inHTML(error.message))</p>\n<p><code>\(Self.inHTML(error.code))</code></p>")
    }

    private static func page(_ title: String, _ content: String) -> String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head><meta charset="utf-8"><title>\(title)</title></head>
        <body>
        <h1>\(title)</h1>
        \(content)
        </body>
        </html>

        """
    }

    private static func inHTML(_ text: String) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }

    private static func inQuery(_ text: String) -> String {
        let plain = CharacterSet(charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
        return text.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
    }
}
