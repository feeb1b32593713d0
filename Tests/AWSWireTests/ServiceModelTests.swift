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
            "operation A.B In Out",
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
