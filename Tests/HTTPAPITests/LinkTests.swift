import AWSWire
import HTTPTypes
import Testing
import WindowCore
import WindowTestSupport

@testable import HTTPAPI

/// The links in messages: unsigned, and good for two operations.
@Suite(.timeLimit(.minutes(2))) struct LinkTests {
    private static let confirm = "/?Action=ConfirmSubscription&TopicArn=arn%3Aaws%3Asns%3Aa%3Ab%3Ac&Token=good"
    private static let browser = [
        (name: "accept", value: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
    ]

    @Test func `a link confirms without a signature`() async throws {
        try await QueryProtocolTests.run { api, _ async throws in
            let answer = try await api.http(.get, Self.confirm)
            #expect(answer.status == 200, "\(answer.text)")
            #expect(answer.headers[.contentType] == "text/xml")
            #expect(answer.element("SubscriptionArn") == "arn:aws:sns:a:b:c:anonymous")
            let unsubscribed = try await api.http(.get, "/?Action=Unsubscribe&SubscriptionArn=a")
            #expect(unsubscribed.text.hasPrefix("<UnsubscribeResponse "))
        }
    }

    @Test func `a form confirms without a signature, and with one knows who asks`() async throws {
        try await QueryProtocolTests.run { api, key async throws in
            let form = "Action=ConfirmSubscription&TopicArn=a&Token=good"
            #expect(try await api.form(form).element("SubscriptionArn") == "a:anonymous")
            #expect(try await api.form(form, signedBy: key).element("SubscriptionArn") == "a:\(key.id)")
        }
    }

    @Test func `a person reads a page with a way back`() async throws {
        try await QueryProtocolTests.run { api, _ async throws in
            let answer = try await api.http(.get, Self.confirm, headers: Self.browser)
            #expect(answer.status == 200)
            #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
            #expect(answer.headers[.cacheControl] == "no-store")
            #expect(answer.text.contains("<code>arn:aws:sns:a:b:c:anonymous</code>"))
            #expect(
                answer.text.contains(
                    "/?Action=Unsubscribe&amp;SubscriptionArn=arn%3Aaws%3Asns%3Aa%3Ab%3Ac%3Aanonymous\""),
                "\(answer.text)")
            let end = try await api.http(.get, "/?Action=Unsubscribe&SubscriptionArn=a", headers: Self.browser)
            #expect(end.text.contains("<h1>Unsubscribed</h1>"))
        }
    }

    @Test func `what a link holds stands in a page as text`() async throws {
        try await QueryProtocolTests.run { api, _ async throws in
            let attack = "%3Cscript%3Ealert(1)%3C/script%3E%22%27"
            for uri in [
                "/?Action=ConfirmSubscription&TopicArn=a&Token=\(attack)",
                "/?Action=ConfirmSubscription&Token=good&TopicArn=\(attack)", "/?Action=\(attack)",
            ] {
                let answer = try await api.http(.get, uri, headers: Self.browser)
                #expect(!answer.text.contains("<script"), "\(answer.text)")
                #expect(!answer.text.contains("\"'"), "\(answer.text)")
            }
        }
    }

    @Test(arguments: [
        ("/?Action=Publish&Message=m&TopicArn=a", 403, "AuthorizationError"),
        ("/?Action=ListTopics", 403, "AuthorizationError"),
        ("/?Action=MakeCoffee", 400, "InvalidAction"), ("/?Message=m", 400, "InvalidAction"),
        ("/?Action=ConfirmSubscription&TopicArn=a", 400, "InvalidParameter"),
        ("/?Action=ConfirmSubscription&TopicArn=a&Token=bad", 400, "InvalidParameter"),
        ("/?Action=Unsubscribe&SubscriptionArn=%zz", 400, "ValidationError"),
        ("/?Action=Unsubscribe&SubscriptionArn=a&SubscriptionArn=b", 400, "ValidationError"),
    ])
    func `a link does nothing else`(uri: String, status: Int, code: String) async throws {
        try await QueryProtocolTests.run { api, _ async throws in
            let answer = try await api.http(.get, uri)
            #expect(answer.status == status)
            #expect(answer.element("Code") == code, "\(answer.text)")
            let page = try await api.http(.get, uri, headers: Self.browser)
            #expect(page.status == status)
            #expect(page.text.contains("<code>\(code)</code>"))
        }
    }

    @Test func `without a query there is nothing`() async throws {
        try await QueryProtocolTests.run { api, _ async throws in
            #expect(try await api.http(.get, "/").status == 404)
            #expect(try await api.http(.get, "/?").status == 404)
        }
    }

    @Test(arguments: [
        ([], false), (["*/*"], false), (["text/html"], true), (["application/xml"], false),
        (["text/html;q=0.5, application/xml"], false), (["text/html, text/xml"], true), (["application/json"], false),
        (["text/html;q=0"], false), (["TEXT/HTML ; level=1;q=0.4"], true),
        (["text/xml;q=0.1", "text/html;q=0.2"], true),
        (["text/html;q=nonsense"], true), ([",,;;"], false),
    ])
    func `a browser says that it wants a page`(accept: [String], isPage: Bool) {
        #expect(LinkEndpoint.prefersHTML(accept) == isPage)
    }
}
