import Testing

@testable import AWSWire

@Suite struct QueryRequestTests {
    private static func input(_ form: String) throws -> JSONValue {
        try QueryRequest(parsing: Array(form.utf8)).input().value
    }

    struct Sent: CustomTestStringConvertible {
        let form: String
        let value: JSONValue
        var testDescription: String { form }

        /// - Parameter names: names and values as they are sent, with their escapes.
        init(_ names: [String], _ value: JSONValue) {
            form = names.joined(separator: "&")
            self.value = value
        }
    }

    /// The forms are those of botocore 1.43.
    private static let publish = Sent(
        [
            "Action=Publish", "Version=2010-03-31", "TopicArn=arn%3Aaws%3Asns%3Aus-east-1%3A000000000000%3Aops",
            "Message=a+%26+b+%3D+100+%25+%2B+%C3%A9+%F0%9F%98%80%0D%0A", "MessageAttributes.entry.1.Name=price",
            "MessageAttributes.entry.1.Value.DataType=Number", "MessageAttributes.entry.1.Value.StringValue=1",
            "MessageAttributes.entry.2.Name=raw", "MessageAttributes.entry.2.Value.DataType=Binary",
            "MessageAttributes.entry.2.Value.BinaryValue=AP8%3D",
        ],
        [
            "TopicArn": "arn:aws:sns:us-east-1:000000000000:ops", "Message": "a & b = 100 % + é 😀\r\n",
            "MessageAttributes": [
                "price": ["DataType": "Number", "StringValue": "1"],
                "raw": ["DataType": "Binary", "BinaryValue": "AP8="],
            ],
        ])

    private static let createTopic = Sent(
        [
            "Action=CreateTopic", "Version=2010-03-31", "Name=ops", "Attributes.entry.1.key=DisplayName",
            "Attributes.entry.1.value=Ops", "Attributes.entry.2.key=SignatureVersion", "Attributes.entry.2.value=2",
            "Tags.member.1.Key=team", "Tags.member.1.Value=", "Tags.member.2.Key=b", "Tags.member.2.Value=x",
        ],
        [
            "Name": "ops", "Attributes": ["DisplayName": "Ops", "SignatureVersion": "2"],
            "Tags": [["Key": "team", "Value": ""], ["Key": "b", "Value": "x"]],
        ])

    private static let publishBatch = Sent(
        [
            "Action=PublishBatch", "Version=2010-03-31", "TopicArn=arn", "PublishBatchRequestEntries.member.1.Id=1",
            "PublishBatchRequestEntries.member.1.Message=m",
            "PublishBatchRequestEntries.member.1.MessageAttributes.entry.1.Name=a",
            "PublishBatchRequestEntries.member.1.MessageAttributes.entry.1.Value.DataType=String",
            "PublishBatchRequestEntries.member.1.MessageAttributes.entry.1.Value.StringValue=v",
            "PublishBatchRequestEntries.member.2.Id=2", "PublishBatchRequestEntries.member.2.Message=n",
        ],
        [
            "TopicArn": "arn",
            "PublishBatchRequestEntries": [
                ["Id": "1", "Message": "m", "MessageAttributes": ["a": ["DataType": "String", "StringValue": "v"]]],
                ["Id": "2", "Message": "n"],
            ],
        ])

    @Test(arguments: [
        publish, createTopic, publishBatch,
        Sent(
            ["Action=TagResource", "Version=2010-03-31", "ResourceArn=arn", "Tags="],
            ["ResourceArn": "arn", "Tags": []]),
        Sent(
            ["Action=Subscribe", "Version=2010-03-31", "TopicArn=arn", "Protocol=https", "ReturnSubscriptionArn=true"],
            ["TopicArn": "arn", "Protocol": "https", "ReturnSubscriptionArn": true]),
        Sent(["Action=ListTopics", "Colour=blue", "NextToken=n", "Topics.member.x=1"], ["NextToken": "n"]),
        Sent(["Action=Unsubscribe", "SubscriptionArn=a"], ["SubscriptionArn": "a"]),
    ])
    func `a form is read by its operation's shape`(sent: Sent) throws {
        #expect(try Self.input(sent.form) == sent.value)
    }

    @Test(arguments: ServiceModel.sns.operations.keys.sorted())
    func `every member of every request survives the form`(target: String) throws {
        let operation = try ServiceModel.sns.operation(target: target)
        let value = ShapeSamples(model: .sns).valid(operation.input)
        let asked = try QueryRequest(parsing: FormWriter.bytes(operation, value))
        #expect(asked.operation.target == target)
        #expect(try asked.input().value == value)
    }

    @Test(arguments: ServiceModel.sns.operations.keys.sorted())
    func `every broken rule of a request is an invalid parameter, in forms and in JSON`(target: String) throws {
        let operation = try ServiceModel.sns.operation(target: target)
        for violation in ShapeSamples(model: .sns).violations(operation.input) {
            let json = #expect(throws: WireError.self) {
                try RequestInput(body: violation.value.bytes(), operation: operation)
            }
            #expect(json?.code == "InvalidParameter", "\(violation.value.text())")
            // In a form everything is text, so that a number for a text is none of its mistakes.
            guard violation.constraint != nil, violation.value != [:] else { continue }
            let form = #expect(throws: WireError.self) {
                try QueryRequest(parsing: FormWriter.bytes(operation, violation.value)).input()
            }
            #expect(form?.code == "InvalidParameter", "\(violation.value.text())")
        }
    }

    struct Refusal: CustomTestStringConvertible {
        let form: String
        let code: String
        let message: String
        var testDescription: String { form }

        init(_ form: String, _ code: String, _ message: String) {
            self.form = form
            self.code = code
            self.message = message
        }
    }

    @Test(arguments: [
        Refusal("", "InvalidAction", "“Action” is missing"),
        Refusal("Action=&Version=2010-03-31", "InvalidAction", "“Action” is missing"),
        Refusal(
            "Action=AddPermission", "InvalidAction", "Could not find operation “AddPermission” for version 2010-03-31."),
        Refusal("Action=SNS.Publish", "InvalidAction", "“SNS.Publish”"),
        Refusal("Action=Publish&Version=2012-11-05", "NoSuchVersion", "“2012-11-05”"),
        Refusal("Action=Publish&Message=%zz", "ValidationError", "two hexadecimal digits"),
        Refusal(
            "Action=DeleteTopic", "InvalidParameter",
            "Invalid parameter: TopicArn Reason: no value for required parameter"),
        Refusal(
            "Action=TagResource&ResourceArn=a&Tags.member.1.Key=k", "InvalidParameter",
            "Invalid parameter: Tags.member.1.Value Reason: no value for required parameter"),
        Refusal(
            "Action=Publish&Message=m&MessageAttributes.entry.1.Name=a", "InvalidParameter",
            "Invalid parameter: MessageAttributes.entry.1.Value Reason: no value for required parameter"),
        Refusal(
            "Action=Publish&Message=m&MessageAttributes.entry.7.Name=a&MessageAttributes.entry.7.Value.StringValue=v",
            "InvalidParameter",
            "Invalid parameter: MessageAttributes.entry.a.DataType Reason: no value for required parameter"),
        Refusal(
            "Action=CreateTopic&Name=n&Attributes.entry.1.value=a", "InvalidParameter", "Attributes.entry.1.key Reason:"
        ),
        Refusal(
            "Action=CreateTopic&Name=n&Attributes.entry.1.key=k&Attributes.entry.1.value=a&Attributes.entry.2.key=k&"
                + "Attributes.entry.2.value=b", "InvalidParameter", "the key “k” stands twice"),
        Refusal("Action=DeleteTopic&TopicArn.x=a", "InvalidParameter", "TopicArn Reason: it must be one value"),
        Refusal(
            "Action=DeleteTopic&TopicArn=a&TopicArn.x=a", "InvalidParameter", "TopicArn Reason: it must be one value"),
        Refusal(
            "Action=Subscribe&TopicArn=a&Protocol=p&ReturnSubscriptionArn=yes", "InvalidParameter",
            "ReturnSubscriptionArn Reason: it must be true or false"),
        Refusal("Action=UntagResource&ResourceArn=a&TagKeys=k", "InvalidParameter", "TagKeys Reason: it is a list"),
        Refusal("Action=UntagResource&ResourceArn=a&TagKeys.member.0=k", "InvalidParameter", "“member.0”"),
        Refusal("Action=UntagResource&ResourceArn=a&TagKeys.member.01=k", "InvalidParameter", "“member.01”"),
        Refusal("Action=UntagResource&ResourceArn=a&TagKeys.member.-1=k", "InvalidParameter", "“member.-1”"),
        Refusal(
            "Action=UntagResource&ResourceArn=a&TagKeys.member.99999999999999999999=k", "InvalidParameter",
            "“member.99999999999999999999”"),
        Refusal("Action=DeleteTopic&TopicArn=a%00", "InvalidParameter", "null character"),
        Refusal(
            "Action=Publish&Message=m&MessageAttributes.entry.1.Name=a&MessageAttributes.entry.1.Value.DataType=Binary&"
                + "MessageAttributes.entry.1.Value.BinaryValue=%25%25", "InvalidParameter", "base64"),
    ])
    func `a bad form is refused in the words of its service`(refusal: Refusal) {
        let error = #expect(throws: WireError.self) { try Self.input(refusal.form) }
        #expect(error?.code == refusal.code)
        #expect(error?.message.contains(refusal.message) == true, "\(error?.message ?? "")")
        #expect(error?.httpStatus == 400)
    }

    @Test func `elements come in the order of their numbers, and a huge number costs nothing`() throws {
        let form =
            "Action=UntagResource&ResourceArn=a&TagKeys.member.999999999=z&TagKeys.member.10=b&TagKeys.member.9=a"
        #expect(try Self.input(form)["TagKeys"] == ["a", "b", "z"])
    }

    @Test func `names of a hundred thousand parts are unknown members`() throws {
        let form =
            "Action=ListTopics&" + String(repeating: "a.", count: 100_000) + "=1&"
            + String(repeating: ".", count: 50_000)
        #expect(try Self.input(form) == [:])
    }

    @Test func `a bare name with an empty value is an empty list, map or structure`() throws {
        #expect(
            try Self.input("Action=CreateTopic&Name=n&Attributes=&Tags=") == [
                "Name": "n", "Attributes": [:], "Tags": [],
            ])
    }
}
