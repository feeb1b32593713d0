import Testing

@testable import AWSWire

/// Every rule of every request shape of the embedded model, broken once.
@Suite struct GeneratedViolationTests {
    static let targets = ServiceModel.standard.operations.keys.sorted()

    @Test(arguments: targets)
    func `a request with every member set is accepted and handed on unchanged`(target: String) throws {
        let operation = try ServiceModel.standard.operation(target: target)
        let request = ShapeSamples(model: .standard).valid(operation.input)
        #expect(try RequestInput(body: request.bytes(), operation: operation).value == request)
    }

    @Test(arguments: targets)
    func `every rule of a request, broken once, is refused in its own words`(target: String) throws {
        let operation = try ServiceModel.standard.operation(target: target)
        let violations = ShapeSamples(model: .standard).violations(operation.input)
        #expect(!violations.isEmpty)
        for violation in violations {
            let body = violation.value.bytes()
            do {
                _ = try RequestInput(body: body, operation: operation)
                Issue.record("accepted: \(String(decoding: body.prefix(300), as: UTF8.self))")
            } catch {
                #expect(error.httpStatus == 400)
                guard let constraint = violation.constraint else {
                    #expect(error.code == "SerializationException", "\(violation.path): \(error.message.prefix(300))")
                    continue
                }
                #expect(error.code == "ValidationException", "\(violation.path): \(error.message.prefix(300))")
                #expect(
                    error.message.contains(constraint) && error.message.contains(" at '\(violation.path)' "),
                    "\(violation.path), \(constraint): \(error.message.prefix(500))")
            }
        }
    }

    @Test func `the violations are many`() {
        let samples = ShapeSamples(model: .standard)
        let count = ServiceModel.standard.operations.values.reduce(0) { $0 + samples.violations($1.input).count }
        print("\(count) violations of \(Self.targets.count) operations")
        #expect(count > 5000)
    }
}
