import Testing

@testable import Documents

@Suite struct ContentTests {
    struct Refusal: CustomTestStringConvertible {
        let yaml: String
        let code: String
        let says: String
        var testDescription: String { says }
        init(_ yaml: String, _ code: String = "InvalidDocumentContent", says: String) {
            self.yaml = yaml
            self.code = code
            self.says = says
        }
        /// A document whose only parameter `p` has this definition.
        init(parameter: String, says: String) {
            self.init(
                "schemaVersion: '2.2'\nparameters:\n  p: \(parameter)\nmainSteps:\n"
                    + "- {action: 'aws:runShellScript', name: work, inputs: {runCommand: [x]}}", says: says)
        }
        /// A document with this entry in `mainSteps`, and the parameters s, l, i, b.
        init(step: String, says: String) {
            self.init(
                "schemaVersion: '2.2'\nparameters: {s: {type: String}, l: {type: StringList}, i: {type: Integer}, b: {type: Boolean}}\n"
                    + "mainSteps:\n- \(step)", says: says)
        }
    }

    static let steps = "mainSteps: [{action: 'aws:runShellScript', name: work, inputs: {runCommand: [x]}}]"

    static let refusals: [Refusal] = [
        Refusal("just text", says: "A document is a map, and this text is a string."),
        Refusal("[a]", says: "A document is a map, and this text is a list."),
        Refusal(steps, says: "The key \"schemaVersion\" is missing."),
        Refusal("schemaVersion: [1]", says: "schemaVersion: this must be a string, and it is a list."),
        Refusal("schemaVersion: '0.3'", "InvalidDocumentSchemaVersion", says: "schemaVersion: 0.3 is not a supported"),
        Refusal("schemaVersion: '1.0'", "InvalidDocumentSchemaVersion", says: "schemaVersion: 1.0 is not a supported"),
        Refusal("schemaVersion: '2.1'", "InvalidDocumentSchemaVersion", says: "schemaVersion: 2.1 is not a supported"),
        Refusal("schemaVersion: 22", "InvalidDocumentSchemaVersion", says: "schemaVersion: 22 is not a supported"),
        Refusal("schemaVersion: '2.2'", says: "needs the key \"mainSteps\""),
        Refusal("schemaVersion: '1.2'\n\(steps)", says: "needs the key \"runtimeConfig\""),
        Refusal("schemaVersion: '2.2'\nmainSteps: {}", says: "mainSteps: this must be a list, and it is a map."),
        Refusal("schemaVersion: '2.2'\nmainSteps: []", says: "mainSteps: at least one step is needed."),
        Refusal("schemaVersion: '2.2'\nmainSteps: [a]", says: "mainSteps[0]: this must be a map"),
        Refusal("schemaVersion: '2.2'\ndescription: 5\n\(steps)", says: "description: this must be a string"),
        Refusal("schemaVersion: '2.2'\nparameters: []\n\(steps)", says: "parameters: this must be a map"),
        Refusal(
            "schemaVersion: '2.2'\nparameters: {a_b: {type: String}}\n\(steps)",
            says: "parameters.a_b: a parameter's name has letters and digits only."),
        Refusal(
            "schemaVersion: '2.2'\nparameters: {ä: {type: String}}\n\(steps)",
            says: "a parameter's name has letters and digits only."),
        Refusal(
            "schemaVersion: '2.2'\ndescription: \"a\\0b\"\n\(steps)",
            says: "description: the text holds a NUL character"),
        Refusal(parameter: "String", says: "parameters.p: this must be a map"),
        Refusal(parameter: "{}", says: "parameters.p: the key \"type\" is missing."),
        Refusal(parameter: "{type: Text}", says: "parameters.p.type: \"Text\" is not a type."),
        Refusal(
            parameter: "{type: String, default: 5}",
            says: "parameters.p.default: this must be a string, and it is a number."),
        Refusal(parameter: "{type: StringList, default: a}", says: "parameters.p.default: this must be a list"),
        Refusal(parameter: "{type: StringList, default: [1]}", says: "parameters.p.default[0]: this must be a string"),
        Refusal(parameter: "{type: Integer, default: '5'}", says: "parameters.p.default: this must be a whole number"),
        Refusal(parameter: "{type: Integer, default: 5.5}", says: "parameters.p.default: this must be a whole number"),
        Refusal(parameter: "{type: Boolean, default: 'true'}", says: "this must be true or false, without quotes"),
        Refusal(parameter: "{type: StringMap, default: []}", says: "parameters.p.default: this must be a map"),
        Refusal(parameter: "{type: MapList, default: [a]}", says: "parameters.p.default[0]: this must be a map"),
        Refusal(parameter: "{type: String, allowedValues: a}", says: "parameters.p.allowedValues: this must be a list"),
        Refusal(parameter: "{type: String, allowedValues: []}", says: "an empty list allows nothing"),
        Refusal(
            parameter: "{type: String, allowedValues: [1]}",
            says: "parameters.p.allowedValues[0]: this must be a string"),
        Refusal(
            parameter: "{type: String, allowedPattern: '['}", says: "parameters.p.allowedPattern: this is not a regular"
        ),
        Refusal(
            parameter: "{type: String, minChars: -1}",
            says: "parameters.p.minChars: -1 must lie between 0 and 2147483647"),
        Refusal(parameter: "{type: String, maxChars: 2147483648}", says: "2147483648 must lie between"),
        Refusal(parameter: "{type: String, maxChars: '5'}", says: "parameters.p.maxChars: this must be a whole number"),
        Refusal(
            parameter: "{type: String, minChars: 5, maxChars: 4}", says: "minChars is 5, more than maxChars, which is 4"
        ),
        Refusal(parameter: "{type: StringList, minItems: 2, maxItems: 1}", says: "minItems is 2, more than maxItems"),
        Refusal(parameter: "{type: String, displayType: area}", says: "a display type is textfield or textarea"),
        Refusal(parameter: "{type: String, interpolationType: ENV}", says: "\"ENV\" is not an interpolation type."),
        Refusal(
            parameter: "{type: Integer, interpolationType: ENV_VAR}",
            says: "only a String or a StringList can be passed"),
        Refusal(
            "schemaVersion: '2.0'\nparameters: {p: {type: String, interpolationType: ENV_VAR}}\n\(steps)",
            says: "parameters.p.interpolationType: ENV_VAR needs schemaVersion 2.2."),
        Refusal(step: "{name: work}", says: "mainSteps[0]: the key \"action\" is missing."),
        Refusal(step: "{action: x}", says: "mainSteps[0]: the key \"name\" is missing."),
        Refusal(step: "{action: x, name: a-b}", says: "mainSteps[0].name: a step's name has 1 to 128 letters"),
        Refusal(step: "{action: x, name: ''}", says: "mainSteps[0].name: a step's name has 1 to 128 letters"),
        Refusal(
            step: "{action: x, name: same}\n- {action: x, name: same}",
            says: "mainSteps[1]: the step name \"same\" is used twice."),
        Refusal(step: "{action: x, name: work, inputs: []}", says: "mainSteps[0].inputs: this must be a map"),
        Refusal(
            step: "{action: 'aws:runShellScript', name: work}",
            says: "mainSteps[0].inputs: the key \"runCommand\" is missing."),
        Refusal(
            step: "{action: 'aws:runShellScript', name: work, inputs: {runCommand: echo}}",
            says: "runCommand: this must be a list of lines"),
        Refusal(
            step: "{action: 'aws:runShellScript', name: work, inputs: {runCommand: 'x {{ l }}'}}",
            says: "runCommand: this must be a list of lines"),
        Refusal(
            step: "{action: 'aws:runShellScript', name: work, inputs: {runCommand: '{{ i }}'}}",
            says: "the parameter i is the whole value here and is Integer, not a StringList."),
        Refusal(
            step: "{action: 'aws:runShellScript', name: work, inputs: {runCommand: '{{ s }}'}}",
            says: "is String, not a StringList."),
        Refusal(
            step: "{action: 'aws:runShellScript', name: work, inputs: {runCommand: ['{{ i }}']}}",
            says: "runCommand[0]: the parameter i is the whole value here"),
        Refusal(
            step: "{action: 'aws:runShellScript', name: work, inputs: {runCommand: [a, true]}}",
            says: "runCommand[1]: this must be a string, and it is a Boolean."),
        Refusal(
            step: "{action: 'aws:runShellScript', name: work, inputs: {runCommand: [a], timeoutSeconds: '{{ l }}'}}",
            says: "inputs.timeoutSeconds: the parameter l"),
        Refusal(
            step: "{action: 'aws:runShellScript', name: work, inputs: {runCommand: [a], timeoutSeconds: true}}",
            says: "inputs.timeoutSeconds: this must be a string"),
        Refusal(
            step: "{action: 'aws:runShellScript', name: work, inputs: {runCommand: [a], workingDirectory: '{{ b }}'}}",
            says: "inputs.workingDirectory: the parameter b"),
        Refusal(
            step: "{action: 'aws:runDocument', name: work, inputs: {documentPath: '{{ l }}'}}",
            says: "inputs.documentPath: the parameter l"),
        Refusal(
            step: "{action: 'aws:runDocument', name: work, inputs: {documentPath: [Other]}}",
            says: "inputs.documentPath: this must be a string"),
        Refusal(
            step: "{action: 'aws:runDocument', name: work, inputs: {documentParameters: '{{ l }}'}}",
            says: "is StringList, not a StringMap or a String."),
        Refusal("schemaVersion: '1.2'\nruntimeConfig: {}", says: "runtimeConfig: at least one step is needed."),
        Refusal(
            "schemaVersion: '1.2'\nruntimeConfig: {'aws:runShellScript': {}}",
            says: "runtimeConfig.aws:runShellScript: the key \"properties\" is missing."),
        Refusal(
            "schemaVersion: '1.2'\nruntimeConfig: {'aws:runShellScript': {properties: []}}",
            says: "properties: at least one entry is needed."),
        Refusal(
            "schemaVersion: '1.2'\nruntimeConfig: {'aws:runShellScript': {properties: [{id: a}]}}",
            says: "properties[0]: the key \"runCommand\" is missing."),
    ]

    @Test(arguments: refusals)
    func `a document that breaks its schema is refused with the place`(_ row: Refusal) throws {
        let error = try #require(documentError { _ = try document(row.yaml) })
        #expect(error.code == row.code)
        #expect(error.message.contains(row.says), "\(error.message)")
    }

    @Test func `64 KB are accepted and one byte more is not`() throws {
        let head = "schemaVersion: '2.2'\n\(Self.steps)\n# "
        let fitting = head + String(repeating: "x", count: DocumentContent.maximumSizeBytes - head.utf8.count)
        #expect(try document(fitting).sizeBytes == 65_536)
        let error = try #require(documentError { _ = try document(fitting + "x") })
        #expect(error.code == "MaxDocumentSizeExceeded")
        #expect(error.message.contains("65537 bytes"))
    }

    @Test(arguments: ["2.0", "2.0.1", "2.0.2", "2.0.3", "2.2"])
    func `every schema of the second generation is read`(_ version: String) throws {
        #expect(try document("schemaVersion: '\(version)'\n\(Self.steps)").schemaVersion.rawValue == version)
    }

    @Test func `an unquoted version number is understood`() throws {
        #expect(try document("schemaVersion: 2.2\n\(Self.steps)").schemaVersion == .v2dot2)
    }

    @Test func `the declaration of a parameter is kept in full and in order`() throws {
        let content = try document(
            """
            schemaVersion: "2.2"
            description: Says things.
            parameters:
              zone: {type: String, description: Where, default: "", allowedPattern: "^$|^[a-z]+$", displayType: textfield}
              list: {type: StringList, default: [a, b], minItems: 1, maxItems: 3, minChars: 1, maxChars: 9}
              flag: {type: Boolean, default: true, allowedValues: [true]}
              secret: {type: String, interpolationType: ENV_VAR}
              plain: {type: String, interpolationType: TEXT}
            \(Self.steps)
            """)
        #expect(content.description == "Says things.")
        #expect(content.parameters.map(\.name) == ["zone", "list", "flag", "secret", "plain"])
        #expect(content.parameters.map(\.defaultText) == ["", "[\"a\",\"b\"]", "true", nil, nil])
        #expect(content.parameters.map(\.isPassedInEnvironment) == [false, false, false, true, false])
        #expect(content.parameters[0].displayType == .textfield)
        #expect(content.parameters[1].maxItems == 3)
        #expect(content.parameters[3].environmentName == "SSM_secret")
    }

    @Test func `json and yaml of one document are equal in content`() throws {
        let yaml = try script("['echo {{ a }}', 'exit 0']", parameters: "  a: {type: String, default: x}")
        let json = try DocumentContent(parsing: yaml.rendered(as: .json))
        #expect(json.format == .json)
        #expect(json.parameters == yaml.parameters)
        #expect(json.steps == yaml.steps)
        let back = try DocumentContent(parsing: json.rendered(as: .yaml))
        #expect(back.format == .yaml)
        #expect(back.steps == yaml.steps)
        #expect(json.rendered(as: .json).hasPrefix("{\n  \"schemaVersion\": \"2.2\",\n"))
    }

    @Test func `a script of several lines is written as a block`() throws {
        let content = try DocumentContent(
            parsing:
                #"{"schemaVersion":"2.2","mainSteps":[{"action":"aws:runShellScript","name":"work","inputs":{"runCommand":["set -e\necho hi\n"]}}]}"#
        )
        #expect(
            content.rendered(as: .yaml) == """
                schemaVersion: "2.2"
                mainSteps:
                - action: "aws:runShellScript"
                  name: work
                  inputs:
                    runCommand:
                    - |
                      set -e
                      echo hi

                """)
    }

    @Test func `several entries of one old plugin become several steps`() throws {
        let content = try document(
            """
            schemaVersion: "1.2"
            runtimeConfig:
              aws:runShellScript:
                properties:
                - {id: 0.aws:runShellScript, runCommand: [a]}
                - {id: 1.aws:runShellScript, runCommand: [b]}
            """)
        #expect(content.steps.map(\.name) == ["aws:runShellScript", "aws:runShellScript.2"])
        let single = try document(
            "schemaVersion: '1.2'\nruntimeConfig: {'aws:runShellScript': {properties: {runCommand: [a]}}}")
        #expect(single.steps.map(\.name) == ["aws:runShellScript"])
    }

    @Test func `platforms come from plugins and preconditions`() throws {
        func platforms(_ steps: String, version: String = "2.2") throws -> [String] {
            try document("schemaVersion: '\(version)'\nparameters: {p: {type: String}}\nmainSteps:\n\(steps)")
                .platformTypes.map(\.rawValue)
        }
        let shell = "- {action: 'aws:runShellScript', name: shell, inputs: {runCommand: [x]}}\n"
        let power = "- {action: 'aws:runPowerShellScript', name: power, inputs: {runCommand: [x]}}\n"
        let other = "- {action: 'aws:madeUp', name: other, inputs: {}}\n"
        func conditional(_ arguments: String) -> String {
            "- {action: 'aws:runDocument', name: cond, precondition: {StringEquals: [\(arguments)]}, inputs: {}}\n"
        }
        #expect(try platforms(shell) == ["Linux", "MacOS"])
        #expect(try platforms(shell + power) == ["Linux", "MacOS", "Windows"])
        #expect(try platforms(shell + power, version: "2.0") == [])
        #expect(try platforms(power) == ["Windows"])
        #expect(try platforms(other) == [])
        #expect(try platforms(conditional("platformType, linux")) == ["Linux"])
        #expect(try platforms(conditional("MacOS, platformType")) == ["MacOS"])
        #expect(try platforms(conditional("'{{ p }}', x")) == ["Linux", "MacOS", "Windows"])
        #expect(try platforms(conditional("a, b")) == [])
    }
}
