import AWSWire
import Testing

@testable import mwctl

@Suite struct NotificationCommandLineTests {
    /// Scripts rely on these.
    @Test(arguments: [
        ("topic create t --display-name D --signature-version 2 --tag A=B --tag C=D", "TopicCreate"),
        ("topic list", "TopicList"), ("topic show t", "TopicShow"), ("topic show --topic-arn t", "TopicShow"),
        ("topic delete t", "TopicDelete"), ("topic rotate-key -o json", "TopicRotateKey"),
        ("topic publish t m --subject S --attribute a=b --attribute c:Number=5", "TopicPublish"),
        ("topic publish t - --json-structure", "TopicPublish"),
        (
            "subscription add t http://h/ --filter {} --filter-scope body --raw --delivery-policy @f",
            "SubscriptionAdd"
        ),
        ("subscription add t a@b.example --protocol email-json", "SubscriptionAdd"),
        ("subscription list", "SubscriptionList"), ("subscription list --topic t", "SubscriptionList"),
        ("subscription show s", "SubscriptionShow"), ("subscription confirm t TOKEN", "SubscriptionConfirm"),
        ("subscription remove s", "SubscriptionRemove"), ("subscription test s", "SubscriptionTest"),
        ("rule create r --topic t --pattern {} --description D", "RuleCreate"), ("rule list", "RuleList"),
        ("rule show r", "RuleShow"), ("rule delete r", "RuleDelete"), ("rule test r", "RuleTest"),
        ("rule test --pattern {} --event @e", "RuleTest"), ("rule test r --event {}", "RuleTest"),
        ("delivery list --state owed --state dead --topic t --subscription s --limit 7", "DeliveryList"),
        ("delivery show 7", "DeliveryShow"), ("delivery retry 1 2 3", "DeliveryRetry"),
        ("delivery retry --subscription s", "DeliveryRetry"), ("delivery retry --topic t", "DeliveryRetry"),
        ("events tail", "EventTail"), ("events tail -f --after 3 --pattern {} -o json", "EventTail"),
        ("events tail --follow --count 5", "EventTail"), ("webhook listen --port 0", "WebhookListen"),
        (
            "webhook listen --port 9999 --host 0.0.0.0 --no-confirm --status 500 --delay-ms 10 --service https://h -o json",
            "WebhookListen"
        ),
    ]) func `a verb is understood`(line: String, type: String) throws {
        let command = try Mwctl.parsed(ShellWords.split(line))
        #expect(String(describing: Swift.type(of: command)) == type)
    }

    @Test(arguments: [
        "topic create", "topic create t --signature-version 3", "topic show", "topic show a --topic b",
        "topic publish t",
        "topic publish t m --attribute nonsense", "subscription add t", "subscription add t nonsense",
        "subscription add t ftp://h/", "subscription add t http://h/ --filter-scope body",
        "subscription add t http://h/ --protocol sms", "subscription show", "rule create r --topic t",
        "rule create r --pattern {}", "rule test", "rule test r --pattern {}", "delivery list --state lost",
        "delivery list --limit 0", "delivery show x", "delivery retry", "delivery retry 1 --topic t",
        "delivery retry --topic t --subscription s", "events tail -o yaml", "events tail --after -1",
        "webhook listen", "webhook listen --port 70000", "webhook listen --port 1 --status 100",
        "webhook listen --port 1 -o yaml", "webhook listen --port 1 --service ftp://h",
    ]) func `a wrong command line is refused with the usage status`(line: String) async {
        #expect(await Mwctl.run(ShellWords.split(line)) == ProgramStatus.usage.rawValue)
    }

    @Test func `an attribute may say its type`() {
        #expect(AttributePhrase(argument: "a=b=c")?.value == .init(dataType: "String", stringValue: "b=c"))
        #expect(AttributePhrase(argument: "a:Number=5")?.value == .init(dataType: "Number", stringValue: "5"))
        #expect(AttributePhrase(argument: "a:Binary=QUJD")?.value == .init(dataType: "Binary", binaryValue: "QUJD"))
        #expect(AttributePhrase(argument: "a:Number=5")?.name == "a")
        for text in ["", "a", "=b", ":Number=5", "a:=5"] { #expect(AttributePhrase(argument: text) == nil, "\(text)") }
    }

    @Test func `signatures are for the service that is called`() throws {
        let variables = ["AWS_ACCESS_KEY_ID": "MWK", "AWS_SECRET_ACCESS_KEY": "secret"]
        let client = HTTPControlClient(
            address: .endpoint(url: "http://127.0.0.1:1", region: "eu-central-1"), clock: SleeperClock()
        ) { variables[$0] }
        #expect(client.signer(for: SNS.PublishInput.target)?.service == "sns")
        #expect(client.signer(for: ListDeliveriesRequest.target)?.service == "ssm")
        #expect(client.signer(for: "AmazonSSM.ListCommands")?.service == "ssm")
        let local = HTTPControlClient(address: .socket(path: "/s"), clock: SleeperClock()) { variables[$0] }
        #expect(local.signer(for: SNS.PublishInput.target) == nil)
    }
}
