import Testing

@testable import Notifications

struct MailAddressTests {
    @Test(arguments: [
        "ops@example.com", "first.last+tag@sub.example.co", "root@localhost", "o'brien@example.com", "a@b",
        "x_y@my_host",
        "A@EXAMPLE.COM",
    ])
    func `an address is taken as it is`(text: String) throws {
        #expect(try MailAddress(text).text == text)
    }

    @Test(arguments: [
        "", "ops", "@example.com", "ops@", "a@b@c", "-oQ/x@example.com", "-X@localhost", "a b@example.com",
        "a@example.com\nBcc: x@y", "a@exa mple.com", "\"a b\"@example.com", "a..b@example.com", ".a@example.com",
        "a.@example.com", "a@-example.com", "a@example..com", "ä@example.com", "a@exämple.com", "a@[127.0.0.1]",
        "a,b@example.com", "<a@example.com>", "a@example.com ", "a\u{0}@example.com", "|sh@localhost;",
        "\(String(repeating: "x", count: 65))@example.com", "a@\(String(repeating: "x.", count: 130))com",
    ])
    func `what a mail program could misread is refused in SNS's words`(text: String) {
        #expect(throws: InvalidParameter("Email address")) { try MailAddress(text) }
    }
}
