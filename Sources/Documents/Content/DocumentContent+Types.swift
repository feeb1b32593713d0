extension DocumentContent {
    /// A parameter that is the whole value of an input must have that input's type (reference: documents 2.3 rule 8).
    ///
    /// Inputs of plugins that this service cannot run have no meaning here.
    func checkTypes() throws(DocumentError) {
        for step in steps where step.plugin == .runDocument {
            let inputs = FieldMap(path: step.inputsPath, map: step.inputs)
            for name in ["documentType", "documentPath"] {
                if let field = inputs[name] { try check(field, accepts: [.string], as: "a String") }
            }
            if let field = inputs["documentParameters"], case .string = field.value {
                try check(field, accepts: [.string, .stringMap], as: "a StringMap or a String")
            }
        }
        for step in steps where step.plugin == .runShellScript {
            let inputs = FieldMap(path: step.inputsPath, map: step.inputs)
            try checkScript(try inputs.required("runCommand"))
            if let field = inputs["timeoutSeconds"] {
                switch field.value {
                case .integer, .decimal: break
                default: try check(field, accepts: [.string, .integer], as: "a number or a string")
                }
            }
            if let field = inputs["workingDirectory"] { try check(field, accepts: [.string], as: "a String") }
        }
    }

    private func checkScript(_ field: Field) throws(DocumentError) {
        if case .string(let text) = field.value {
            guard let parameter = wholeParameter(of: text) else {
                throw field.expected("a list of lines", hint: "Write [\"line\", …], or in YAML a list with one block.")
            }
            guard parameter.kind == .stringList else { throw mismatch(field, parameter, wanted: "a StringList") }
            return
        }
        for element in try field.list() {
            if let parameter = wholeParameter(of: try element.text()),
                parameter.kind != .string && parameter.kind != .stringList
            {
                throw mismatch(element, parameter, wanted: "a String or a StringList")
            }
        }
    }

    private func check(
        _ field: Field, accepts kinds: Set<ParameterDefinition.Kind>, as wanted: String
    ) throws(DocumentError) {
        if let parameter = wholeParameter(of: try field.text()), !kinds.contains(parameter.kind) {
            throw mismatch(field, parameter, wanted: wanted)
        }
    }

    private func wholeParameter(of text: String) -> ParameterDefinition? {
        TemplateText(text).wholeName.flatMap(parameter(named:))
    }

    private func mismatch(_ field: Field, _ parameter: ParameterDefinition, wanted: String) -> DocumentError {
        .content(
            field.path,
            "the parameter \(parameter.name) is the whole value here and is \(parameter.kind.rawValue), not \(wanted).")
    }
}
