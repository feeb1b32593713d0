import Testing

@testable import Documents

@Suite struct SubstitutionTests {
    static let content = try? script(
        "[x]",
        parameters: """
              cmds: {type: StringList}
              n: {type: String}
              m: {type: StringMap}
              i: {type: Integer, default: 7}
              b: {type: Boolean, default: true}
              env: {type: String, interpolationType: ENV_VAR, default: secret}
            """)

    static func substitute(_ json: String, n: String = "5", _ style: Substitution.Style = .paste) throws -> String {
        let content = try #require(content)
        let bound = try content.bind(["cmds": ["a", "b"], "n": [n], "m": ["{\"k\":\"v\"}"]])
        return JSONWriter.compact(Substitution(content, bound).applied(to: try JSONReader.read(json), style))
    }

    @Test(arguments: [
        (#""{{ cmds }}""#, #"["a","b"]"#),
        (#"["x","{{cmds}}"]"#, #"["x",["a","b"]]"#),
        (#""run {{cmds}}""#, #""run [\"a\",\"b\"]""#),
        (#""{{n}}{{ n }}""#, #""55""#),
        (#""{{ unknown }}""#, #""{{ unknown }}""#),
        (#""{{m}}""#, #"{"k":"v"}"#),
        (#""x={{m}}""#, #""x={\"k\":\"v\"}""#),
        (#""{{i}}""#, "7"),
        (#""i={{i}} b={{b}}""#, #""i=7 b=true""#),
        (#""{{b}}""#, "true"),
        (#"{"{{n}}":"{{n}}"}"#, #"{"{{n}}":"5"}"#),
        (#"[["{{n}}"],{"a":["{{n}}"]}]"#, #"[["5"],{"a":["5"]}]"#),
        (#""{{{n}}}""#, #""{5}""#),
        (#""{{ n }""#, #""{{ n }""#),
        (#""{{n m}}""#, #""{{n m}}""#),
        (#""{{}}""#, #""{{}}""#),
        (#""{{\tn}}""#, #""{{\tn}}""#),
        (#""{{ WINDOW_ID }}{{N}}""#, #""{{ WINDOW_ID }}{{N}}""#),
        (#""{{n}}é{{n}}\u0301""#, "\"5é5\u{301}\""),
    ])
    func `a token becomes its value`(_ input: String, _ expected: String) throws {
        #expect(try Self.substitute(input) == expected)
    }

    @Test func `text that arrives through a value is not substituted again`() throws {
        #expect(try Self.substitute(#""{{n}}""#, n: "{{cmds}}") == #""{{cmds}}""#)
        #expect(try Self.substitute(#""{{{n}}}""#, n: "{n}") == #""{{n}}""#)
        #expect(try Self.substitute(#""{{n}}""#, n: "$$ $1 \\1 &") == #""$$ $1 \\1 &""#)
    }

    @Test func `an environment parameter is named in a script and pasted elsewhere`() throws {
        #expect(try Self.substitute(#""echo \"{{ env }}\" {{n}}""#, .script) == #""echo \"${SSM_env}\" 5""#)
        #expect(try Self.substitute(#""{{ env }}""#, .script) == #""${SSM_env}""#)
        #expect(try Self.substitute(#""/srv/{{ env }}""#) == #""/srv/secret""#)
    }

    @Test func `a list among the lines of a script is flattened by one level`() throws {
        let content = try script("['x', '{{ cmds }}', 'y {{ cmds }}']", parameters: "  cmds: {type: StringList}")
        #expect(try content.onlyScript(["cmds": ["a", "b"]])?.text == "x\na\nb\ny [\"a\",\"b\"]\n")
    }

    @Test func `action and name are never substituted`() throws {
        let content = try document(
            """
            schemaVersion: '2.2'
            parameters: {a: {type: String, default: aws:runShellScript}}
            mainSteps:
            - {action: "{{ a }}", name: work}
            """)
        let plan = try content.plan(with: content.bind([:]))
        guard case .fail(let reason) = plan.steps[0].work else { return #expect(Bool(false)) }
        #expect(reason.contains("The plugin {{ a }} is unknown"))
    }
}
