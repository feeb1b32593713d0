import Testing

@testable import AWSWire

@Suite struct ServiceModelTests {
    @Test func `the embedded shapes can be read and hold every operation`() {
        let targets = ServiceModel.standard.operations.keys
        #expect(targets.count { $0.hasPrefix("AmazonSSM.") } == 146)
        #expect(targets.contains("MaintenanceWindows.AddNode"))
    }

    @Test func `operations of the same name are kept apart by their prefix`() throws {
        let theirs = try ServiceModel.standard.operation(target: "AmazonSSM.ListNodes")
        let ours = try ServiceModel.standard.operation(target: "MaintenanceWindows.ListNodes")
        #expect(theirs.name == ours.name)
        #expect(theirs.input != ours.input)
    }

    @Test func `both services have a tag, and each means its own`() throws {
        #expect(ServiceModel.sns.operations.count == 17)
        #expect(ServiceModel.sns.operations.keys.allSatisfy { $0.hasPrefix("SNS.") })
        let ours = try ServiceModel.standard.operation(target: "AmazonSSM.ListTagsForResource")
        let theirs = try ServiceModel.sns.operation(target: "SNS.ListTagsForResource")
        #expect(ours.service == .ssm)
        #expect(theirs.service == .sns)
        let members = { (model: ServiceModel, name: String) in model.shape(name)?.members.map(\.name) }
        #expect(members(.standard, ours.input) == ["ResourceType", "ResourceId"])
        #expect(members(.sns, theirs.input) == ["ResourceArn"])
    }

    @Test func `an operation without a result differs from one with an empty result`() throws {
        let deletion = try ServiceModel.sns.operation(target: "SNS.DeleteTopic")
        let tagging = try ServiceModel.sns.operation(target: "SNS.TagResource")
        #expect(deletion.output == OperationShape.nothing)
        #expect(tagging.output == "TagResourceResponse")
        for operation in [deletion, tagging] {
            #expect(ServiceModel.sns.shape(operation.output)?.members.isEmpty == true)
        }
    }

    @Test func `a map may have names of its own for keys and values`() {
        #expect(ServiceModel.sns.shape("MessageAttributeMap")?.entryNames == .init(key: "Name", value: "Value"))
        #expect(ServiceModel.sns.shape("TopicAttributesMap")?.entryNames == .init(key: "key", value: "value"))
    }

    @Test(arguments: ["AmazonSSM.Nope", "amazonssm.createmaintenancewindow", "CreateMaintenanceWindow", "", "."])
    func `an unknown target is an unknown operation`(target: String) {
        let error = #expect(throws: WireError.self) { try ServiceModel.standard.operation(target: target) }
        #expect(error?.code == "UnknownOperationException")
        #expect(error?.httpStatus == 400)
    }

    @Test func `our members are added to the model's structures`() throws {
        let shape = try #require(ServiceModel.standard.shape("CreateMaintenanceWindowRequest"))
        #expect(shape.members.contains { $0.name == "DaylightSaving" && !$0.isRequired })
        #expect(shape.members.contains { $0.name == "Schedule" && $0.isRequired })
    }

    @Test(
        "a mistake in the notation is refused",
        arguments: [
            "strin Name", "string", "string Name\nstring Name", "replace string Name", "list Names of Missing",
            "list Names string", "structure S Member", "extend S A:string", "string Name 1..b", "string Name ~ [a",
            "operation A.B In Out", "map M of string string as Name",
        ])
    func mistake(text: String) {
        #expect(throws: ShapeNotationError.self) { try ServiceModel([text]) }
    }

    @Test func `a continued line belongs to the one before`() throws {
        let model = try ServiceModel(["structure S\n  A*:string\n  B:Number\n# a comment\ninteger Number ..5"])
        #expect(model.shape("S")?.members.map(\.name) == ["A", "B"])
        #expect(model.shape("Number")?.range == ShapeRange(lower: nil, upper: 5))
    }
}
